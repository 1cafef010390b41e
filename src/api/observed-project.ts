import { EventEmitter } from 'node:events';
import type { Secrets } from '../config/schema/secrets.js';
import type { CrashCard } from '../policy/diagnosis/crash.js';
import { parseSignal, type SentSignal } from '../policy/process/signals.js';
import type { Requester } from '../policy/restart/exit.js';
import { WatchdogError } from '../policy/words/errors.js';
import type { TreeRow } from '../ports/inspector.js';
import type { Notice } from '../supervisor/events/notice.js';
import type { WatchdogEvents } from '../supervisor/events/table.js';
import type { RunRecord } from '../supervisor/history/run-record.js';
import type { LogReader } from '../supervisor/log/line.js';
import type { ProcessDetails } from '../supervisor/process-details.js';
import type { ProcessSnapshot } from '../supervisor/snapshot/process.js';
import type { ProcessStatus } from '../supervisor/snapshot/status.js';
import type { MovedPort, PortMover } from '../supervisor/taken-ports.js';
import type { ProcessTerminal } from '../supervisor/terminal/process.js';
import type { UsageReader, UsageSample } from '../supervisor/usage/watch.js';
import type { WiredProject } from './wired-project.js';

/** The part of a Watchdog that shows how its processes are, what they write and what happens to them, and what acts on them without changing the desired state. */
export class ObservedProject extends EventEmitter<WatchdogEvents> {
  /** Measures processor time, memory and ports while they are read; otherwise the statuses have null. */
  readonly usage: UsageReader;
  /**
   * What is written down of the run: how long the start took, and how the rows were.
   * @internal
   */
  readonly record: RunRecord;
  /**
   * The folder of the log files; undefined where there are none.
   * @internal
   */
  readonly logFolder: string | undefined;
  /** @internal */
  protected readonly wired: WiredProject;

  /** @internal */
  protected constructor(wire: (emitter: EventEmitter<WatchdogEvents>) => WiredProject) {
    super();
    this.wired = wire(this);
    this.usage = this.wired.project.usage;
    this.record = this.wired.record;
    this.logFolder = this.wired.logFolder;
  }

  /**
   * Sends a signal to the process's own group. That is no request to stop: what follows is judged as the process's own doing.
   * False where it does not run, and for a container.
   * @throws WatchdogError USAGE for SIGKILL, which `kill` sends, and what is no signal
   */
  signal(name: string, signal: SentSignal): boolean {
    const parsed = parseSignal(String(signal));
    if ('fault' in parsed) throw new WatchdogError('USAGE', parsed.fault);
    return this.wired.project.units.known(name).send(parsed.signal);
  }

  /**
   * Stops or kills a process that starts again by a restart after others have ended. Resolves true once nothing of it is left.
   * @internal
   */
  async endToRestart(name: string, how: 'stop' | 'kill', by: Requester): Promise<boolean> {
    return this.wired.project.units.known(name).command(how, { by, restarts: true });
  }

  /** Has so many replicas of a service of a Swarm run. Resolves true once they do; false where that will not be, and for any other name. */
  async scale(name: string, replicas: number): Promise<boolean> {
    return (await this.wired.project.units.known(name).scale?.(replicas)) ?? false;
  }

  /** Holds the checks of a process until its restart, so that they count nothing, or resumes them. False where none run. */
  holdChecks(name: string, held = true): boolean {
    return this.wired.project.units.known(name).holdChecks(held);
  }

  /** The status of one process, null for an unknown name; or of all, by name. */
  getStatus(name: string): ProcessStatus | null;
  getStatus(): Record<string, ProcessStatus>;
  getStatus(name?: string): ProcessStatus | null | Record<string, ProcessStatus> {
    const snapshot = this.wired.project.units.get(name ?? '')?.snapshot;
    if (name !== undefined) return snapshot === undefined ? null : this.wired.statusOf(snapshot);
    return Object.fromEntries(this.snapshots().map((each) => [each.name, this.wired.statusOf(each)]));
  }

