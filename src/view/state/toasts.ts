import type { Tone } from '../text/theme.js';

/** A message that is shown above the footer for a while. */
export interface Toast {
  /** What it is about; a newer toast about the same takes its place. */
  readonly about: string;
  readonly text: string;
  readonly tone: Tone;
  /** Monotonic milliseconds at which it goes; Infinity where something else will take its place. */
  readonly until: number;
  /** How often it was said while it stood there. @default 1 */
  readonly count?: number;
}

/** How long a success is shown, in milliseconds. */
export const successMs = 5000;

/** How long a refusal or a failure is shown, in milliseconds: there is more to read. */
export const refusalMs = 8000;

/** The toasts with one more, newest last; those over at monotonic time `now` are gone. One that says the same again is counted. */
export function withToast(toasts: readonly Toast[], toast: Toast, now: number): readonly Toast[] {
  const standing = toasts.filter(({ until }) => until > now);
  const same = standing.find((other) => saysTheSame(other, toast));
  const others = standing.filter((other) => other !== same && other.about !== toast.about);
  return [...others, same === undefined ? toast : { ...toast, count: (same.count ?? 1) + 1 }];
}

/** What is under way is no repetition of what is: each has its own end. */
function saysTheSame(one: Toast, other: Toast): boolean {
  return one.text === other.text && one.tone === other.tone && one.until !== Infinity && other.until !== Infinity;
}

/** The newest toasts that are not over, at most `most`, the oldest first. */
export function shownToasts(toasts: readonly Toast[], now: number, most: number): readonly Toast[] {
  return toasts.filter(({ until }) => until > now).slice(-most);
}

/** The newest toast that is not over. */
export function currentToast(toasts: readonly Toast[], now: number): Toast | undefined {
  return toasts.findLast(({ until }) => until > now);
}
