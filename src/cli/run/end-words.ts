import type { ShutdownReport } from '../../supervisor/shutdown.js';

/** Says of a process that may be left: "pid 12 may be left of api: …". */
export function mayLiveOnLine({ name, pid }: { readonly name: string; readonly pid: number }): string {
  return `pid ${pid} may be left over from ${name}: started while it ran, owner unknown`;
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
  const more = killed.length - mostNames;
  const names = `${killed.slice(0, mostNames).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `${stopped}; ${killed.length} had to be killed (${names})`;
}
