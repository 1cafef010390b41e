import { isHidden } from '../../policy/words/redactor.js';
import { isSecret } from '../../policy/words/secret.js';
import type { Diagnostic } from '../problems/diagnostic.js';
import type { KeyPath, Problem } from '../problems/problem.js';
import { quote } from '../problems/words.js';
import type { ReadConfiguration } from '../resolve/configuration.js';
import { isMap, type RawMap, valueAt, withDefaults } from '../schema/merge-defaults.js';
import type { ProcessConfig } from '../schema/process-config.js';
import { checkFindings } from './checks.js';
import type { Finding, LintedProcess } from './finding.js';
import { type Disk, missingFindings } from './missing.js';
import { portFindings } from './ports.js';
import { restartFindings } from './restarts.js';
import { settingFindings } from './settings.js';
import { watchFindings } from './watching.js';

interface OwnFindings {
  readonly path: KeyPath;
  readonly own: RawMap;
  readonly findings: readonly Finding[];
}

/**
 * What is valid and will not do what its reader expects: settings without effect, waits for what cannot come, one port for two,
 * folders that are not there.
 * In the order of the file.
 */
export async function lint({ configuration, written, diagnose }: ReadConfiguration, disk: Disk): Promise<readonly Diagnostic[]> {
  const defaults = isMap(written.defaults) ? written.defaults : {};
  const { processes } = configuration;
  const byName = new Map(processes.map((config) => [config.name, config]));
  const found: OwnFindings[] = [];
  for (const [index, config] of processes.entries()) {
    const path = ['processes', config.replica?.of ?? config.name];
    const own = mapAt(written, path);
    const process: LintedProcess = { config, policy: config.policy, written: withDefaults(own, defaults) };
    const findings = [
      ...restartFindings(process),
      ...checkFindings(process),
      ...settingFindings(process),
      ...secretFindings(process.written.env, config.env, configuration.secrets),
      ...dependencyFindings(process, byName),
      ...portFindings(process, processes.slice(0, index)),
      ...missingFindings(process, byName, disk),
      // What is watched in a folder that is not there is missing with it.
      ...(disk.isFolder(config.cwd) ? await watchFindings(process, byName, disk.previewWatch) : []),
    ];
    found.push({ path, own, findings });
  }
  const containers = configuration.containers?.containers ?? [];
  const ofContainers = containers.flatMap(({ name, policy }) => {
    const path = ['containers', 'names', name];
    return restartFindings({ policy, written: mapAt(written, path) }).map((finding) => problemAt(path, finding));
  });
  const problems = [
    ...found.flatMap(({ path, own, findings }) =>
      findings.filter(({ key }) => isIn(own, key)).map((finding) => problemAt(path, finding)),
    ),
    ...inDefaults(found),
    ...secretFindings(written.env, processes[0]?.env ?? {}, configuration.secrets).map((finding) => problemAt([], finding)),
    ...ofContainers,
  ];
  return inOrder(withoutRepeats(problems).map(diagnose), configuration.files);
}

/** What is so of one replica is so of all. */
function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify([problem.path, problem.message]), problem])).values()];
}

/** What the defaults say is reported once, and mostly only where it is so for every process that takes it. */
function inDefaults(found: readonly OwnFindings[]): readonly Problem[] {
  const byKey = new Map<string, { readonly finding: Finding; count: number }>();
  for (const { own, findings } of found) {
    for (const finding of findings.filter(({ key }) => !isIn(own, key))) {
      const key = JSON.stringify(finding.key);
      const entry = byKey.get(key) ?? { finding, count: 0 };
      entry.count += 1;
      byKey.set(key, entry);
    }
  }
  return [...byKey.values()]
    .filter(({ finding, count }) => finding.ofOne || count === found.filter(({ own }) => !isIn(own, finding.key)).length)
    .map(({ finding }) => problemAt(['defaults'], finding));
}

/** Whether a process says this itself; what is inside a list is of the one who wrote the list. */
function isIn(own: RawMap, key: KeyPath): boolean {
  return valueAt(own, key) !== undefined;
}

function problemAt(path: KeyPath, { key, message, hint }: Finding): Problem {
  return { path: [...path, ...key], at: typeof key.at(-1) === 'number' ? 'value' : 'key', message, hint };
}

function mapAt(written: RawMap, path: KeyPath): RawMap {
  const found = valueAt(written, path);
  return isMap(found) ? found : {};
}

function inOrder(diagnostics: readonly Diagnostic[], files: readonly string[]): readonly Diagnostic[] {
  return diagnostics.toSorted(
    (one, other) => files.indexOf(one.file) - files.indexOf(other.file) || one.line - other.line || one.column - other.column,
  );
}

/** Dependencies on what can hardly come true; what can never is an error already. */
function dependencyFindings(process: LintedProcess, others: ReadonlyMap<string, ProcessConfig>): readonly Finding[] {
  return process.config.dependsOn.flatMap(({ name, condition }): Finding[] => {
    const other = others.get(name);
    if (other === undefined || condition !== 'completed') return [];
    const key = edgeOf(process.written.dependsOn, name);
    if (other.policy.daemon) {
      const message = `${quote(name)} is a daemon, whose end has no exit code, so it never completes`;
      return [{ key, message, hint: 'wait for "started", "healthy" or "ended"' }];
    }
    if (other.policy.successExitCodes.length > 0) return [];
    const message = `${quote(name)} has no success code, so it never completes`;
    return [{ key, message, hint: `wait for "ended", or give ${quote(name)} successExitCodes` }];
  });
}

function edgeOf(written: unknown, name: string): KeyPath {
  if (Array.isArray(written)) return ['dependsOn', written.indexOf(name)];
  return isMap(written) && isMap(written[name]) ? ['dependsOn', name, 'condition'] : ['dependsOn', name];
}

/**
 * Secret variables whose values are not masked in text, since they would take words out of every text.
 * @param written the variables as they are written
 * @param values those that are known, with `${…}` filled in
 * @param patterns names that are secret beside the usual ones
 */
function secretFindings(
  written: unknown,
  values: Readonly<Record<string, string | null | undefined>>,
  patterns: readonly string[],
): readonly Finding[] {
  if (typeof written !== 'object' || written === null) return [];
  return Object.keys(written)
    .filter((name) => isSecret(name, patterns) && (values[name] ?? '') !== '' && !isHidden(values[name]!))
    .map((name) => ({
      key: ['env', name],
      message: `the value of ${name} is not masked in logs for agents, bundles, crash cards and reasons`,
      hint: 'values under six characters, numbers and words for yes or no are shown; make it longer',
    }));
}
