import { formatDuration } from '../../policy/words/duration.js';
import { plainLine } from '../../policy/words/plain-text.js';
import type { Clock } from '../../ports/clock.js';
import type { ProbeResult } from '../../ports/probe-runner.js';

/** Asks once whether a process is well. Should end soon after `signal` aborts. */
export type Check = (signal: AbortSignal) => Promise<ProbeResult>;

/** What a check says is a part of our own words, however long or strange it is; in characters. */
const longestMessage = 1000;

/**
 * A timeout that comes later than this says that the watchdog itself stood still, suspended by a signal or on a machine that is: the answer may
 * be there and not be read yet, and gets as long.
 */
const standstillMs = 500;

/**
 * Runs one probe of one generation, one check at a time, each bounded by its timeout.
 * A check that ignores its abort is not started a second time beside itself: until it ends, further checks fail at once.
 */
export class Prober {
  readonly #clock: Clock;
  readonly #check: Check;
  #running: AbortController | undefined;
  #cancelled = false;

  constructor(clock: Clock, check: Check) {
    this.#clock = clock;
    this.#check = check;
  }

  /**
   * Runs a check and hands its result over, unless it is cancelled before.
   * @param timeoutMs null for a check that may take for ever
   */
  ask(timeoutMs: number | null, done: (result: ProbeResult) => void): void {
    if (this.#running !== undefined) {
      done({ ok: false, message: 'the last check still hangs' });
      return;
    }
    const abort = new AbortController();
    this.#running = abort;
    let answered = false;
    let timeout: Disposable | undefined;
    const answer = (result: ProbeResult): void => {
      if (answered || this.#cancelled) return;
      answered = true;
      timeout?.[Symbol.dispose]();
      done(result);
    };
    const giveUpAfter = (ms: number, isLast: boolean): void => {
      const due = this.#clock.now() + ms;
      timeout = this.#clock.setTimer(() => {
        if (!isLast && this.#clock.now() - due > standstillMs) return giveUpAfter(standstillMs, true);
        abort.abort();
        answer({ ok: false, message: `timed out after ${formatDuration(timeoutMs ?? 0)}` });
      }, ms);
    };
    if (timeoutMs !== null) giveUpAfter(timeoutMs, false);
    this.#disposeTimeout = () => timeout?.[Symbol.dispose]();
    void settle(this.#check, abort.signal).then((result) => {
      this.#running = undefined;
      answer({ ...result, message: plainLine(result.message.slice(0, longestMessage)) });
    });
  }

  /** Aborts a check in flight; nothing is handed over any more. */
  cancel(): void {
    this.#cancelled = true;
    this.#disposeTimeout();
    this.#running?.abort();
  }

  #disposeTimeout: () => void = () => {};
}

async function settle(check: Check, signal: AbortSignal): Promise<ProbeResult> {
  try {
    return await check(signal);
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
