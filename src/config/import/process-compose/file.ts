import { dirname, join, resolve } from 'node:path';
import { unitNames } from '../../ports/replicas.js';
import { readEnvText } from '../../read/dotenv.js';
import type { SourceText } from '../../read/source-files.js';
import { escapeReferences } from '../../resolve/interpolate.js';
import { isMap, type RawMap } from '../../schema/merge-defaults.js';
import { type ImportAround, type Imported, type ImportedProcess, leftOut } from '../common/imported.js';
import { SettledValues } from '../common/settled-values.js';
import { environmentOf, scalarText } from '../common/values.js';
import { textIfThere } from '../common/yaml-file.js';
import { importProcess, type ProjectScope } from './process.js';
import { readProject } from './project.js';

/** Keys that are translated, that change nothing here, or that speak of the screen and of process-compose's own log. */
const knownAtTop = new Set(
  (
    'version name processes environment shell is_strict vars extends env_cmds log_level log_length log_format log_configuration ' +
    'is_tui_disabled ordered_shutdown disable_env_expansion theme'
  ).split(' '),
);

/** The processes of a process-compose.yaml, of what it extends and of its override. */
export function importProcessCompose(source: SourceText, value: RawMap, shown: string, { environment }: ImportAround): Imported {
  const { value: file, comments, others, lost } = readProject(source, value);
  const lookup = lookupOf(source.file, environment);
  const isThere = (path: string): boolean => textIfThere(resolve(dirname(source.file), path)) !== undefined;
  const project = { ...scopeOf(file, lookup, environment), isThere };
  const all = Object.entries(isMap(file.processes) ? file.processes : {}).flatMap(([name, own]) =>
    isMap(own) ? [[name, own] as const] : [],
  );
  const names = new Set(all.map(([name]) => name));
  const made = new Map(all.map(([name, own]) => [name, replicasOf(name, own, project, names)] as const));
  const cascades = new Set(all.filter(([, own]) => isCascading(own)).map(([name]) => name));
  const disabled = new Set(all.filter(([name]) => made.get(name)!.some(isOffByItself)).map(([name]) => name));
  const processes = all.flatMap(([name]) =>
    made.get(name)!.map((process) => withComments(withEdges(process, made, disabled, cascades), comments.get(name) ?? [])),
  );
  return {
    source: [shown, ...others.map((other) => join(dirname(shown), other))].join(' with '),
    env: environmentOf(file.environment),
    envFile: ['.env?'],
    processes,
    remarks: [],
    lost: [
      ...lost,
      ...leftOut(Object.keys(isMap(file.processes) ? file.processes : {}).filter((name) => (made.get(name) ?? []).length === 0)),
      ...Object.keys(file)
        .filter((key) => !knownAtTop.has(key) && !key.startsWith('x-'))
        .map((key) => (key === 'log_location' ? 'log_location: output is kept in .watchdog/logs' : key)),
      ...(all.some(([, own]) => own.log_location !== undefined)
        ? ['log_location of processes: output is kept in .watchdog/logs']
        : []),
    ],
  };
}

function lookupOf(file: string, environment: ImportAround['environment']): ProjectScope['lookup'] {
  const inShell = (name: string): string | undefined => (Object.hasOwn(environment, name) ? environment[name] : undefined);
  const { variables } = readEnvText(textIfThere(join(dirname(resolve(file)), '.env')) ?? '', inShell);
  return (name) => inShell(name) ?? (Object.hasOwn(variables, name) ? variables[name] : undefined);
}

