import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { currentToast } from './toasts.js';
import type { UiState } from './ui.js';

/**
 * Milliseconds between two ticks of a screen on which each second counts, of one with uptimes of less than a minute, and of a quiet one,
 * where the shortest step of an uptime is this.
 */
const [lively, calm, quiet] = [1000, 5000, 30_000] as const;

/** From these uptimes on a row does not show each second, and none at all; in milliseconds. The first is the default of `minUptime`. */
const [youngMs, settledMs] = [10_000, 60_000] as const;

/** For so long after the last line the picture of the rate moves; in milliseconds. */
const rateMs = 15_000;

/**
 * Milliseconds between two ticks of the screen: a second where anything on it counts seconds, such as a countdown, a process that has
 * just started, a toast or a page with times; five where a process runs for less than a minute, since drawing every row each second for
 * that long costs more than all the rest of an idle program; else thirty.
 * @param now monotonic milliseconds
 */
export function tickMs(
  ui: Pick<UiState, 'overlay' | 'prompt' | 'toasts'>,
  processes: readonly ProcessSnapshot[],
  now: number,
): number {
  const toast = currentToast(ui.toasts, now);
  // One that stays until something happens, such as the greeting, counts nothing.
  const isToasted = toast !== undefined && Number.isFinite(toast.until);
  const isOpen = ui.overlay.name !== 'none' || ui.prompt !== undefined || isToasted;
  const uptimes = processes.map(({ since }) => (since === null ? Infinity : now - since));
  const counts = ({ dueAt, state, logRate }: ProcessSnapshot, index: number): boolean =>
    dueAt !== null || state === 'starting' || uptimes[index]! < youngMs || isRecent(logRate, now);
  if (isOpen || processes.some(counts)) return lively;
  return uptimes.some((uptime) => uptime < settledMs) ? calm : quiet;
}

/** Whether lines came so lately that the picture of their rate still moves. */
function isRecent(rate: ProcessSnapshot['logRate'], now: number): boolean {
  return rate !== null && now - rate.until < rateMs;
}
