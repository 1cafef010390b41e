import type { Tone } from './theme.js';

/** A message that stands over the footer for a while. */
export interface Toast {
  /** What it is about; a newer toast about the same takes its place. */
  readonly about: string;
  readonly text: string;
  readonly tone: Tone;
  /** Monotonic milliseconds at which it goes; Infinity where something else will take its place. */
  readonly until: number;
}

/** How long a success is shown, in milliseconds. */
export const successMs = 5000;

/** How long a refusal or a failure is shown, in milliseconds: there is more to read. */
export const refusalMs = 8000;

/** The toasts with one more, newest last; those over at monotonic time `now` are gone. */
export function withToast(toasts: readonly Toast[], toast: Toast, now: number): readonly Toast[] {
  return [...toasts.filter(({ about, until }) => about !== toast.about && until > now), toast];
}

/** The newest toast that is not over. */
export function currentToast(toasts: readonly Toast[], now: number): Toast | undefined {
  return toasts.findLast(({ until }) => until > now);
}