  /** The snapshots of all processes in the order of registration, then of the containers; the same array as long as nothing changed. */
  snapshots(): readonly ProcessSnapshot[] {
    return this.wired.project.units.snapshots();
  }

  /** The last samples of what a process used, the oldest first, at most 60; empty for an unknown name. The last outlives its end. */
  usageHistory(name: string): readonly UsageSample[] {
    return this.wired.project.usage.history(name);
  }

  /** The log of a process or a container; undefined for an unknown name. */
  log(name: string): LogReader | undefined {
    return this.wired.project.units.get(name)?.log;
  }

  /** Lines that a process wrote in each of the last twelve full seconds, the oldest first; none for an unknown name. */
  logRates(name: string): readonly number[] {
    return this.wired.project.units.get(name)?.logRates() ?? [];
  }

  /** The terminal of a process that has `tty`; undefined for every other name. */
  terminal(name: string): ProcessTerminal | undefined {
    return this.wired.project.units.get(name)?.terminal;
  }

  /**
   * Resolves once the causes are known of those that crashed just now: the cause is in their last output, a fifth of
   * a second later at most.
   * @internal
   */
  async untilExplained(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.wired.project.history.reported(name)));
  }

  /** All that is known of a process or a container beside its snapshot and its crashes; undefined for an unknown name. */
  details(name: string): ProcessDetails | undefined {
    return this.wired.details.of(name);
  }

  /** How a process or a container has died, the newest last; the same array as long as nothing changed. */
  crashes(name: string): readonly CrashCard[] {
    return this.wired.project.history.crashes(name);
  }

  /**
   * Reads the tree of a process now, which the details then hold; empty where it does not run. Of a container, which has none
   * here, the engine is asked, and the details hold what it says soon.
   */
  async tree(name: string): Promise<readonly TreeRow[]> {
    return (await this.wired.project.units.get(name)?.inspect()) ?? [];
  }

  /**
   * Reads now what is watched for a process, so that every change so far is in its snapshot.
   * @internal
   */
  checkFiles(name: string): Promise<void> {
    return this.wired.project.checkFiles(name);
  }

  /**
   * Whether changed files will restart a process that have not yet.
   * @internal
   */
  willRestart(name: string): boolean {
    return this.wired.project.willRestart(name);
  }

  /**
   * Whether a process watches files.
   * @internal
   */
  watchesFiles(name: string): boolean {
    return (this.wired.project.supervisor.config(name)?.watch ?? null) !== null;
  }

  /** Masks the values of these variables, and these values, in all that is said of processes registered later, and in what is redacted; for good. */
  hideSecrets(secrets: Secrets): void {
    this.wired.hideSecrets(secrets);
  }

  /** A text with the values of secret variables masked in every form, and what has the shape of a common token. */
  redact(text: string): string {
    return this.wired.redact(text);
  }

  /** Calls `listener` after every change of a snapshot or a log, which may be very often. Returns the way to stop it. */
  onChange(listener: () => void): () => void {
    return this.wired.changes.add(listener);
  }

  /** Calls `listener` with every notice: a reload, a restart by changed files, whose death others wait for. Returns the way to stop it. */
  onNotice(listener: (notice: Notice) => void): () => void {
    return this.wired.notices.add(listener);
  }

  /**
   * From now on `mover` is asked for another port wherever a process cannot start since another program holds one of its ports.
   * @internal
   */
  movePorts(mover: PortMover): void {
    this.wired.portMoves.use(mover);
  }

  /**
   * The other port that a process which could not start gets, once its start with that has begun; undefined where it gets none.
   * @internal
   */
  async movedPort(name: string): Promise<MovedPort | undefined> {
    return this.wired.portMoves.of(name);
  }

  /** Emits a notice to all listeners, such as what the system is short of. */
  notify(notice: Notice): void {
    this.wired.notify(notice);
  }
}
