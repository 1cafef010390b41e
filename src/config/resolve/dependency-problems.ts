import { isContainerName, isServiceName } from '../../policy/container/name.js';
import { Guesses } from '../../policy/words/nearest.js';
import type { KeyPath, Problem } from '../problems/problem.js';
import { quote } from '../problems/words.js';
import type { WrittenDependency } from '../schema/depends-on.js';
import { checkKeys } from '../schema/merge-defaults.js';
import type { ParsedProcess } from '../schema/process.js';

/** A process as far as its dependencies go. */
export interface DependencyNode {
  readonly name: string;
  readonly dependsOn: readonly WrittenDependency[];
  /** The path of what it wrote about a dependency: its name, or its condition. */
  pathOf(dependency: string, part: 'name' | 'condition'): KeyPath;
  /** The process, or undefined where it has problems of its own that leave it in doubt. */
  readonly parsed: ParsedProcess | undefined;
}

/** Knows which names are those of replicas. */
interface ReplicaNames {
  /** The name in the file of a process that is a replica; undefined for any other. */
  headingOf(name: string): string | undefined;
}

/** A circle of more names is shown without its middle. */
const mostInRound = 20;

/** Whether a process has a check of any kind. */
export function isChecked(parsed: ParsedProcess): boolean {
  return checkKeys.some((key) => (parsed[key] ?? null) !== null);
}

/**
 * Dependencies that do not exist, that are circular, or whose condition can never be met: the last are at a value, all others at a key.
 * @param containers the containers that can be depended on, as `container:NAME`; null where any may come
 * @param services the services of a Swarm that can be depended on, as `service:NAME`; null where any may come
 * @param replicas a replica depends and fails like the process of the file that it is one of
 */
export function dependencyProblems(
  nodes: readonly DependencyNode[],
  containers: readonly string[] | null = [],
  replicas: ReplicaNames = { headingOf: () => undefined },
  services: readonly string[] | null = [],
): Problem[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const nodeOf = (name: string): DependencyNode | undefined => byName.get(name) ?? byName.get(replicas.headingOf(name) ?? name);
  const isContainer = (name: string): boolean =>
    (isContainerName(name) && (containers === null || containers.includes(name))) ||
    (isServiceName(name) && (services === null || services.includes(name)));
  const edges = nodes.flatMap((node) =>
    node.dependsOn.filter((edge) => !isContainer(edge.name)).map((edge) => ({ node, edge, target: nodeOf(edge.name) })),
  );
  const names = [...byName.keys(), ...(containers ?? []), ...(services ?? [])];
  const guesses = new Guesses();
  return [
    ...edges.flatMap(({ node, edge, target }) => {
      if (target !== undefined) return conditionProblems(node, edge, target);
      const close = guesses.nearest(edge.name, () => names.filter((other) => other !== node.name));
      return [unknownDependency(node, edge.name, close)];
    }),
    ...cycles(nodes, nodeOf),
  ];
}

function unknownDependency(node: DependencyNode, name: string, close: string | undefined): Problem {
  const hint = close === undefined ? unknownHint(name) : `did you mean ${quote(close)}?`;
  return {
    path: node.pathOf(name, 'name'),
    at: 'key',
    message: `process ${quote(node.name)} depends on ${quote(name)}, which does not exist`,
    hint,
  };
}

function unknownHint(name: string): string | undefined {
  if (isContainerName(name)) return 'name it under containers.names';
  if (isServiceName(name)) return 'name it under containers.services';
  return name.startsWith('@') || name.includes('*') ? 'only commands take groups and globs; name each process' : undefined;
}

function conditionProblems(node: DependencyNode, { name, condition }: WrittenDependency, { parsed }: DependencyNode): Problem[] {
  const problem = (message: string, hint: string): Problem[] => [
    { path: node.pathOf(name, 'condition'), at: 'value', message, hint },
  ];
  if (parsed === undefined) return [];
  if (condition === 'healthy' && !isChecked(parsed)) {
    return problem(`${quote(name)} has no health check, so it never becomes healthy`, 'give it one, or wait for "started"');
  }
  if (condition === 'completed' && parsed.autoRestart === true) {
    const hint = `give ${quote(name)} autoRestart: on-failure or false`;
    return problem(`${quote(name)} is restarted whenever it ends, so it never completes`, hint);
  }
  if (condition === 'ended' && isAlwaysRestarted(parsed)) {
    const hint = `give ${quote(name)} autoRestart: on-failure or false, or maxRestarts`;
    return problem(`${quote(name)} is restarted whenever it ends, so its end is never the last`, hint);
  }
  return [];
}

/** Whether no exit of its own is ever its last. */
function isAlwaysRestarted({ autoRestart, maxRestarts, fatalExitCodes }: ParsedProcess): boolean {
  return autoRestart === true && maxRestarts === -1 && fatalExitCodes.length === 0;
}

/** Each circle once, at the dependency that closes it; a process in several circles may hide some until the first is gone. */
function cycles(nodes: readonly DependencyNode[], nodeOf: (name: string) => DependencyNode | undefined): Problem[] {
  const problems: Problem[] = [];
  const done = new Set<string>();
  for (const start of nodes) {
    if (done.has(start.name)) continue;
    // Without recursion, which a chain of thousands would not survive.
    const way: { readonly node: DependencyNode; next: number }[] = [{ node: start, next: 0 }];
    const places = new Map([[start.name, 0]]);
    for (let last = way.at(-1); last !== undefined; last = way.at(-1)) {
      const { node } = last;
      const name = node.dependsOn[last.next]?.name;
      last.next += 1;
      if (name === undefined) {
        done.add(node.name);
        places.delete(node.name);
        way.pop();
        continue;
      }
      const target = nodeOf(name);
      if (target === undefined || done.has(target.name)) continue;
      const turn = places.get(target.name);
      if (turn === undefined) {
        places.set(target.name, way.length);
        way.push({ node: target, next: 0 });
      } else {
        const round = [...way.slice(turn).map((step) => step.node.name), target.name];
        problems.push({
          path: node.pathOf(name, 'name'),
          at: 'key',
          message: roundMessage(round),
          hint: round.length === 2 ? 'remove it' : 'remove one of these dependencies',
        });
      }
    }
  }
  return problems;
}

/** Says that dependencies are circular. @param names the circle, whose last is its first */
export function roundMessage(names: readonly string[]): string {
  if (names.length === 2) return `process ${quote(names[0]!)} depends on itself`;
  const shown = names.length <= mostInRound ? names : [...names.slice(0, mostInRound - 2), '…', ...names.slice(-1)];
  return `circular dependency: ${shown.join(' → ')}`;
}
