import type { IContainer } from 'kubernetes-models/v1/Container';
import type { Configuration } from '../../schema/process-config.js';
import { commentsOn, type Exported, headline, type NoCounterpart, oneLine } from '../common/exported.js';
import { type ImageProcess, inImages } from '../common/in-image.js';
import { Lost, noteForImages } from '../common/lost.js';
import { labelName } from '../common/names.js';
import { isUnusual } from '../common/usual.js';
import { yamlDocument } from '../common/yaml.js';
import { containerEnvironment, runContainer, secretName } from './container.js';
import { configMap, cronJob, deployment, job, type ObjectContext, service } from './objects.js';
import { cronSchedule } from './schedule.js';

type Note = (key: string, instead: string) => void;

/** A project as objects of Kubernetes, all in one file. */
export function exportKubernetes(configuration: Configuration): Exported {
  const { processes, withoutImage } = inImages(configuration, labelName);
  if (processes.length === 0) return { files: [], missing: [], withoutImage };
  const byName = new Map(processes.map((each) => [each.process.name, each]));
  const awaited = new Set(processes.flatMap(({ needs }) => needs.filter(endsFirst).map(({ name }) => name)));
  const missing: NoCounterpart[] = [];
  const secrets: string[] = [];
  const parts = processes.map((exported) => {
    const lost = new Lost(exported.process.name);
    const note: Note = (key, instead) => lost.note('Kubernetes', key, instead);
    const environment = containerEnvironment(exported, note);
    noteForImages(exported, note, configuration.directory);
    if (isUnusual(exported.process, (each) => each.logs)) note('logs', 'the engine keeps its output');
    const isInit = awaited.has(exported.process.name) && exported.role === 'one-shot';
    noteLost(exported, isInit, note);
    missing.push(...lost.all);
    if (environment.secret.length > 0) secrets.push(secretCommand(exported, environment.secret));
    const context: ObjectContext = {
      project: labelName(configuration.name),
      environment,
      before: containersBefore(exported, byName),
      note,
    };
    const moved = [...exported.moved].map(([from, to]) => `${from} is ${to} here`);
    const main = isInit ? undefined : mainObject(exported, context);
    const objects = [configMap(exported, context), isInit ? undefined : service(exported, context), main].flatMap((object) =>
      object === undefined ? [] : [object],
    );
    const comments = [...moved, ...commentsOn(lost.all)];
    const title = isInit ? `${exported.process.name}: an init container of what waits for its end` : exported.process.name;
    return [
      ['', ...[title, ...comments].map((line) => `# ${oneLine(line)}`)].join('\n'),
      ...objects.map((object) => `---${yamlDocument([], object)}`),
    ].join('\n');
  });
  const heading = [
    headline('kubernetes'),
    '# Apply it with: kubectl apply -f kubernetes.yaml',
    ...(secrets.length === 0 ? [] : ['# The secret values are not in here. Make them first:', ...secrets]),
  ];
  return { files: [{ name: 'kubernetes.yaml', text: `${heading.join('\n')}\n${parts.join('\n')}` }], missing, withoutImage };
}

function mainObject(exported: ImageProcess, context: ObjectContext): object | undefined {
  const schedule = exported.process.schedule;
  if (schedule !== null) {
    const written = cronSchedule(schedule);
    return written === undefined ? undefined : cronJob(exported, context, written);
  }
  return exported.role === 'one-shot' ? job(exported, context) : deployment(exported, context);
}

function endsFirst({ condition }: ImageProcess['needs'][number]): boolean {
  return condition === 'completed' || condition === 'ended';
}

/** What must have ended before a process starts, as containers of its pod, those first that others of them wait for. */
function containersBefore(exported: ImageProcess, byName: ReadonlyMap<string, ImageProcess>): readonly IContainer[] {
  const found = new Map<string, IContainer>();
  const collect = ({ needs }: ImageProcess): void => {
    for (const need of needs.filter(endsFirst)) {
      const other = byName.get(need.name);
      if (other === undefined || other.role !== 'one-shot' || found.has(need.name)) continue;
      collect(other);
      found.set(
        need.name,
        runContainer(
          other,
          containerEnvironment(other, () => {}),
        ),
      );
    }
  };
  collect(exported);
  return [...found.values()];
}

function secretCommand(exported: ImageProcess, keys: readonly string[]): string {
  const values = keys.map((key) => `--from-literal=${key}=…`).join(' ');
  return `#   kubectl create secret generic ${secretName(exported)} ${values}`;
}

function noteLost({ process, role, needs, starts, replicas }: ImageProcess, isInit: boolean, note: Note): void {
  const { policy } = process;
  for (const { name, condition, restart } of needs) {
    if (condition === 'ended') note(`dependsOn ${name}: ended`, 'waits for its success');
    if (condition === 'started' || condition === 'healthy') {
      note(`dependsOn ${name}: ${condition}`, 'all start at once; what exits before its dependency is up is restarted');
    }
    if (restart) note(`dependsOn ${name}: restart`, 'not restarted together with its dependency');
  }
  const schedule = process.schedule;
  const written = schedule === null ? null : cronSchedule(schedule);
  if (written === undefined) note('schedule', 'a CronJob does not support this expression; left out');
  else if (written !== null && !written.isExact) note('schedule.every', `runs at ${written.schedule}, by the clock`);
  if (replicas !== null) note('env WATCHDOG_REPLICA', 'replicas do not know their number');
  if (role === 'service' && policy.restart !== 'always') note('autoRestart', 'a Deployment restarts after any exit');
  if (role === 'service' && policy.maxRestarts >= 0) note('maxRestarts', 'a Deployment restarts without limit');
  if (policy.restart !== 'never' && isUnusual(process, (each) => [each.policy.backoff, each.policy.minUptimeMs])) {
    note('backoff', 'Kubernetes waits 10 s before a restart, then twice as long each time, up to five minutes');
  }
  if (policy.stop.signal !== 'SIGTERM') note('stop.signal', 'the STOPSIGNAL of the image applies');
  if (!starts && !isInit) {
    const key = process.profiles.length === 0 ? 'autoStart' : 'profiles';
    note(key, role !== 'service' ? 'the Job is suspended' : '0 replicas until `kubectl scale` sets more');
  }
}
