import type { Crash, CrashLine } from '../../policy/diagnosis/crash.js';
import { causesOf, type DiagnosisInput } from '../../policy/diagnosis/diagnose.js';
import { explainEnd } from '../../policy/diagnosis/exit-words.js';
import { startCause } from '../../policy/diagnosis/start-cause.js';
import type { Lifecycle, LifecycleAnnouncement, ProcessStateName } from '../../policy/process/lifecycle.js';
import type { StartFault } from '../../policy/process/start-fault.js';
import { type ExitRecord, exitFact } from '../../policy/restart/exit.js';
import type { Clock } from '../../ports/clock.js';
import type { ProbeTrack } from '../health/history.js';
import type { LogLine } from '../log/line.js';
import { lastChecks, lastLines, telltaleLines, withEvidence } from './crash-excerpt.js';
import { type PastExit, withExit } from './past-exit.js';

/** CPU in per cent of one core and memory in bytes, of a whole tree at one moment. */
export interface UsagePoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly cpu: number;
  readonly memory: number;
}

/** What a DeathWatch looks at. */
export interface DeathWatchParts {
  readonly clock: Clock;
  /** The lines of its log with `from <= seq < to`. */
  lines(from: number, to: number): readonly LogLine[];
  lifecycle(): Lifecycle | undefined;
  probes(): readonly ProbeTrack[];
  /** The last measure; undefined where nothing is measured. */
  usage(): UsagePoint | undefined;
  surroundings(): Omit<DiagnosisInput, 'exit' | 'lines'>;
  /** Notified of every death, once the last of its output is there. */
  died(crash: Crash): void;
}

/** Sees how the generations of one process end, and tells a death from an end that was wanted. */
export class DeathWatch {
  readonly #parts: DeathWatchParts;
  #state: ProcessStateName = 'stopped';
  #dying: Omit<Crash, 'lines' | 'causes'> | undefined;
  /** The end whose output is still coming. */
  #record: ExitRecord | undefined;
  #ends: readonly PastExit[] = [];
  readonly #waiting: (() => void)[] = [];

  constructor(parts: DeathWatchParts) {
    this.#parts = parts;
  }

  /** The last exits, oldest first. */
  get ends(): readonly PastExit[] {
    return this.#ends;
  }

  /** Resolves once its last death is reported: the cause stands in output that comes, or is given up, a fifth of a second later at most. */
  async reported(): Promise<void> {
    if (this.#dying !== undefined) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Takes note of a change of state, which comes after what is announced with it. */
  transitioned(to: ProcessStateName): void {
    this.#state = to;
  }

  /** Takes note of what the lifecycle says. */
  announced(announcement: LifecycleAnnouncement): void {
    if (announcement.event === 'exited') this.#exited(announcement.exit);
    if (announcement.event === 'error') this.#unstarted(announcement.fault);
  }

  /** All output of the generation is there: the lines from `from` up to, without, `to`. */
  outputEnded(from: number, to: number): void {
    const dying = this.#dying;
    if (dying === undefined) return;
    this.#dying = undefined;
    const { lines } = this.#parts;
    this.#report(dying, lastLines(lines, from, to), telltaleLines(lines, from, to));
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #exited(record: ExitRecord): void {
    const lifecycle = this.#parts.lifecycle();
    if (lifecycle === undefined) return;
    const { at, by, ranMs } = record;
    const isOurs = by === 'health' || by === 'memory';
    const isDeath = isOurs || (by === 'itself' && this.#state === 'running' && isUnwanted(lifecycle));
    const words = explainEnd(record);
    this.#ends = withExit(this.#ends, { ...record, words, expected: !isDeath });
    if (!isDeath) return;
    this.#record = record;
    this.#dying = { ...this.#circumstances(at), exit: exitFact(record), words, ranMs };
  }

  #unstarted(fault: StartFault): void {
    const cause = startCause(fault);
    const lines = withEvidence([], [{ stream: 'stderr', text: fault.message }], cause);
    // It had neither memory nor health; those of its last life are no part of this.
    const without = { cpu: null, memory: null, checks: [], exit: null, ranMs: null };
    this.#parts.died({ at: this.#parts.clock.wallTime(), ...without, words: fault.message, lines, causes: [cause] });
  }

  #circumstances(at: number): Pick<Crash, 'at' | 'cpu' | 'memory' | 'checks'> {
    const usage = this.#parts.usage();
    return { at, cpu: usage?.cpu ?? null, memory: usage?.memory ?? null, checks: lastChecks(this.#parts.probes()) };
  }

  #report(dying: Omit<Crash, 'lines' | 'causes'>, lines: readonly CrashLine[], telltale: readonly CrashLine[]): void {
    const record = dying.exit === null ? undefined : this.#record;
    const causes = causesOf(record, { lines: telltale, ...this.#parts.surroundings() });
    this.#parts.died({ ...dying, lines: withEvidence(lines, telltale, causes[0]), causes });
  }
}

function isUnwanted({ phase, desired }: Lifecycle): boolean {
  return desired === 'up' && phase.name !== 'completed' && phase.name !== 'stopping' && phase.name !== 'stopped';
}
