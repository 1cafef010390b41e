import type { ReloadOutcome } from '../../api/action-run.js';
import type { ConfigProblem } from '../../config/problems/config-error.js';
import type { CrashCard } from '../../policy/diagnosis/crash.js';
import type { TimingReport } from '../../policy/timing/report.js';
import type { Clock } from '../../ports/clock.js';
import type { TtySize } from '../../ports/spawner.js';
import type { ScreenDocument, ScreenMessage } from '../../protocol/documents.js';
import type { EventRecord } from '../../supervisor/events/history.js';
import { Listeners } from '../../supervisor/events/listeners.js';
import type { Notice } from '../../supervisor/events/notice.js';
import type { LogReader } from '../../supervisor/log/line.js';
import type { ProcessDetails } from '../../supervisor/process-details.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import type { ScreenReader } from '../../supervisor/terminal/screen-reader.js';
import type { TypedPart } from '../../supervisor/terminal/typed-bytes.js';
import type { DashboardNews } from '../../view/state/news.js';
import type { ActionOutcome, DashboardSource, ProcessAction } from '../../view/state/source.js';
import type { ControlClient } from '../client.js';
import { RemoteLog } from '../log.js';
import { endedEarly } from '../request.js';
import { actOn } from './act-on.js';
import { RemoteAnswers } from './answers.js';
import { RemoteEvents } from './events.js';
import { RemoteScreens } from './screens.js';

/** Milliseconds in which news that come one by one are gathered: far below a frame, which the other program keeps to already. */
const gatherMs = 8;

const noCrashes: readonly CrashCard[] = [];

/** The dashboard's view of a watchdog in another program. */
export class RemoteSource implements DashboardSource, DashboardNews {
  /** Resolves when the other program has ended, or cannot be reached any more. */
  readonly ended: Promise<void>;
  readonly #client: ControlClient;
  readonly #clock: Clock;
  readonly #left = new AbortController();
  readonly #changes = new Listeners<[]>();
  readonly #notices = new Listeners<[notice: Notice]>();
  readonly #problems = new Listeners<[problem: ConfigProblem | undefined]>();
  readonly #phases = new Listeners<[shuttingDown: boolean]>();
  readonly #logs = new Map<string, RemoteLog>();
  readonly #screens: RemoteScreens;
  readonly #details: RemoteAnswers<ProcessDetails | undefined>;
  readonly #crashes: RemoteAnswers<readonly CrashCard[]>;
  readonly #timing: RemoteAnswers<TimingReport | null>;
  readonly #events: RemoteEvents;
  #gathering: Disposable | undefined;
  #problem: ConfigProblem | undefined;
  #failure: unknown;
  #project = '';
  #pid = 0;
  /** The other program's monotonic time less ours. */
  #ahead = 0;
  #names: readonly string[] = [];
  #rows: ReadonlyMap<string, ProcessSnapshot> = new Map();
  #processes: readonly ProcessSnapshot[] = [];
  #isShuttingDown = false;

  private constructor(client: ControlClient, clock: Clock, onFirst: () => void) {
    this.#client = client;
    this.#clock = clock;
    const changed = (): void => this.#changed();
    this.#details = new RemoteAnswers({ clock, ask: (name) => client.details(name), unknown: undefined, changed });
    this.#crashes = new RemoteAnswers({ clock, ask: (name) => client.crashes(name), unknown: noCrashes, changed });
    this.#timing = new RemoteAnswers({ clock, ask: () => client.timing(), unknown: null, changed });
    this.#events = new RemoteEvents(() => client.events(true, this.#left.signal), changed);
    this.#screens = new RemoteScreens(client, changed);
    this.ended = this.#listen(onFirst);
  }

