import type { EventEmitter } from 'node:events';
import { CrashFile } from '../adapters/files/crashes.js';
import { StartsFile } from '../adapters/files/starts.js';
import { LogFiles } from '../adapters/log-file/logs.js';
import { shellEnvironment } from '../adapters/spawn/environment.js';
import { containersOf } from '../config/resolve/containers.js';
import type { ProcessConfig } from '../config/schema/process-config.js';
import type { Secrets } from '../config/schema/secrets.js';
import type { ProcessStateName } from '../policy/process/lifecycle.js';
import { processOfMark } from '../policy/process/mark.js';
import { plainLine } from '../policy/words/plain-text.js';
import { Redactor, secretValuesOf } from '../policy/words/redactor.js';
import type { Clock } from '../ports/clock.js';
import { Listeners } from '../supervisor/events/listeners.js';
import type { Notice } from '../supervisor/events/notice.js';
import type { WatchdogEvents } from '../supervisor/events/table.js';
import { RunRecord } from '../supervisor/history/run-record.js';
import { maskedProbes, maskedSpawner } from '../supervisor/masked-ports.js';
import { Details } from '../supervisor/process-details.js';
import { Project } from '../supervisor/project.js';
import { EventPublisher } from '../supervisor/publisher.js';
import type { Reload } from '../supervisor/reload.js';
import { crashWords } from '../supervisor/snapshot/cause.js';
import { type ProcessSnapshot, reasonAt } from '../supervisor/snapshot/process.js';
import { type ProcessStatus, statusAt } from '../supervisor/snapshot/status.js';
import { PortMoves } from '../supervisor/taken-ports.js';
import type { Refusal, WatchdogOptions, WatchdogPorts } from './options.js';
import { findEngine, findSwarm } from './ports.js';

/** Milliseconds in which most processes that are asked to end have ended. */
const endingMs = 150;

/** The project of a Watchdog, with what it says: as events, notices and lines of the program's own log, secrets masked. */
export class WiredProject {
  readonly project: Project;
  readonly details: Details;
  /** What is written down of the run. */
  readonly record: RunRecord;
  /** The folder of the log files; undefined where there are none. */
  readonly logFolder: string | undefined;
  readonly notices = new Listeners<[notice: Notice]>();
  /** For processes that could not be started since another program holds a port that they need. */
  readonly portMoves = new PortMoves(processOfMark);
  /** Called after every change of a snapshot or a log. */
  readonly changes = new Listeners<[]>();
  readonly #ports: WatchdogPorts;
  readonly #logger: WatchdogOptions['logger'];
  readonly #publisher: EventPublisher;
  #secrets: Secrets = { secrets: [], secretValues: [] };
  readonly #redactor = new Redactor();
  readonly #environment: Readonly<Record<string, string>>;

  /** @param emitter emits the events */
  constructor(options: WatchdogOptions, ports: WatchdogPorts, emitter: EventEmitter<WatchdogEvents>) {
    const { crashes, logFiles, logger, starts } = options;
    const environment = definedOnly(options.environment ?? shellEnvironment(process.env));
    this.#environment = environment;
    this.#hideVariables(environment);
    this.#ports = ports;
    this.logFolder = logFiles;
    this.#logger = logger;
    const publisher = new EventPublisher(emitter);
    this.#publisher = publisher;
    const files = logFiles === undefined ? undefined : new LogFiles(logFiles, (text) => this.notify({ text, trouble: true }));
    this.project = new Project({
      ports: {
        ...ports,
        sinks: ports.sinks ?? files,
        spawner: this.portMoves.seeing(maskedSpawner(ports.spawner, this.redact)),
        probes: maskedProbes(ports.probes, this.redact),
      },
      environment,
      engine: async (config) => ports.engine ?? findEngine(config),
      swarm: async (config) => ports.swarm ?? findSwarm(config),
      redact: this.redact,
      archive: crashes === undefined ? undefined : new CrashFile(crashes, (text) => logger?.warn({}, text)),
      healthEntry: (config) => {
        const snapshot = this.project.units.get(config.name)?.snapshot;
        return Object.freeze({ ...(snapshot === undefined ? {} : this.statusOf(snapshot)), config });
      },
      listener: {
        registered: (name) => publisher.say('registered', { name }),
        announced: (name, announcement) => publisher.announced(name, announcement),
        containerAnnounced: (name, announcement) => publisher.containerAnnounced(name, announcement),
        transitioned: (name, from, to) => this.#transitioned(name, from, to),
        output: (name, stream, chunk) => publisher.output(name, stream, chunk),
        crashed: (name, { exit, words, causes: [cause] }) => {
          const said = crashWords(exit, cause ?? null) ?? words;
          publisher.say('crashed', { name, kind: cause?.kind ?? null, cause: said, advice: cause?.advice ?? '' });
        },
        changed: () => {
          this.record.update();
          this.changes.notify();
        },
        noticed: (notice) => this.notify(notice),
      },
    });
    const complain = (text: string): void => logger?.warn({}, text);
    this.record = new RunRecord({
      clock: ports.clock,
      starts: starts === undefined ? undefined : new StartsFile(starts, complain),
      rows: () => this.project.units.snapshots(),
      dependenciesOf: (name) => this.project.units.get(name)?.dependsOn ?? [],
      isScheduled: (name) => {
        const config = this.project.units.get(name)?.config;
        return config !== undefined && 'schedule' in config && config.schedule !== null;
      },
    });
    this.details = new Details(this.project.units, (name) => this.project.supervisor.dependentsOf(name));
    this.notices.add(({ name, text }) => logger?.info({ process: name }, text));
    this.notices.add(({ name = null, text }) => publisher.say('notice', { name, text }));
  }

