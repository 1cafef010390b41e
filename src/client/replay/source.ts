import type { CrashCard } from '../../policy/diagnosis/crash.js';
import type { TimingReport } from '../../policy/timing/report.js';
import type { Clock } from '../../ports/clock.js';
import type { EventRecord } from '../../supervisor/events/history.js';
import { Listeners } from '../../supervisor/events/listeners.js';
import type { LogReader } from '../../supervisor/log/line.js';
import type { ProcessDetails } from '../../supervisor/process-details.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { countNames, countOf } from '../../view/state/counts.js';
import { type Replay, type ReplayMark, replaySpeeds } from '../../view/state/replay.js';
import type { ActionOutcome, DashboardSource, ProcessAction } from '../../view/state/source.js';
import { linesUntil, type RecordedLog, ReplayedLog, recordedLog } from './log.js';
import { marksOf } from './marks.js';
import type { Recording } from './read-bundle.js';
import { detailsAt, RecordedRows } from './rows.js';

/** Milliseconds between two instants while it plays. */
const frameMs = 100;

/** Events that say nothing by themselves: a press of a key should lead to something new. */
const quiet: ReadonlySet<string> = new Set(['health_ok', 'registered', 'state']);

const refusal = 'this is a replay; nothing in it can be changed';

/** The dashboard's view of a bundle, at any instant of it; it opens at the last. */
export class ReplaySource implements DashboardSource, Replay {
  readonly first: number;
  readonly last: number;
  readonly marks: readonly ReplayMark[];
  readonly #recording: Recording;
  readonly #clock: Clock;
  readonly #changes = new Listeners<[]>();
  readonly #rows: RecordedRows;
  readonly #logs: ReadonlyMap<string, RecordedLog>;
  #readers = new Map<string, ReplayedLog>();
  #at: number;
  #processes: readonly ProcessSnapshot[] = [];
  #events: readonly EventRecord[] = [];
  #crashes = new Map<string, readonly CrashCard[]>();
  #speed = replaySpeeds[0]!;
  #timer: Disposable | undefined;

