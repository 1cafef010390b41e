import { nodeClock } from '../../adapters/node/clock.js';
import { shortageIn } from '../../adapters/node/shortage.js';
import type { Watchdog } from '../../api/watchdog.js';
import { engineName } from '../../policy/container/name.js';
import type { ShutdownReport } from '../../supervisor/shutdown.js';
import { warn } from '../output/print.js';
import type { RunFrontend } from '../tty/frontend.js';
import { leftLines } from './end-words.js';
import type { OwnLog } from './own-log.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGHUP'] as const;
/** A signal, or the user who quits. */
type EndRequest = (typeof signals)[number] | 'quit';

const leftStatus = 1;
const internalStatus = 70;
const signalBase = 128;
/** Milliseconds that a slow reader of our output is waited for at the end. */
const longestDrainMs = 2000;
/** Milliseconds after which a way out that was forced, or is at fault itself, is cut short. */
const lastTimerMs = 10_000;

/**
 * The one way out of a run: ends the children, gives the terminal back, writes the log out, and ends the program with the status
 * that says how it went. The first request is graceful, the second forces.
 */
export class ShutdownSequence {
  readonly #watchdog: Watchdog;
  readonly #log: OwnLog;
  readonly #signalNumbers: Readonly<Record<string, number>>;
  #front: RunFrontend | undefined;
  #lastActs: readonly ((report: ShutdownReport) => void)[] = [];
  #beforeExit: readonly ((status: number) => Promise<void>)[] = [];
  #isAway = false;
  #begun: EndRequest | undefined;
  #longestDrainMs: number | undefined = longestDrainMs;
  #forcedStatus: number | undefined;
  #status: () => number = () => 0;
  /** Faults of our own so far. */
  #faults = 0;
  readonly #shortages = new Set<string>();
  #giveUpWaiting = (): void => {};
  readonly #pastLastTimer = new Promise<undefined>((resolve) => {
    this.#giveUpWaiting = () => resolve(undefined);
  });

  /** Listens to the signals that end a program, and to faults of our own. */
  constructor(watchdog: Watchdog, log: OwnLog, signalNumbers: Readonly<Record<string, number>>) {
    this.#watchdog = watchdog;
    this.#log = log;
    this.#signalNumbers = signalNumbers;
    for (const signal of signals) process.on(signal, () => this.request(signal));
    process.on('uncaughtException', (error) => void this.fail(error));
    process.on('unhandledRejection', (reason) => this.#rejected(reason));
    // A terminal or a reader that went away must not end supervision by an exception; a closed terminal sends SIGHUP besides.
    for (const stream of [process.stdin, process.stdout, process.stderr]) stream.on('error', () => {});
  }

  /** Whether the shutdown has begun. */
  get begun(): boolean {
    return this.#begun !== undefined;
  }

  /** Names what is to be closed at the end; if the end has begun already, it is notified. */
  showOn(front: RunFrontend): void {
    this.#front = front;
    if (this.#begun !== undefined) front.shuttingDown();
  }

  /** At the end, a slow reader of our output gets all of it, unless a second request forces the end. */
  waitForReader(): void {
    this.#longestDrainMs = undefined;
  }

  /** Adds to what is done in the last moment of the program, when everybody else has been notified. It must not wait for anything. */
  atEnd(act: (report: ShutdownReport) => void): void {
    this.#lastActs = [...this.#lastActs, act];
  }

  /** Adds to what is done, and waited for some seconds, before the program ends with a status. */
  beforeExit(act: (status: number) => Promise<void>): void {
    this.#beforeExit = [...this.#beforeExit, act];
  }

  /** Gives the terminal back, and from now on does not care whether it goes away. */
  leaveTerminal(): void {
    this.#isAway = true;
    this.#closeFront();
    // A program in the background that reads from the terminal is stopped.
    process.stdin.destroy();
  }

  /** Decides the status of an end in which all that was asked for was done; 0 without this. */
  statusBy(status: () => number): void {
    this.#status = status;
  }

  /** Asks for the end: gracefully the first time, by force the second. */
  request(signal: EndRequest): void {
    if (this.#isAway && signal === 'SIGHUP') return;
    // A terminal that closes may say so more than once, itself and by the shell in it; that is no second wish.
    if (this.#begun === signal && signal === 'SIGHUP') return;
    if (this.#begun !== undefined) {
      this.#forcedStatus = signalBase + (this.#signalNumbers[signal === 'quit' ? 'SIGINT' : signal] ?? 0);
      this.#log.warn({ signal }, 'forced');
      this.#armLastTimer(this.#forcedStatus);
      this.#watchdog.killAll();
      return;
    }
    this.#begun = signal;
    this.#log.info({ signal }, 'end requested');
    this.#front?.shuttingDown();
    void this.#watchdog.shutdown().then((report) => {
      const { killed, left, mayLiveOn = [], running = [] } = report;
      if (running.length > 0) this.atEnd(() => warn(sayRunning(running)));
      for (const line of leftLines(report)) warn(line);
      this.#log.info({ killed, left, mayLiveOn, running }, 'ended');
      return this.#exit(left.length > 0 ? leftStatus : (this.#forcedStatus ?? this.#status()), report);
    });
  }

  /**
   * A fault of our own: the children are ended all the same, and the fault is shown on the terminal that was given back. Done once:
   * further faults, of which the way out itself may be the cause, are only counted.
   */
  async fail(error: unknown): Promise<void> {
    this.#faults += 1;
    if (this.#faults > 1) return;
    this.#armLastTimer(internalStatus);
    this.#begun ??= 'quit';
    // Before anything else, since anything else may fail too.
    quietly(() => this.#watchdog.killAll());
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    quietly(() => this.#log.error({ error: text }, 'internal error'));
    quietly(() => this.#closeFront());
    // The way out may be at fault itself; the reaper ends what is left.
    const report = await Promise.race([this.#watchdog.shutdown(), this.#pastLastTimer]).catch(() => undefined);
    const became = report?.left.length === 0 ? 'all processes are stopped' : 'what is left of the processes is killed';
    warn(`internal error, please report it; ${became}\n${text}`);
    await this.#exit(internalStatus, report);
  }

  /** What the system is short of is no fault of ours: it is said once, and what needed it is tried again or does without. */
  #rejected(reason: unknown): void {
    const short = shortageIn(reason);
    if (short === undefined) {
      void this.fail(reason);
      return;
    }
    if (this.#shortages.has(short)) return;
    this.#shortages.add(short);
    this.#log.warn({ error: String(reason) }, short);
    this.#watchdog.notify({ text: short, trouble: true });
  }

  /** Ends the program by force where the way out takes too long; whatever lives then is ended by the reaper. */
  #armLastTimer(status: number): void {
    nodeClock.setTimer(() => this.#giveUpWaiting(), lastTimerMs - longestDrainMs);
    nodeClock.setTimer(() => {
      quietly(() => process.exit(status));
      process.kill(process.pid, 'SIGKILL'); // What runs at the exit has thrown.
    }, lastTimerMs);
  }

  async #exit(status: number, report: ShutdownReport | undefined): Promise<void> {
    quietly(() => this.#closeFront());
    const acts = Promise.allSettled(this.#beforeExit.map((act) => act(status)));
    if (this.#beforeExit.length > 0) await Promise.race([acts, pause(lastTimerMs)]);
    if (this.#faults > 1) warn(`${this.#faults - 1} more internal errors followed`);
    await Promise.allSettled([
      this.#log.flush(),
      written(process.stdout, this.#longestDrainMs),
      written(process.stderr, this.#longestDrainMs),
    ]);
    if (report !== undefined) for (const act of this.#lastActs) quietly(() => act(report));
    process.exit(status);
  }

  #closeFront(): void {
    const front = this.#front;
    this.#front = undefined;
    front?.close();
  }
}

/** Does something on the way out that must not keep us from the rest of it. */
function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // Nobody is left to be notified.
  }
}

/** What goes on without us: "2 containers keep running: redis, postgres". */
function sayRunning(names: readonly string[]): string {
  const shown = names.map((name) => engineName(name)).join(', ');
  return names.length === 1 ? `container ${shown} keeps running` : `${names.length} containers keep running: ${shown}`;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void nodeClock.setTimer(resolve, ms));
}

/** Resolves when all that was written to a stream has been taken, or its reader has had a moment for it. */
function written(stream: NodeJS.WriteStream, longestMs: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (longestMs !== undefined) nodeClock.setTimer(resolve, longestMs);
    stream.write('', () => resolve());
  });
}