  get clock(): Clock {
    return this.#ports.clock;
  }

  /** The status of now. */
  statusOf(snapshot: ProcessSnapshot): ProcessStatus {
    return statusAt(snapshot, this.#ports.clock.now(), this.#ports.clock.wallTime());
  }

  /** A text without the values of secret variables, those that the program inherited too, and without what looks like a token. */
  get redact(): (text: string) => string {
    return this.#redactor.redact;
  }

  /** Adds a process, stopped; what is secret in its variables and headers is masked from now on. */
  add(config: ProcessConfig): void {
    this.#hideSecretsOf(config);
    this.project.add(config);
  }

  /** Applies another configuration; what is secret in it is masked from now on. */
  reload(configs: readonly ProcessConfig[], title: string): Reload {
    for (const config of configs) this.#hideSecretsOf(config);
    return this.project.reload(configs, title);
  }

  /** Masks these too from now on, in the details, in all reasons, and in what is redacted. */
  hideSecrets(secrets: Secrets): void {
    const secretValues = [...new Set([...this.#secrets.secretValues, ...secrets.secretValues])];
    this.#secrets = { ...secrets, secretValues };
    this.#redactor.hide(secretValues);
    this.#hideVariables(this.#environment);
    this.details.hide(this.#secrets);
  }

  /** Supervises the containers that an agents.json names; says why where it does not. */
  startMonitoring(agentsJsonPath: string, isShuttingDown: boolean): Refusal | undefined {
    if (!this.project.containers.isMonitoring && !isShuttingDown) {
      void this.project.containers.monitor(containersOf(agentsJsonPath));
      return undefined;
    }
    const reason = isShuttingDown ? 'The shutdown has begun' : 'Containers are monitored already';
    this.#logger?.warn({}, reason);
    return { ok: false, reason };
  }

  /** Gives a notice to all listeners. */
  notify(notice: Notice): void {
    this.notices.notify({ ...notice, text: plainLine(this.redact(notice.text)) });
  }

  /** Ends all processes and lets all containers go; the first thing is the event that says so. */
  shutdown(): ReturnType<Project['shutdown']> {
    this.#logger?.info({}, 'shutdown');
    this.#publisher.say('shutdown');
    this.record.close();
    return this.project.shutdown();
  }

  #hideSecretsOf({ env, probes }: ProcessConfig): void {
    this.#hideVariables(env);
    for (const probe of probes) if (probe.kind === 'http') this.#hideVariables(probe.headers);
  }

  #hideVariables(variables: Readonly<Record<string, string | null>>): void {
    this.#redactor.hide(secretValuesOf(variables, this.#secrets.secrets));
  }

  #transitioned(name: string, from: ProcessStateName, to: ProcessStateName): void {
    const snapshot = this.project.units.get(name)?.snapshot;
    if (snapshot !== undefined) this.#expectStart(to, snapshot);
    const reason = snapshot === undefined ? '' : reasonAt(snapshot, this.#ports.clock.now());
    this.#logger?.info({ process: name, from, to, reason }, 'transition');
    this.#publisher.say('state', { name, from, to, reason, why: snapshot?.brief ?? '' });
  }

  /** Called before children are started. */
  #expectStart(state: ProcessStateName, { dueAt, desired }: ProcessSnapshot): void {
    if ((state === 'backoff' || state === 'circuit_open') && dueAt !== null)
      this.#ports.startExpected?.(dueAt - this.#ports.clock.now());
    // What is to run again starts as soon as it has ended.
    if (state === 'stopping' && desired === 'up') this.#ports.startExpected?.(0, endingMs);
  }
}

function definedOnly(variables: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}
