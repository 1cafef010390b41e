import type { NamedOutcome } from '../../protocol/documents.js';
import type { ShutdownReport } from '../../supervisor/shutdown.js';

/** A process that is left of another one. */
interface Left {
  readonly name: string;
  readonly pid: number;
}

/** Says what is left and may be left, each pid once: "pid 12 may be left over from api or web: …". */
export function leftLines({ left, mayLiveOn = [] }: Pick<ShutdownReport, 'left' | 'mayLiveOn'>): readonly string[] {
  return [
    ...[...namesByPid(left)].map(([pid, names]) => `pid ${pid} of ${names.join(' or ')} is still alive and could not be ended`),
    ...[...namesByPid(mayLiveOn)].map(([pid, names]) => {
      return `pid ${pid} may be left over from ${names.join(' or ')}: started while ${names.length === 1 ? 'it' : 'they'} ran, owner unknown`;
    }),
  ];
}

/** What began while several ran may be any of them's. */
function namesByPid(left: readonly Left[]): ReadonlyMap<number, readonly string[]> {
  const names = new Map<number, readonly string[]>();
  for (const { name, pid } of left) names.set(pid, [...(names.get(pid) ?? []), name]);
  return names;
}

/** Says which did not stop in time: "killed, since they did not stop in time: api, web"; nothing where all did. */
export function killedLines({ killed }: Pick<ShutdownReport, 'killed'>): readonly string[] {
  return killed.length === 0 ? [] : [`killed, since they did not stop in time: ${killed.join(', ')}`];
}

/** Names that the line has room for. */
const mostNames = 3;

/**
 * The one line that stays in the shell after the dashboard: "stopped 9 processes; 1 had to be killed (stubborn)"; undefined where
 * nothing ran.
 * @param alive the names of the processes that were alive or on their way up when the shutdown began
 */
export function endLine(alive: readonly string[], { killed }: Pick<ShutdownReport, 'killed'>): string | undefined {
  if (alive.length === 0) return undefined;
  const stopped = `stopped ${alive.length} ${alive.length === 1 ? 'process' : 'processes'}`;
  if (killed.length === 0) return stopped;
  return `${stopped}; ${killed.length} had to be killed (${firstOf(killed)})`;
}

/** Says what goes on though it depends on what was stopped: "web depends on api-1, api-2 and goes on". */
export function dependentLines(outcomes: readonly NamedOutcome[]): readonly string[] {
  const stopped = new Map<string, { readonly dependents: readonly string[]; readonly names: string[] }>();
  for (const { name, dependents = [] } of outcomes) {
    const key = dependents.join(' ');
    const names = stopped.get(key)?.names ?? [];
    if (dependents.length > 0) stopped.set(key, { dependents, names: [...names, name] });
  }
  return [...stopped.values()].map(({ dependents, names }) =>
    dependents.length === 1
      ? `${firstOf(dependents)} depends on ${firstOf(names)} and goes on`
      : `${firstOf(dependents)} depend on ${firstOf(names)} and go on`,
  );
}

function firstOf(names: readonly string[]): string {
  const more = names.length - mostNames;
  return `${names.slice(0, mostNames).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
