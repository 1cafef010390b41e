import type { Clock } from '../../ports/clock.js';
import type { Notice } from '../events/notice.js';

/** Milliseconds after which what is gone is reported: a build or a checkout that makes it again needs no word. */
const goneMs = 2000;

/** Where it reports. */
interface GoneKeeping {
  readonly clock: Clock;
  noticed(notice: Notice): void;
}

/** Says which watched paths of a process are gone, and when they are back. */
export class GonePaths implements Disposable {
  readonly #name: string;
  readonly #keeping: GoneKeeping;
  /** What is gone, with the wait until that is reported; undefined where it was. */
  readonly #gone = new Map<string, Disposable | undefined>();

  constructor(name: string, keeping: GoneKeeping) {
    this.#name = name;
    this.#keeping = keeping;
  }

  /** A path is gone, or is back. */
  report(path: string, isBack: boolean): void {
    const wait = this.#gone.get(path);
    if (isBack) {
      if (wait !== undefined) wait[Symbol.dispose]();
      else if (this.#gone.has(path)) this.#say(`watched ${path} is back`, false);
      this.#gone.delete(path);
      return;
    }
    const say = (): void => {
      this.#gone.set(path, undefined);
      this.#say(`watched ${path} is gone; waiting for it to come back`, true);
    };
    this.#gone.set(path, this.#keeping.clock.setTimer(say, goneMs));
  }

  [Symbol.dispose](): void {
    for (const wait of this.#gone.values()) wait?.[Symbol.dispose]();
  }

  #say(text: string, trouble: boolean): void {
    this.#keeping.noticed({ name: this.#name, text, trouble });
  }
}
