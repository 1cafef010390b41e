import { plainLine } from '../../policy/words/plain-text.js';
import { unitNames } from '../ports/replicas.js';
import { type Problem, problemText } from '../problems/problem.js';
import { quote } from '../problems/words.js';
import { dependencyProblems } from '../resolve/dependency-problems.js';
import { escapeReferences, portReference } from '../resolve/interpolate.js';
import { interpolateTree, mapStrings, portInShell } from '../resolve/interpolate-tree.js';
import { draftProcess } from '../resolve/process-draft.js';
import { processName } from '../schema/file.js';
import type { RawMap } from '../schema/merge-defaults.js';
import type { ProcessInput } from '../schema/process.js';
import { withoutDoubles } from './combine.js';
import { type Imported, type ImportedProcess, leftOut } from './common/imported.js';
import { given } from './common/values.js';
import { effectiveKeys } from './effective.js';

type Draft = Omit<ImportedProcess, 'keys'> & { readonly keys: Readonly<Record<string, unknown>> };

/**
 * Makes one configuration of what was imported, such as watchdog itself accepts. Whatever it would refuse is taken out and named:
 * names that cannot be, values that the schema does not know, dependencies that do not exist, are circular or can never be met.
 * @param portsInCode the ports that are only in what a process runs
 */
export function admitImported(
  parts: readonly Imported[],
  portsInCode: (process: ImportedProcess) => readonly number[] = () => [],
): Omit<Imported, 'source'> {
  const [only] = parts.length === 1 ? parts : [];
  const taken = new Set<string>();
  const processes = parts.flatMap((part) => {
    const names = part.processes.map(({ name }) => freeName(name, taken));
    // Two may be called alike, as pm2 allows; the first is the one that is meant elsewhere.
    const renamed = new Map(part.processes.map(({ name }, index) => [name, names[index]!] as const).reverse());
    // The variables of one file are none of the others' business.
    const env = only === undefined ? part.env : {};
    return part.processes.map((process, index) =>
      withNames(
        withEnv({ ...process, keys: effectiveKeys(given(process.keys)) as ImportedProcess['keys'] }, env),
        names[index]!,
        renamed,
      ),
    );
  });
  const clean = withoutDoubles(processes as unknown as readonly ImportedProcess[], portsInCode).flatMap(
    (process) => withoutFaults(withFreeReplicas(withEscapedCommand(process), taken)) ?? [],
  );
  const own = withoutBrokenDependencies(clean) as readonly ImportedProcess[];
  const repeated = repeatedLosses(own);
  const missing = processes.map(({ name }) => name).filter((name) => !own.some((process) => process.name === name));
  return {
    env: only?.env ?? {},
    envFile: [...new Set(parts.flatMap(({ envFile }) => envFile))],
    processes: own.map((process) => ({ ...process, lost: process.lost.filter((text) => !repeated.has(text)) })),
    remarks: parts.flatMap(({ remarks }) => remarks),
    lost: [
      ...leftOut(missing),
      ...parts.flatMap(({ source, lost }) => lost.map((text) => `${source}: ${text}`)),
      ...[...repeated].map(([text, names]) => `${text} (${names.join(', ')})`),
    ],
  };
}

/** What is lost for several processes in the same words, with their names. */
function repeatedLosses(processes: readonly ImportedProcess[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const { name, lost } of processes) for (const text of new Set(lost)) names.set(text, [...(names.get(text) ?? []), name]);
  return new Map([...names].filter(([, all]) => all.length > 1));
}

function freeName(name: string, taken: Set<string>): string {
  const plain = plainLine(name)
    .replace(/^(-|container:)+/, '')
    .trim();
  const first =
    processName.safeParse(plain).success && !['__proto__', '<<'].includes(plain) ? plain : `process-${taken.size + 1}`;
  let free = first;
  for (let count = 2; taken.has(free); count += 1) free = `${first}-${count}`;
  taken.add(free);
  return free;
}

function withEnv(process: ImportedProcess, env: Readonly<Record<string, string>>): ImportedProcess {
  if (Object.keys(env).length === 0) return process;
  return { ...process, keys: { ...process.keys, env: { ...env, ...process.keys.env } } };
}

