import { type ActionManner, type ActionOutcome, ActionRun, type ProcessAction } from '../action-run.js';
import type { Clock } from '../ports/clock.js';
import type { LogReader } from '../supervisor/log-line.js';
import type { ProcessSnapshot } from '../supervisor/process-snapshot.js';
import type { Watchdog } from '../watchdog.js';
import type { DashboardSource } from './source.js';

/**
 * Milliseconds between two looks at what changed. Not a round number: delays of people are round, and a frame that is drawn just
 * when a restart is due would hold it up; and not near Ink's own frame, since equal rates alias.
 */
const frameMs = 87;

const manner: ActionManner = { resetHint: () => 'c resets it', waitingIsOutcome: true };

const emptyLog: LogReader = { firstSeq: 0, nextSeq: 0, revision: 0, errors: 0, slice: () => [] };

/** The dashboard's view of a Watchdog in the same program. */
export class EmbeddedSource implements DashboardSource {
  readonly project: string;
  readonly #watchdog: Watchdog;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #frame: Disposable | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(project: string, watchdog: Watchdog, clock: Clock) {
    this.project = project;
    this.#watchdog = watchdog;
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  wallTime(): number {
    return this.#clock.wallTime();
  }

  processes(): readonly ProcessSnapshot[] {
    return this.#watchdog.snapshots();
  }

  log(name: string): LogReader {
    return this.#watchdog.log(name) ?? emptyLog;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#unsubscribe ??= this.#watchdog.onChange(() => this.#changed());
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#unsubscribe?.();
      this.#unsubscribe = undefined;
      this.#frame?.[Symbol.dispose]();
      this.#frame = undefined;
    };
  }

  act(action: ProcessAction, name: string): Promise<ActionOutcome> {
    return new ActionRun(this.#watchdog, this.#clock, name, manner).run(action);
  }

  #changed(): void {
    this.#frame ??= this.#clock.setTimer(() => {
      this.#frame = undefined;
      for (const listener of [...this.#listeners]) listener();
    }, frameMs);
  }
}