  /**
   * Begins to follow the run, and resolves when everything is known.
   * @throws WatchdogError NOT_RUNNING, or what the other program refused with
   */
  static async open(client: ControlClient, clock: Clock): Promise<RemoteSource> {
    let onFirst = (): void => {};
    const first = new Promise<void>((resolve) => (onFirst = resolve));
    const source = new RemoteSource(client, clock, onFirst);
    await Promise.race([first, source.ended]);
    if (source.#pid === 0) throw source.#failure ?? endedEarly();
    return source;
  }

  get project(): string {
    return this.#project;
  }

  /** The other program. */
  get pid(): number {
    return this.#pid;
  }

  get shuttingDown(): boolean {
    return this.#isShuttingDown;
  }

  now(): number {
    return this.#clock.now() + this.#ahead;
  }

  wallTime(): number {
    return this.#clock.wallTime();
  }

  processes(): readonly ProcessSnapshot[] {
    return this.#processes;
  }

  subscribe(listener: () => void): () => void {
    return this.#changes.add(listener);
  }

  log(name: string): LogReader {
    let log = this.#logs.get(name);
    if (log === undefined) {
      log = new RemoteLog(
        (from, to) => this.#client.lines(name, from, to),
        () => this.#changed(),
      );
      this.#logs.set(name, log);
    }
    return log;
  }

  details(name: string): ProcessDetails | undefined {
    return this.#rows.has(name) ? this.#details.of(name) : undefined;
  }

  crashes(name: string): readonly CrashCard[] {
    return this.#rows.has(name) ? this.#crashes.of(name) : noCrashes;
  }

  events(): readonly EventRecord[] {
    return this.#events.records;
  }

  timing(): TimingReport | null {
    return this.#timing.of('');
  }

  screen(name: string): ScreenReader | undefined {
    return this.#screens.of(name);
  }

  resizeScreen(name: string, size: TtySize): void {
    this.#screens.resize(name, size);
  }

  type(name: string, parts: readonly TypedPart[]): void {
    this.#screens.type(name, parts);
  }

  act(action: ProcessAction, names: readonly string[]): Promise<readonly ActionOutcome[]> {
    return actOn(this.#client, action, names);
  }

  scale(name: string, count: number): Promise<ActionOutcome> {
    return this.#client.scale(name, count);
  }

  async reload(): Promise<ReloadOutcome> {
    try {
      return await this.#client.reload();
    } catch (error) {
      return { ok: false, text: (error as Error).message };
    }
  }

  onNotice(listener: (notice: Notice) => void): () => void {
    return this.#notices.add(listener);
  }

  onProblem(listener: (problem: ConfigProblem | undefined) => void): () => void {
    if (this.#problem !== undefined) listener(this.#problem);
    return this.#problems.add(listener);
  }

  /** Calls `listener` when the other program begins to shut down. Returns the way to stop it. */
  onPhase(listener: (shuttingDown: boolean) => void): () => void {
    return this.#phases.add(listener);
  }

  /** Stops following it. */
  leave(): void {
    this.#left.abort();
    this.#screens.leave();
    this.#gathering?.[Symbol.dispose]();
  }

  async #listen(onFirst: () => void): Promise<void> {
    try {
      for await (const message of this.#client.screen(this.#left.signal)) {
        if (message.event === 'notice') this.#notices.notify(message.data);
        else if (message.event === 'problem') this.#setProblem(problemIn(message.data));
        else {
          this.#take(message.data);
          onFirst();
        }
      }
    } catch (error) {
      this.#failure = error; // It has ended, or was left; both are ends.
    }
  }

  #take({ project, pid, now, names, rows, logs, terminals, shuttingDown }: ScreenDocument): void {
    this.#project = project;
    this.#pid = pid;
    this.#ahead = now - this.#clock.now();
    this.#names = names ?? this.#names;
    if (names !== undefined || rows.length > 0) {
      const known = new Map([...this.#rows, ...rows.map((row) => [row.name, row] as const)]);
      this.#processes = this.#names.flatMap((name) => known.get(name) ?? []);
      this.#rows = new Map(this.#processes.map((row) => [row.name, row]));
    }
    if (names !== undefined) for (const name of this.#logs.keys()) if (!this.#rows.has(name)) this.#logs.delete(name);
    for (const [name, place] of Object.entries(logs)) (this.log(name) as RemoteLog).moved(place);
    this.#screens.take(terminals);
    const isOther = shuttingDown !== this.#isShuttingDown;
    this.#isShuttingDown = shuttingDown;
    if (isOther) this.#phases.notify(shuttingDown);
    this.#changed();
  }

  #setProblem(problem: ConfigProblem | undefined): void {
    this.#problem = problem;
    this.#problems.notify(problem);
  }

  #changed(): void {
    if (this.#left.signal.aborted) return;
    this.#gathering ??= this.#clock.setTimer(() => {
      this.#gathering = undefined;
      this.#changes.notify();
    }, gatherMs);
  }
}

/** An older watchdog sends the text alone. */
function problemIn(data: (ScreenMessage & { readonly event: 'problem' })['data']): ConfigProblem | undefined {
  if (data.text === null) return undefined;
  const { text, parts = [{ message: text }] } = data;
  return { text, parts };
}
