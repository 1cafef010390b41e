import { type ActionOutcome, ActionRun, type ProcessAction, screenManner } from '../action-run.js';
import type { Clock } from '../ports/clock.js';
import type { TtySize } from '../ports/spawner.js';
import type { LogReader } from '../supervisor/log-line.js';
import type { ProcessSnapshot } from '../supervisor/process-snapshot.js';
import type { ScreenReader } from '../supervisor/screen-reader.js';
import type { TypedPart } from '../supervisor/typed-bytes.js';
import type { Watchdog } from '../watchdog.js';
import type { DashboardSource } from './source.js';

/**
 * Milliseconds between two looks at what changed. Not a round number: delays of people are round, and a frame that is drawn just
 * when a restart is due would hold it up; and not near Ink's own frame, since equal rates alias.
 */
const frameMs = 87;

/** The same for some moments after a person typed, who waits for the echo. */
const echoFrameMs = 20;
const echoWaitMs = 300;

const emptyLog: LogReader = { firstSeq: 0, nextSeq: 0, revision: 0, slice: () => [] };

/** The dashboard's view of a Watchdog in the same program. */
export class EmbeddedSource implements DashboardSource {
  readonly project: string;
  readonly #watchdog: Watchdog;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #frame: Disposable | undefined;
  #echoUntil = 0;
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

  screen(name: string): ScreenReader | undefined {
    return this.#watchdog.terminal(name);
  }

  resizeScreen(name: string, size: TtySize): void {
    this.#watchdog.terminal(name)?.resize(size);
  }

  type(name: string, parts: readonly TypedPart[]): void {
    this.#echoUntil = this.#clock.now() + echoWaitMs;
    this.#watchdog.terminal(name)?.type(parts);
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
    return new ActionRun(this.#watchdog, this.#clock, name, screenManner).run(action);
  }

  #changed(): void {
    const waitMs = this.#clock.now() < this.#echoUntil ? echoFrameMs : frameMs;
    this.#frame ??= this.#clock.setTimer(() => {
      this.#frame = undefined;
      for (const listener of [...this.#listeners]) listener();
    }, waitMs);
  }
}