function withNames(process: ImportedProcess, name: string, renamed: ReadonlyMap<string, string>): Draft {
  const { dependsOn } = process.keys;
  const remarks = name === process.name ? process.remarks : [...process.remarks, `Named ${quote(process.name)} there.`];
  if (dependsOn === undefined || Array.isArray(dependsOn)) return { ...process, name, remarks };
  const edges = Object.entries(dependsOn as Readonly<Record<string, unknown>>).map(([other, edge]) => [
    renamed.get(other) ?? other,
    edge,
  ]);
  return { ...process, name, remarks, keys: { ...process.keys, dependsOn: Object.fromEntries(edges) } };
}

/** A command for a shell that contains `${port.`, which means something else there, as arguments of that shell. */
function withEscapedCommand(process: ImportedProcess): Draft {
  const { command, args, shell, ...keys } = process.keys;
  if (args !== undefined || shell === false || !command?.includes(portReference)) return process;
  const program = typeof shell === 'string' ? shell : 'sh';
  return { ...process, keys: { ...keys, command: program, args: ['-c', escapeReferences(command)] } };
}

/** One process in place of replicas of which another process has the name. */
function withFreeReplicas(process: Draft, taken: ReadonlySet<string>): Draft {
  const { replicas, ...keys } = process.keys;
  const doubled = unitNames(process.name, typeof replicas === 'number' ? replicas : undefined).find(
    (unit) => unit !== process.name && taken.has(unit),
  );
  if (doubled === undefined) return process;
  const lost = `replicas: ${String(replicas)}: the name ${doubled} is taken, so only one is started`;
  return { ...process, keys, lost: [...process.lost, lost] };
}

/** The process without the keys that the schema refuses; undefined where nothing is left to run. */
function withoutFaults(process: Draft): Draft | undefined {
  const { name, keys } = process;
  const problems: Problem[] = [...draftProcess(name, withoutVariables(process), {}, true).problems];
  const keep = (text: string): string => text;
  mapStrings({ processes: { [name]: keys } }, keep, (text, path) => {
    if (text.includes(portReference)) problems.push({ path, at: 'value', ...portInShell });
  });
  if (problems.length === 0) return process;
  const faulty = new Set(problems.map(({ path }) => String(path[2] ?? 'command')));
  if (faulty.has('command')) return undefined;
  return {
    ...process,
    keys: Object.fromEntries(Object.entries(process.keys).filter(([key]) => !faulty.has(key))),
    lost: [...process.lost, ...problems.map((problem) => `${String(problem.path[2])}: ${problemText(problem)}`)],
  };
}

/** The keys as they are where no variable is set, so that defaults stand in the place of references. */
function withoutVariables({ name, keys }: Draft): RawMap {
  const { processes } = interpolateTree(
    { processes: { [name]: keys } },
    () => undefined,
    () => {},
  );
  return (processes as Readonly<Record<string, RawMap>>)[name] ?? {};
}

/** Takes out one impossible dependency after the other, since one may hide the next. */
function withoutBrokenDependencies(processes: readonly Draft[]): readonly Draft[] {
  let current = processes;
  for (;;) {
    const drafts = current.map((process) => draftProcess(process.name, withoutVariables(process), {}, true));
    const [problem] = dependencyProblems(drafts);
    if (problem === undefined) return current;
    const [, name, , dependency] = problem.path.map(String);
    current = current.map((process) => (process.name === name ? withoutEdge(process, dependency!, problem) : process));
  }
}

/** Waits for the start alone where the condition cannot come true, and for nothing where the dependency itself is at fault. */
function withoutEdge(process: Draft, dependency: string, { at, message }: Problem): Draft {
  const { [dependency]: edge, ...others } = process.keys.dependsOn as Exclude<ProcessInput['dependsOn'], undefined | string[]>;
  const condition = typeof edge === 'string' ? edge : edge?.condition;
  const canStart = condition !== 'started' && at === 'value';
  const dependsOn = canStart ? { ...others, [dependency]: 'started' } : others;
  return { ...process, keys: { ...process.keys, dependsOn }, lost: [...process.lost, `dependsOn ${dependency}: ${message}`] };
}
