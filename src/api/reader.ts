import { EventEmitter } from 'node:events';
import { CrashFile } from '../adapters/files/crash-file.js';
import { LogFiles } from '../adapters/log-file/logs.js';
import { shellEnvironment } from '../adapters/spawn/environment.js';
import { maskText, type Secrets } from '../config/schema/secrets.js';
import type { CrashCard } from '../policy/diagnosis/crash.js';
import type { ProcessStateName } from '../policy/process/lifecycle.js';
import { plainLine } from '../policy/words/plain-text.js';
import type { TreeRow } from '../ports/inspector.js';
import { Listeners } from '../supervisor/events/listeners.js';
import type { Notice } from '../supervisor/events/notice.js';
import type { WatchdogEvents } from '../supervisor/events/table.js';
import type { LogReader } from '../supervisor/log/line.js';
import { maskedProbes, maskedSpawner } from '../supervisor/masked-ports.js';
import { Details, type ProcessDetails } from '../supervisor/process-details.js';
import { Project } from '../supervisor/project.js';
import { EventPublisher } from '../supervisor/publisher.js';
import { crashWords } from '../supervisor/snapshot/cause.js';
import { type ProcessSnapshot, reasonAt } from '../supervisor/snapshot/process.js';
import { type ProcessStatus, statusAt } from '../supervisor/snapshot/status.js';
import type { ProcessTerminal } from '../supervisor/terminal/process-terminal.js';
import type { UsageReader, UsageSample } from '../supervisor/usage/watch.js';
import type { WatchdogOptions, WatchdogPorts } from './options.js';
import { findEngine } from './ports.js';

/** What a Watchdog says: events when something happens, and what is known when it is asked. */
export abstract class WatchdogReader extends EventEmitter<WatchdogEvents> {
  /** Measures processor time, memory and ports for those who look; while nobody does, the statuses say null. */
  readonly usage: UsageReader;
  /** @internal */
  protected readonly project: Project;
  readonly #ports: WatchdogPorts;
  readonly #details: Details;
  readonly #publisher = new EventPublisher(this);
  readonly #notices = new Listeners<[notice: Notice]>();
  readonly #changes = new Listeners<[]>();
  #secrets: Secrets = { secrets: [], secretValues: [] };
  readonly #mask = (text: string): string => maskText(text, this.#secrets);

