import type { Crash, CrashLine } from '../../policy/diagnosis/crash.js';
import { causesOf, type DiagnosisInput } from '../../policy/diagnosis/diagnose.js';
import type { Diagnosis } from '../../policy/diagnosis/diagnosis.js';
import { type ExitRecord, exitFact } from '../../policy/restart/exit.js';
import type { Clock } from '../../ports/clock.js';
import type { ProbeTrack } from '../health/history.js';
import type { LogLine } from '../log/line.js';
import { diagnosedLines, lastChecks, lastLines, withEvidence } from './crash-excerpt.js';

/** How many exits are kept. */
const kept = 10;

/** CPU in per cent of one core and memory in bytes, of a whole tree at one moment. */
export interface UsagePoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly cpu: number;
  readonly memory: number;
}

/** An exit, whether anybody asked for it or not, as it is reported. */
export interface PastExit extends ExitRecord {
  /** "exit code 137: SIGKILL, perhaps out of memory", "signal SIGTERM, restarted by hand". */
  readonly words: string;
  /** True where the user, a restart or the shutdown wanted it, or where it had done its work. */
  readonly expected: boolean;
}

/** How a process or a container was at the moment of its exit. */
export type ExitCircumstances = Pick<Crash, 'cpu' | 'memory' | 'checks'>;

/** What a life has written last. */
export interface ExitOutput {
  /** As a crash card shows it. */
  readonly lines: readonly CrashLine[];
  /** Those in which the cause of its end is searched for. */
  readonly diagnosed: readonly CrashLine[];
}

/** What the exits of a process or a container are reported with. */
export interface ExitsParts {
  readonly clock: Clock;
  /** The lines of its log with `from <= seq < to`. */
  lines(from: number, to: number): readonly LogLine[];
  /** The last results of its checks. */
  probes(): readonly ProbeTrack[];
  /** The last measure of its present life, or of its last one; undefined where there is none. */
  usage(): UsagePoint | undefined;
  diagnosisContext(): Omit<DiagnosisInput, 'exit' | 'lines'>;
  /** Notified of every crash, once the last of its output is there. */
  died(crash: Crash): void;
}

/** The last exits of one process or container, and the reports of those that were crashes. */
export class Exits {
  readonly #parts: ExitsParts;
  #past: readonly PastExit[] = [];

  constructor(parts: ExitsParts) {
    this.#parts = parts;
  }

  /** The last exits, oldest first; replaced, never changed, by what comes later. */
  get past(): readonly PastExit[] {
    return this.#past;
  }

  /** Adds one, and forgets the oldest when there are too many. */
  add(exit: PastExit): void {
    this.#past = [...this.#past, exit].slice(-kept);
  }

  /** How it is now. */
  circumstances(): ExitCircumstances {
    const usage = this.#parts.usage();
    return { cpu: usage?.cpu ?? null, memory: usage?.memory ?? null, checks: lastChecks(this.#parts.probes()) };
  }

  /** The last of what a life wrote in the lines from `from` up to, without, `to`. */
  output(from: number, to: number): ExitOutput {
    const { lines } = this.#parts;
    return { lines: lastLines(lines, from, to), diagnosed: diagnosedLines(lines, from, to) };
  }

  /** Reports an exit that was a crash. @param words how it is said that it ended */
  crashed(exit: ExitRecord, words: string, circumstances: ExitCircumstances, { lines, diagnosed }: ExitOutput): void {
    const { at, ranMs } = exit;
    const causes = causesOf(exit, { lines: diagnosed, ...this.#parts.diagnosisContext() });
    const shown = withEvidence(lines, diagnosed, causes[0]);
    this.#parts.died({ ...circumstances, at, exit: exitFact(exit), words, ranMs, lines: shown, causes });
  }

  /** Reports that it did not even start, so that it had neither memory nor health; those of its last life are no part of this. */
  startFailed(words: string, lines: readonly CrashLine[], causes: readonly Diagnosis[]): void {
    const without = { cpu: null, memory: null, checks: [], exit: null, ranMs: null };
    this.#parts.died({ at: this.#parts.clock.wallTime(), ...without, words, lines, causes });
  }
}
