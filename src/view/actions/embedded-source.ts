import { actOn } from '../../api/act-on.js';
import { type ActionOutcome, type ProcessAction, screenManner } from '../../api/action-run.js';
import type { Watchdog } from '../../api/watchdog.js';
import type { CrashCard } from '../../policy/diagnosis/crash.js';
import type { TimingReport } from '../../policy/timing/report.js';
import type { Clock } from '../../ports/clock.js';
import type { TtySize } from '../../ports/spawner.js';
import type { EventHistory, EventRecord } from '../../supervisor/events/history.js';
import type { LogReader } from '../../supervisor/log/line.js';
import type { ProcessDetails } from '../../supervisor/process-details.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import type { ScreenReader } from '../../supervisor/terminal/screen-reader.js';
import type { TypedPart } from '../../supervisor/terminal/typed-bytes.js';
import { RequestedSizes } from '../state/requested-sizes.js';
import type { DashboardSource } from '../state/source.js';

/**
 * Milliseconds between two polls of what changed. Not a round number: delays of people are round, and a frame that is drawn just
 * when a restart is due would hold it up; and not near Ink's own frame, since equal rates alias.
 */
const frameMs = 87;

/** The same for some moments after the user typed, who waits for the echo. */
const echoFrameMs = 20;
const echoWaitMs = 300;

/** Milliseconds between two polls of the tree of a process whose details are read. */
const treeMs = 2000;

const emptyLog: LogReader = { firstSeq: 0, nextSeq: 0, revision: 0, errors: 0, slice: () => [] };

/** The dashboard's view of a Watchdog in the same program. */
export class EmbeddedSource implements DashboardSource {
  readonly project: string;
  readonly #watchdog: Watchdog;
  readonly #clock: Clock;
  readonly #history: EventHistory;
  readonly #listeners = new Set<() => void>();
  readonly #sizes = new RequestedSizes();
  #treeRead: { readonly name: string; readonly at: number } | undefined;
  #frame: Disposable | undefined;
  #echoUntil = 0;
  #unsubscribe: (() => void) | undefined;

  /** @param history listens to the same Watchdog */
  constructor(project: string, watchdog: Watchdog, clock: Clock, history: EventHistory) {
    this.project = project;
    this.#watchdog = watchdog;
    this.#clock = clock;
    this.#history = history;
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
    const terminal = this.#watchdog.terminal(name);
    if (terminal !== undefined && this.#sizes.give(name, terminal, size)) terminal.resize(size);
  }

  type(name: string, parts: readonly TypedPart[]): void {
    this.#echoUntil = this.#clock.now() + echoWaitMs;
    const terminal = this.#watchdog.terminal(name);
    const size = this.#sizes.of(name);
    if (size !== undefined) terminal?.resize(size);
    terminal?.type(parts);
  }

  details(name: string): ProcessDetails | undefined {
    const at = this.now();
    if (this.#treeRead?.name !== name || at - this.#treeRead.at >= treeMs) {
      this.#treeRead = { name, at };
      void this.#watchdog.tree(name).then(() => this.#changed());
    }
    return this.#watchdog.details(name);
  }

  crashes(name: string): readonly CrashCard[] {
    return this.#watchdog.crashes(name);
  }

  events(): readonly EventRecord[] {
    return this.#history.records;
  }

  timing(): TimingReport | null {
    return this.#watchdog.record.startTimes.report;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#unsubscribe ??= this.#listen();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#unsubscribe?.();
      this.#unsubscribe = undefined;
      this.#frame?.[Symbol.dispose]();
      this.#frame = undefined;
    };
  }

  async act(action: ProcessAction, names: readonly string[]): Promise<readonly ActionOutcome[]> {
    const outcomes = await actOn(this.#watchdog, this.#clock, { action, names, manner: screenManner, by: 'user' });
    return [...outcomes.values()];
  }

  #listen(): () => void {
    const unwatch = this.#watchdog.usage.watch();
    const unsubscribe = this.#watchdog.onChange(() => this.#changed());
    return () => {
      unsubscribe();
      unwatch();
    };
  }

  #changed(): void {
    const waitMs = this.#clock.now() < this.#echoUntil ? echoFrameMs : frameMs;
    this.#frame ??= this.#clock.setTimer(() => {
      this.#frame = undefined;
      for (const listener of [...this.#listeners]) listener();
    }, waitMs);
  }
}