  constructor({ crashes, environment, logFiles, logger }: WatchdogOptions, ports: WatchdogPorts) {
    super();
    this.#ports = ports;
    const files = logFiles === undefined ? undefined : new LogFiles(logFiles, (text) => this.notify({ text, trouble: true }));
    this.project = new Project({
      ports: {
        ...ports,
        sinks: ports.sinks ?? files,
        spawner: maskedSpawner(ports.spawner, this.#mask),
        probes: maskedProbes(ports.probes, this.#mask),
      },
      environment: environment ?? shellEnvironment(process.env),
      engine: async (config) => ports.engine ?? findEngine(config),
      archive: crashes === undefined ? undefined : new CrashFile(crashes, (text) => logger?.warn({}, text)),
      healthEntry: (config) => Object.freeze({ ...this.getStatus(config.name), config }),
      listener: {
        registered: (name) => this.#publisher.say('registered', { name }),
        announced: (name, announcement) => this.#publisher.announced(name, announcement),
        containerAnnounced: (name, announcement) => this.#publisher.containerAnnounced(name, announcement),
        transitioned: (name, from, to) => this.#transitioned(name, from, to, logger),
        output: (name, stream, chunk) => this.#publisher.output(name, stream, chunk),
        crashed: (name, { exit, words, causes: [cause] }) => {
          const said = crashWords(exit, cause ?? null) ?? words;
          this.#publisher.say('crashed', { name, kind: cause?.kind ?? null, cause: said, advice: cause?.advice ?? '' });
        },
        changed: () => this.#changes.tell(),
        noticed: (notice) => this.notify(notice),
      },
    });
    this.#details = new Details(this.project.units, (name) => this.project.supervisor.dependentsOf(name));
    this.usage = this.project.usage;
    this.onNotice(({ name, text }) => logger?.info({ process: name }, text));
    this.onNotice(({ name = null, text }) => this.#publisher.say('notice', { name, text }));
  }

  /** The status of one process, null for an unknown name; or of all, by name. */
  getStatus(name: string): ProcessStatus | null;
  getStatus(): Record<string, ProcessStatus>;
  getStatus(name?: string): ProcessStatus | null | Record<string, ProcessStatus> {
    const snapshot = this.project.units.get(name ?? '')?.snapshot;
    if (name !== undefined) return snapshot === undefined ? null : this.#statusOf(snapshot);
    return Object.fromEntries(this.snapshots().map((each) => [each.name, this.#statusOf(each)]));
  }

  /** The snapshots of all processes in the order of registration, then of the containers; the same array as long as nothing changed. */
  snapshots(): readonly ProcessSnapshot[] {
    return this.project.units.snapshots();
  }

  /** The last samples of what a process used, the oldest first, at most 60; empty for an unknown name. The last outlives its end. */
  usageHistory(name: string): readonly UsageSample[] {
    return this.project.usage.history(name);
  }

  /** The log of a process or a container; undefined for an unknown name. */
  log(name: string): LogReader | undefined {
    return this.project.units.get(name)?.log;
  }

  /** Lines that a process wrote in each of the last twelve full seconds, the oldest first; none for an unknown name. */
  logRates(name: string): readonly number[] {
    return this.project.supervisor.logRates(name);
  }

  /** The terminal of a process that has `tty`; undefined for every other name. */
  terminal(name: string): ProcessTerminal | undefined {
    return this.project.supervisor.terminal(name);
  }

  /** All that is known of a process or a container beside its snapshot and its crashes; undefined for an unknown name. */
  details(name: string): ProcessDetails | undefined {
    return this.#details.of(name);
  }

  /** How a process or a container has died, the newest last; the same array as long as nothing changed. */
  crashes(name: string): readonly CrashCard[] {
    return this.project.history.crashes(name);
  }

  /**
   * Looks at the tree of a process now, which the details then hold; empty where it does not run. Of a container, which has none
   * here, the engine is asked, and the details hold what it says soon.
   */
  async tree(name: string): Promise<readonly TreeRow[]> {
    return (await this.project.units.get(name)?.look()) ?? [];
  }

  /**
   * Masks the values of variables of these names, and these values, in the details and in all reasons. To be called before the
   * configurations are registered; values that were named before stay masked.
   */
  hideSecrets(secrets: Secrets): void {
    const secretValues = [...new Set([...this.#secrets.secretValues, ...secrets.secretValues])];
    this.#secrets = { ...secrets, secretValues };
    this.#details.hide(this.#secrets);
  }

  /** Calls `listener` after every change of a snapshot or a log, which may be very often. Returns the way to stop it. */
  onChange(listener: () => void): () => void {
    return this.#changes.add(listener);
  }

  /** Calls `listener` with every notice: a reload, a restart by changed files, whose death others wait for. Returns the way to stop it. */
  onNotice(listener: (notice: Notice) => void): () => void {
    return this.#notices.add(listener);
  }

  /** Gives a notice to everybody who looks on, such as what the system is short of. */
  notify(notice: Notice): void {
    this.#notices.tell({ ...notice, text: plainLine(this.#mask(notice.text)) });
  }

  /** @internal */
  protected saidShutdown(): void {
    this.#publisher.say('shutdown');
  }

  #statusOf(snapshot: ProcessSnapshot): ProcessStatus {
    return statusAt(snapshot, this.#ports.clock.now(), this.#ports.clock.wallTime());
  }

  #transitioned(name: string, from: ProcessStateName, to: ProcessStateName, logger: WatchdogOptions['logger']): void {
    const snapshot = this.project.units.get(name)?.snapshot;
    const reason = snapshot === undefined ? '' : reasonAt(snapshot, this.#ports.clock.now());
    logger?.info({ process: name, from, to, reason }, 'transition');
    this.#publisher.say('state', { name, from, to, reason, why: snapshot?.brief ?? '' });
  }
}
