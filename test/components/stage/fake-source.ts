import type { CrashCard } from '../../../src/policy/diagnosis/crash.js';
import type { TimingReport } from '../../../src/policy/timing/report.js';
import type { Clock } from '../../../src/ports/clock.js';
import type { TtySize } from '../../../src/ports/spawner.js';
import type { EventRecord } from '../../../src/supervisor/events/history.js';
import type { LogLine } from '../../../src/supervisor/log/line.js';
import type { ProcessDetails } from '../../../src/supervisor/process-details.js';
import type { ProcessSnapshot } from '../../../src/supervisor/snapshot/process.js';
import type { TypedPart } from '../../../src/supervisor/terminal/typed-bytes.js';
import type { Replay } from '../../../src/view/state/replay.js';
import type { ActionOutcome, DashboardSource, ProcessAction } from '../../../src/view/state/source.js';
import { FakeLog } from './fake-log.js';
import type { FakeScreen } from './fake-screen.js';

/** An action that the dashboard asked for and the test has not answered yet. */
export interface AskedAction {
  readonly action: ProcessAction;
  readonly name: string;
  readonly answer: (outcome: ActionOutcome) => void;
}

/** A source whose processes, logs and answers are what the test says. */
export class FakeSource implements DashboardSource {
  readonly project = 'shop';
  /** Every action that was asked for, oldest first. */
  readonly asked: AskedAction[] = [];
  /** By name. */
  readonly known = new Map<string, ProcessDetails>();
  readonly cards = new Map<string, readonly CrashCard[]>();
  records: readonly EventRecord[] = [];
  startTiming: TimingReport | null = null;
  /** The recording that it is, set before the dashboard opens; undefined for what runs. */
  replay?: Replay;
  readonly #clock: Clock;
  readonly #openedAt: number;
  readonly #logs = new Map<string, FakeLog>();
  readonly #capacity: number;
  readonly #listeners = new Set<() => void>();
  #processes: readonly ProcessSnapshot[];

  constructor(clock: Clock, processes: readonly ProcessSnapshot[], capacity = 1000) {
    this.#clock = clock;
    this.#openedAt = clock.now();
    this.#processes = processes;
    this.#capacity = capacity;
  }

  now(): number {
    return this.#clock.now() - this.#sinceRecorded();
  }

  wallTime(): number {
    return this.#clock.wallTime() - this.#sinceRecorded();
  }

  /** In a recording time stands still, but where one goes through it. */
  #sinceRecorded(): number {
    return this.replay === undefined ? 0 : this.#clock.now() - this.#openedAt + this.replay.last - this.replay.at;
  }

  processes(): readonly ProcessSnapshot[] {
    return this.#processes;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  log(name: string): FakeLog {
    const log = this.#logs.get(name) ?? new FakeLog(this.#capacity);
    this.#logs.set(name, log);
    return log;
  }

  /** The terminals of the processes that have one. */
  readonly screens = new Map<string, FakeScreen>();

  screen(name: string): FakeScreen | undefined {
    return this.screens.get(name);
  }

  resizeScreen(name: string, size: TtySize): void {
    this.screens.get(name)?.resize(size);
  }

  type(name: string, parts: readonly TypedPart[]): void {
    this.screens.get(name)?.typed.push(...parts);
  }

  details(name: string): ProcessDetails | undefined {
    return this.known.get(name);
  }

  crashes(name: string): readonly CrashCard[] {
    return this.cards.get(name) ?? [];
  }

  timing(): TimingReport | null {
    return this.startTiming;
  }

  events(): readonly EventRecord[] {
    return this.records;
  }

  act(action: ProcessAction, names: readonly string[]): Promise<readonly ActionOutcome[]> {
    return Promise.all(names.map((name) => new Promise<ActionOutcome>((answer) => this.asked.push({ action, name, answer }))));
  }

  /** Replaces the processes and says so. */
  setProcesses(processes: readonly ProcessSnapshot[]): void {
    this.#processes = processes;
    this.#notify();
  }

  /** Changes one process and says so. */
  change(name: string, fields: Partial<ProcessSnapshot>): void {
    this.setProcesses(this.#processes.map((process) => (process.name === name ? { ...process, ...fields } : process)));
  }

  /** Adds lines to a log and says so, once. */
  write(name: string, texts: readonly string[], stream: LogLine['stream'] = 'stdout', note?: LogLine['note']): void {
    for (const text of texts) this.log(name).add(text, stream, this.wallTime(), note);
    this.#notify();
  }

  /** Says that something is another. */
  readonly changed = (): void => this.#notify();

  #notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
