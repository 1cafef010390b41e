import type { Configuration } from '../../schema/process-config.js';
import { environmentOf } from '../common/environment.js';
import { type Exported, headline, type NoCounterpart, oneLine } from '../common/exported.js';
import { namesFor, unitName } from '../common/names.js';
import { withPublicChecks } from '../common/public-checks.js';
import { variablesIn } from '../common/references.js';
import { awaitedHealthy, rolesOf, startsByItself } from '../common/roles.js';
import { missingInUnit } from './missing.js';
import { timerUnit } from './timer.js';
import { serviceUnit } from './unit.js';
import { isVariableName, setting } from './words.js';

/** A project as units of systemd: a service for each process, and a target for all. */
export function exportSystemd(configuration: Configuration): Exported {
  const { name, secrets } = configuration;
  const checked = configuration.processes.map((process) => withPublicChecks(process, secrets));
  const processes = checked.map(({ process }) => process);
  const project = unitName(name);
  const target = `${project}.target`;
  const units = namesFor(
    processes.map((process) => `${project}-${process.name}`),
    unitName,
  );
  const unitOf = new Map(processes.map((process) => [process.name, units.get(`${project}-${process.name}`)!]));
  const roles = rolesOf(processes);
  const awaited = awaitedHealthy(processes);
  const missing: NoCounterpart[] = [];
  const timed = new Set<string>();
  const files = checked.flatMap(({ process, hidden }) => {
    const unit = unitOf.get(process.name)!;
    const { environment, needed } = serverEnvironment(process.env, secrets, textsOf(process));
    const isAwaited = awaited.has(process.name);
    const own = missingInUnit(process, isAwaited, hidden);
    missing.push(...own);
    const text = serviceUnit(process, {
      project: name,
      target,
      units: unitOf,
      role: roles.get(process.name)!,
      environment,
      secretsFile: needed.length === 0 ? null : `/etc/${project}/${unit}.env`,
      isAwaited,
      missing: own,
    });
    const service = { name: `${unit}.service`, text };
    const schedule = process.schedule;
    const timer =
      schedule === null ? undefined : timerUnit(schedule, { name: process.name, project: name, target, missing: own });
    const written = timer === undefined ? [service] : [service, { name: `${unit}.timer`, text: timer }];
    if (timer !== undefined) timed.add(process.name);
    return needed.length === 0 ? written : [...written, { name: `${unit}.env.example`, text: exampleOf(project, unit, needed) }];
  });
  const wanted = processes
    .filter((process) => startsByItself(process) && (timed.has(process.name) || process.schedule === null))
    .map(({ name: each }) => `${unitOf.get(each)!}.${timed.has(each) ? 'timer' : 'service'}`);
  return { files: [{ name: target, text: targetUnit(configuration, wanted) }, ...files], missing, withoutImage: [] };
}

/** What units have no reference for is all of it secret: systemd expands variables in commands, and not in variables. */
function serverEnvironment(
  env: Readonly<Record<string, string | null>>,
  secrets: readonly string[],
  texts: readonly string[],
): { readonly environment: ReturnType<typeof environmentOf>; readonly needed: readonly string[] } {
  const { plain, secret, unset } = environmentOf(env, secrets);
  const referring = [...plain].filter(([, value]) => variablesIn(value).length > 0).map(([name]) => name);
  const needed = [...new Set([...secret, ...referring, ...texts.flatMap(variablesIn)])].filter(isVariableName);
  const known = new Map([...plain].filter(([name]) => !needed.includes(name)));
  return { environment: { plain: known, secret: needed, unset }, needed };
}

function textsOf({ command, args, stop, probes }: Configuration['processes'][number]): readonly string[] {
  return [command, ...args, stop.command ?? '', ...probes.map((probe) => JSON.stringify(probe))];
}

function exampleOf(project: string, unit: string, names: readonly string[]): string {
  return [
    headline('systemd'),
    `# Copy it to /etc/${project}/${unit}.env, readable by root only, and fill in the values.`,
    ...names.map((name) => `${name}=`),
    '',
  ].join('\n');
}

function targetUnit({ name, directory }: Configuration, wanted: readonly string[]): string {
  return [
    headline('systemd'),
    `# The units run in ${oneLine(directory)}, as root; set User= to change that.`,
    '',
    '[Unit]',
    `Description=${setting(oneLine(name))}`,
    ...(wanted.length === 0 ? [] : [`Wants=${wanted.join(' ')}`]),
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    '',
  ].join('\n');
}