function scopeOf(
  file: RawMap,
  lookup: ProjectScope['lookup'],
  environment: ImportAround['environment'],
): Omit<ProjectScope, 'isThere'> {
  const shell = isMap(file.shell) ? file.shell : {};
  const commands = Object.entries(isMap(file.env_cmds) ? file.env_cmds : {}).flatMap(([name, command]) => {
    const text = scalarText(command);
    return text === undefined || !/^[A-Za-z_]\w*$/.test(name) ? [] : [`${name}="$(${text})"; export ${name}; `];
  });
  const lines = Number(scalarText(file.log_length));
  const processes = Object.values(isMap(file.processes) ? file.processes : {}).filter(isMap);
  const waited = processes.flatMap((own) =>
    Object.entries(isMap(own.depends_on) ? own.depends_on : {})
      .filter(([, edge]) => isMap(edge) && edge.condition === 'process_log_ready')
      .map(([name]) => name),
  );
  return {
    lookup,
    vars: isMap(file.vars) ? file.vars : {},
    shell: {
      command: scalarText(shell.shell_command) ?? environment.COMPOSE_SHELL ?? 'bash',
      argument: scalarText(shell.shell_argument) ?? '-c',
    },
    preamble: commands.join(''),
    logLines: Number.isInteger(lines) && lines > 0 && lines <= 1_000_000 ? lines : undefined,
    waitedForByLine: new Set(waited),
  };
}

/** The process itself, or its replicas one by one where each has to know its number, or another process is called like one of ours. */
function replicasOf(name: string, own: RawMap, project: ProjectScope, names: ReadonlySet<string>): readonly ImportedProcess[] {
  const lost: string[] = [];
  const count = new SettledValues(project.lookup, lost).number(own.replicas, 'replicas') ?? 1;
  if (!Number.isInteger(count) || count < 2 || count > 100) {
    const process = importProcess(name, own, project);
    return process === undefined ? [] : [{ ...process, lost: [...process.lost, ...lost] }];
  }
  // Ours count from 1, and are called so.
  const isNumbered = /PC_REPLICA_NUM|PC_PROC_NAME/.test(JSON.stringify(own));
  const isFree = !unitNames(name, count).some((unit) => names.has(unit));
  if (!isNumbered && isFree) {
    const process = importProcess(name, own, project);
    const remarks = ['WATCHDOG_REPLICA is the number of each replica, from 1.'];
    return process === undefined
      ? []
      : [{ ...process, keys: { ...process.keys, replicas: count }, remarks: [...process.remarks, ...remarks] }];
  }
  const width = String(count).length;
  return Array.from({ length: count }, (_, replica) => {
    const process = importProcess(`${name}-${String(replica).padStart(width, '0')}`, own, project, replica);
    return process === undefined
      ? []
      : [{ ...process, keys: { ...process.keys, group: process.keys.group ?? escapeReferences(name) } }];
  }).flat();
}

/** Whether it is not started there with the rest, nor because another one depends on it. */
function isOffByItself({ keys, isFaulty }: ImportedProcess): boolean {
  return keys.autoStart === false && isFaulty !== true;
}

function isCascading(own: RawMap): boolean {
  return (Array.isArray(own.watch) ? own.watch : [own.watch]).some((part) => isMap(part) && part.cascade === true);
}

/** Dependencies on all replicas of a name, none on what is not started there, and with a restart behind what cascades. */
function withEdges(
  process: ImportedProcess,
  made: ReadonlyMap<string, readonly ImportedProcess[]>,
  disabled: ReadonlySet<string>,
  cascades: ReadonlySet<string>,
): ImportedProcess {
  const { dependsOn } = process.keys;
  if (dependsOn === undefined || Array.isArray(dependsOn)) return process;
  const dropped = Object.keys(dependsOn).filter((name) => disabled.has(name));
  const edges = Object.entries(dependsOn)
    .filter(([name]) => !disabled.has(name))
    .flatMap(([name, edge]) => {
      const condition = typeof edge === 'string' ? edge : edge.condition;
      const names = made.get(name)?.map((each) => each.name) ?? [name];
      return names.map((each) => [each, cascades.has(name) ? { condition, restart: true } : edge] as const);
    });
  const lost = dropped.map((name) => `depends_on ${name}: not started by default there, but as a dependency it would be`);
  return {
    ...process,
    keys: { ...process.keys, dependsOn: edges.length === 0 ? undefined : Object.fromEntries(edges) },
    lost: [...process.lost, ...lost],
  };
}

function withComments(process: ImportedProcess, comments: readonly string[]): ImportedProcess {
  return comments.length === 0 ? process : { ...process, remarks: [...comments, ...process.remarks] };
}
