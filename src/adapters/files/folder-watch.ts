import { type FSWatcher, watch } from 'node:fs';
import { monotonicMs } from '../node/clock.js';

/**
 * A file that is written without end, as a log beside the configuration, is reported each time: after so many events within so many
 * milliseconds a folder rests, and is to be read again afterwards.
 */
const mostEvents = 300;
const withinMs = 1000;
const restMs = 250;

/** Receives what happens in a folder. */
interface FolderEvents {
  /** @param name what the event is about, in the folder; null where the system does not say */
  changed(kind: string, name: string | null): void;
  /** What happened in the last moments was not reported: it is to be read again. */
  rested(): void;
  /** It is watched no longer. */
  failed(error: NodeJS.ErrnoException): void;
}

/** The system's events of one folder, at a bounded price. */
export class FolderWatch implements Disposable {
  readonly #folder: string;
  readonly #listener: FolderEvents;
  #handle: FSWatcher;
  #events = 0;
  #since = monotonicMs();
  #rest: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** @throws what the system says where it cannot be watched */
  constructor(folder: string, listener: FolderEvents) {
    this.#folder = folder;
    this.#listener = listener;
    this.#handle = this.#open();
  }

  /** Whether what happens is not reported, as there was too much of it. */
  get isResting(): boolean {
    return this.#rest !== undefined;
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    clearTimeout(this.#rest);
    this.#handle.close();
  }

  #open(): FSWatcher {
    const handle = watch(this.#folder, { persistent: true }, (kind, name) => {
      if (this.#isClosed || handle !== this.#handle || this.#rest !== undefined) return;
      if (this.#isTooMuch()) this.#beginRest();
      else this.#listener.changed(kind, name);
    });
    handle.on('error', (error: NodeJS.ErrnoException) => {
      if (!this.#isClosed && handle === this.#handle) this.#listener.failed(error);
    });
    return handle;
  }

  #isTooMuch(): boolean {
    this.#events += 1;
    if (this.#events <= mostEvents) return false;
    const now = monotonicMs();
    if (now - this.#since < withinMs) return true;
    this.#events = 0;
    this.#since = now;
    return false;
  }

  #beginRest(): void {
    this.#handle.close();
    this.#rest = setTimeout(() => this.#endRest(), restMs);
  }

  #endRest(): void {
    this.#rest = undefined;
    this.#events = 0;
    this.#since = monotonicMs();
    try {
      this.#handle = this.#open();
    } catch (error) {
      this.#listener.failed(error as NodeJS.ErrnoException);
      return;
    }
    this.#listener.rested();
  }
}
