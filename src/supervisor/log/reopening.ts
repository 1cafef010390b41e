import { backoffDelay } from '../../policy/restart/backoff.js';

/** How long a log is left alone that broke off, and longer and longer where its engine refuses it. */
const retry = { initialMs: 2000, multiplier: 2, maxMs: 60_000, jitter: 0 };

/** When a log that an engine keeps is opened again, and what is said in it of a refusal. */
export class Reopening {
  #refusals = 0;
  #said = '';

  /** It was opened. */
  opened(): void {
    this.#refusals = 0;
    this.#said = '';
  }

  /**
   * It has ended.
   * @returns milliseconds until it is opened again, and what is to be noted in it; nothing where that is there already
   */
  ended(reason: string, refused: boolean): { readonly delayMs: number; readonly note: string | undefined } {
    if (!refused) return { delayMs: retry.initialMs, note: undefined };
    const delayMs = backoffDelay(retry, this.#refusals, 0);
    this.#refusals += 1;
    const note = reason === this.#said ? undefined : `no log: ${reason}`;
    this.#said = reason;
    return { delayMs, note };
  }
}