  constructor(recording: Recording, clock: Clock) {
    const { header, rows } = recording;
    this.#recording = recording;
    this.#clock = clock;
    this.#logs = new Map([...recording.logs].map(([name, lines]) => [name, recordedLog(lines)]));
    this.#rows = new RecordedRows(recording, (name, wall) => this.#errorsAt(name, wall));
    this.last = header.now;
    const begun = Math.min(header.now, ...[...rows.values()].flatMap(([first]) => first?.at ?? []));
    this.first = Math.max(header.now - header.sinceMs, begun);
    this.marks = marksOf(recording, (wall) => this.#monotonic(wall));
    this.#at = this.last;
    this.#renew();
  }

  get project(): string {
    return this.#recording.header.project;
  }

  get replay(): Replay {
    return this;
  }

  get at(): number {
    return this.#at;
  }

  get isPlaying(): boolean {
    return this.#timer !== undefined;
  }

  get speed(): number {
    return this.#speed;
  }

  now(): number {
    return this.#at;
  }

  wallTime(): number {
    return this.wallAt(this.#at);
  }

  wallAt(at: number): number {
    const { header } = this.#recording;
    return header.at + (at - header.now);
  }

  processes(): readonly ProcessSnapshot[] {
    return this.#processes;
  }

  /** The process in the worst state, of several the one that died last; undefined where there are none. */
  get sickest(): string | undefined {
    const rank = (row: ProcessSnapshot): number => countNames.indexOf(countOf(row));
    return this.#processes.toSorted((one, other) => rank(one) - rank(other) || (other.death?.at ?? 0) - (one.death?.at ?? 0))[0]
      ?.name;
  }

  subscribe(listener: () => void): () => void {
    return this.#changes.add(listener);
  }

  log(name: string): LogReader {
    let reader = this.#readers.get(name);
    if (reader === undefined) {
      const log = this.#logs.get(name) ?? recordedLog([]);
      reader = new ReplayedLog(log);
      reader.goTo(linesUntil(log, this.wallTime()));
      this.#readers.set(name, reader);
    }
    return reader;
  }

  screen(): undefined {}

  resizeScreen(): void {}

  type(): void {}

  details(name: string): ProcessDetails | undefined {
    const details = this.#recording.details.get(name);
    return details && detailsAt(details, this.wallTime(), { isLast: this.#at === this.last, rows: this.#processes });
  }

  crashes(name: string): readonly CrashCard[] {
    const known = this.#crashes.get(name);
    if (known !== undefined) return known;
    const cards = (this.#recording.crashes.get(name) ?? []).filter(({ firstAt }) => firstAt <= this.wallTime());
    this.#crashes.set(name, cards);
    return cards;
  }

  events(): readonly EventRecord[] {
    return this.#events;
  }

  timing(): TimingReport | null {
    return this.#recording.timing;
  }

  async act(_action: ProcessAction, names: readonly string[]): Promise<readonly ActionOutcome[]> {
    return names.map(() => ({ ok: false, text: refusal }));
  }

  goTo(at: number): void {
    const next = Math.round(Math.max(this.first, Math.min(at, this.last)));
    if (next === this.#at) return;
    // What has become shorter is another log to those who read on.
    if (next < this.#at) this.#readers = new Map();
    this.#at = next;
    this.#renew();
    this.#changes.notify();
  }

  goToEvent(step: 1 | -1): boolean {
    const moments = this.#recording.events.filter(({ event }) => !quiet.has(event)).map(({ at }) => this.#monotonic(at));
    return this.#goToNext(moments, step) !== undefined;
  }

  goToCrash(step: 1 | -1): string | undefined {
    const crashes = this.marks.filter(({ kind }) => kind === 'crash');
    const at = this.#goToNext(
      crashes.map(({ from }) => from),
      step,
    );
    return crashes.find(({ from }) => from === at)?.name;
  }

  play(isPlaying: boolean): void {
    if (!isPlaying) this.close();
    else if (this.#timer === undefined) {
      if (this.#at === this.last) this.goTo(this.first);
      this.#playOn();
    }
    this.#changes.notify();
  }

  changeSpeed(step: 1 | -1): void {
    const at = replaySpeeds.indexOf(this.#speed) + step;
    this.#speed = replaySpeeds[Math.max(0, Math.min(at, replaySpeeds.length - 1))]!;
    this.#changes.notify();
  }

  /** Plays no longer. */
  close(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  #playOn(): void {
    this.#timer = this.#clock.setTimer(() => {
      this.#timer = undefined;
      if (this.#at + frameMs * this.#speed < this.last) this.#playOn();
      this.goTo(this.#at + frameMs * this.#speed);
    }, frameMs);
  }

  /** Goes to the nearest of these moments in a direction; undefined where there is none. */
  #goToNext(moments: readonly number[], step: 1 | -1): number | undefined {
    const inside = moments.filter((at) => at >= this.first && at <= this.last);
    const ahead = inside.filter((at) => (step === 1 ? at > this.#at : at < this.#at));
    if (ahead.length === 0) return undefined;
    const next = step === 1 ? Math.min(...ahead) : Math.max(...ahead);
    this.goTo(next);
    return next;
  }

  #renew(): void {
    const wall = this.wallTime();
    this.#processes = this.#rows.at(this.#at, wall);
    this.#events = this.#recording.events.filter(({ at }) => at <= wall);
    this.#crashes = new Map();
    for (const [name, reader] of this.#readers) reader.goTo(linesUntil(this.#logs.get(name) ?? recordedLog([]), wall));
  }

  #errorsAt(name: string, wall: number): number {
    const log = this.#logs.get(name);
    return log === undefined ? 0 : log.errorsBefore[linesUntil(log, wall)]!;
  }

  #monotonic(wall: number): number {
    const { header } = this.#recording;
    return Math.round(header.now + (wall - header.at));
  }
}
