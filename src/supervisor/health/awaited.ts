import type { ProbeResult } from '../../ports/probe-runner.js';

/** Something that is waited for and not asked for: one wait at a time, which ends when it comes or is aborted. */
export class Awaited {
  #end: ((message: string) => void) | undefined;

  /** Whether it is awaited. */
  get isAwaited(): boolean {
    return this.#end !== undefined;
  }

  /** Waits from now on; once aborted it waits no longer. Never rejects. */
  wait(signal: AbortSignal): Promise<ProbeResult> {
    return new Promise((resolve) => {
      const end = (message: string): void => resolve({ ok: true, message });
      this.#end = end;
      signal.addEventListener(
        'abort',
        () => {
          if (this.#end === end) this.#end = undefined;
          resolve({ ok: false, message: 'aborted' });
        },
        { once: true },
      );
    });
  }

  /** It has come. @param message what came, in words */
  came(message: string): void {
    this.#end?.(message);
    this.#end = undefined;
  }
}
