import type { ProbeConfig, ProcessConfig } from '../config/schema/process-config.js';
import type { Crash, CrashCard } from '../policy/diagnosis/crash.js';
import type { DiagnosisInput } from '../policy/diagnosis/diagnose.js';
import type { LifecycleAnnouncement, ProcessStateName } from '../policy/process/lifecycle.js';
import type { Clock } from '../ports/clock.js';
import type { CrashArchive } from '../ports/crash-archive.js';
import type { Inspector } from '../ports/inspector.js';
import { CrashBook } from './history/crash-book.js';
import { DeathWatch } from './history/death-watch.js';
import type { PastExit, UsagePoint } from './history/exits.js';
import { Timeline, type Transition } from './history/timeline.js';
import type { Death } from './snapshot/process.js';
import type { Supervisor } from './supervisor.js';

/** What a ProcessHistory reads, and where it keeps the deaths. */
export interface ProcessHistoryParts {
  readonly clock: Clock;
  readonly inspector: Inspector;
  /** Undefined keeps nothing beyond the end of the program. */
  readonly archive: CrashArchive | undefined;
  /** Takes secrets out of what deaths are reported with. */
  readonly redact: (text: string) => string;
  readonly supervisor: Pick<Supervisor, 'runner' | 'log' | 'configs'>;
  /** What the tree of a process used lately, oldest first; undefined where nothing is measured. */
  readonly usageHistory: ((name: string) => readonly UsagePoint[]) | undefined;
  /** It turned out what the last end of a process or a container comes from. */
  died(name: string, death: Death): void;
  /** All that is to be found out about a death is there. */
  crashed(name: string, card: CrashCard): void;
  /** There is more to read. */
  changed(): void;
}

interface Entry {
  readonly timeline: Timeline;
  readonly deaths: DeathWatch;
}

/** What has happened to the processes: their transitions, their exits and their deaths. It only writes down. */
export class ProcessHistory {
  readonly #parts: ProcessHistoryParts;
  readonly #entries = new Map<string, Entry>();
  readonly #book: CrashBook;

  constructor(parts: ProcessHistoryParts) {
    this.#parts = parts;
    this.#book = new CrashBook(
      parts.archive,
      parts.redact,
      (port) => parts.inspector.portHolder(port),
      (name, card) => {
        parts.died(name, { at: card.at, exit: card.exit, cause: card.causes[0] ?? null });
        parts.changed();
      },
      (name, card) => parts.crashed(name, card),
    );
  }

  /** The transitions of a process, oldest first. */
  timeline(name: string): readonly Transition[] {
    return this.#entries.get(name)?.timeline.transitions ?? [];
  }

  /** The exits of a process, oldest first. */
  ends(name: string): readonly PastExit[] {
    return this.#entries.get(name)?.deaths.ends ?? [];
  }

  /** Resolves once the last death of a process is reported, a moment after it at most. */
  async reported(name: string): Promise<void> {
    await this.#entries.get(name)?.deaths.reported();
  }

  /** The deaths of a process or a container, the newest last; the same array as long as nothing changed. */
  crashes(name: string): readonly CrashCard[] {
    return this.#book.of(name);
  }

  /** What the tree of a process used lately, oldest first; empty where nothing is measured. */
  usage(name: string): readonly UsagePoint[] {
    return this.#parts.usageHistory?.(name) ?? [];
  }

  announced(name: string, announcement: LifecycleAnnouncement): void {
    this.#entry(name)?.deaths.announced(announcement);
  }

  transitioned(name: string, from: ProcessStateName, to: ProcessStateName): void {
    const snapshot = this.#parts.supervisor.runner(name)?.snapshot;
    const entry = this.#entry(name);
    if (entry === undefined || snapshot === undefined) return;
    entry.timeline.add(from, to, snapshot);
    entry.deaths.transitioned(to);
  }

  /** All output of an ended generation is there: the lines of the log from `from` up to, without, `to`. */
  outputEnded(name: string, from: number, to: number): void {
    this.#entries.get(name)?.deaths.outputEnded(from, to);
  }

  /** Takes in a death that was seen elsewhere, as that of a container. */
  died(name: string, crash: Crash): void {
    this.#book.add(name, crash);
  }

  /** Ensures that nothing is lost at the end of the program. */
  close(): void {
    this.#book.close();
  }

  #entry(name: string): Entry | undefined {
    const { clock, supervisor } = this.#parts;
    const known = this.#entries.get(name);
    if (known !== undefined || supervisor.runner(name) === undefined) return known;
    const entry: Entry = {
      timeline: new Timeline(clock),
      // Asked each time: a name that was removed and came back has another runner and another log.
      deaths: new DeathWatch({
        clock,
        lines: (from, to) => supervisor.log(name)?.slice(from, to) ?? [],
        lifecycle: () => supervisor.runner(name)?.lifecycle,
        probes: () => supervisor.runner(name)?.probeHistory() ?? [],
        usage: () => this.usage(name).at(-1),
        diagnosisContext: () => portsAround(name, supervisor.configs),
        died: (crash) => this.#book.add(name, crash),
      }),
    };
    this.#entries.set(name, entry);
    return entry;
  }
}

/** The folder and the ports of a process, and whose the other ports in the project are, as far as its configuration says. */
function portsAround(name: string, configs: readonly ProcessConfig[]): Omit<DiagnosisInput, 'exit' | 'lines'> {
  const own = configs.find((config) => config.name === name);
  const others = configs.filter((config) => config.name !== name);
  return {
    ...(own === undefined ? {} : { cwd: own.cwd }),
    ports: own === undefined ? [] : portsOf(own),
    neighbours: new Map(others.flatMap((config) => portsOf(config).map((port) => [port, config.name] as const))),
  };
}

function portsOf({ ports, probes }: ProcessConfig): readonly number[] {
  return [...new Set([...ports, ...probes.flatMap(portOf)])];
}

function portOf(probe: ProbeConfig): readonly number[] {
  if (probe.kind === 'tcp') return [probe.port];
  if (probe.kind !== 'http' || !URL.canParse(probe.url)) return [];
  const { port, protocol } = new URL(probe.url);
  return [port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)];
}
