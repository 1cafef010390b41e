import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { currentToast } from './toasts.js';
import type { UiState } from './ui.js';

/** Milliseconds between two ticks of a screen on which seconds count, and of a quiet one, where the shortest step of an uptime is this. */
const [lively, quiet] = [1000, 30_000] as const;

/** From this uptime on a row does not show each second; in milliseconds. */
const settledMs = 60_000;

/** For so long after the last line the picture of the rate moves; in milliseconds. */
const rateMs = 15_000;

/**
 * Milliseconds between two ticks of the screen: a second where anything on it counts seconds, such as a countdown, a young process, a
 * toast or a page with times; else thirty, so that a quiet screen costs next to nothing.
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
  const counts = ({ dueAt, since, state, logRate }: ProcessSnapshot): boolean =>
    dueAt !== null || state === 'starting' || (since !== null && now - since < settledMs) || isRecent(logRate, now);
  return isOpen || processes.some(counts) ? lively : quiet;
}

/** Whether lines came so lately that the picture of their rate still moves. */
function isRecent(rate: ProcessSnapshot['logRate'], now: number): boolean {
  return rate !== null && now - rate.until < rateMs;
}
