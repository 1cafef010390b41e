/** Time, as the supervisor sees it. The real one is in `adapters/node/clock.ts`; tests advance a fake. */
export interface Clock {
  /** Milliseconds that only go forward; for delays, windows and uptimes. The origin means nothing. */
  now(): number;
  /** Milliseconds since 1970; only for what the user or another program reads. */
  wallTime(): number;
  /** Calls `fn` once after `delayMs`. Disposing it before then cancels the call; afterwards it does nothing. */
  setTimer(fn: () => void, delayMs: number): Disposable;
}

/** A number in [0, 1); spreads restarts by `backoff.jitter`. */
export type Random = () => number;
