import type { Crash, CrashLine } from '../../policy/diagnosis/crash.js';
import { diagnose, type LastWords } from '../../policy/diagnosis/diagnose.js';
import type { Lifecycle, LifecycleAnnouncement, ProcessStateName } from '../../policy/process/lifecycle.js';
import type { Exit, ExitFact } from '../../policy/restart/exit.js';
import type { Clock } from '../../ports/clock.js';
import type { ProbeTrack } from '../health/history.js';
import type { LogLine } from '../log/line.js';
import { endWords, lastChecks, lastLines, withEnd } from './crash-excerpt.js';

/** An exit of a process, whether anybody asked for it or not. */
export interface EndRecord extends Exit {
  /** Decoded: "exit code 137: SIGKILL, perhaps out of memory". */
  readonly words: string;
  /** Milliseconds that it ran. */
  readonly ranMs: number;
  /** True where a person, a restart or the shutdown wanted it, or where it had done its work. */
  readonly expected: boolean;
}

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
  surroundings(): Pick<LastWords, 'ports' | 'neighbours'>;
  /** Told of every death, once the last of its output is there. */
  died(crash: Crash): void;
}

/** Sees how the generations of one process end, and tells a death from an end that was wanted. */
export class DeathWatch {
  readonly #parts: DeathWatchParts;
  #state: ProcessStateName = 'stopped';
  #startedAt = 0;
  #dying: Omit<Crash, 'lines' | 'causes'> | undefined;
  /** How the exit counts among the causes: not where the watchdog itself ended it. */
  #tellingExit: ExitFact | null = null;
  #ends: readonly EndRecord[] = [];

  constructor(parts: DeathWatchParts) {
    this.#parts = parts;
  }

  /** The last exits, oldest first. */
  get ends(): readonly EndRecord[] {
    return this.#ends;
  }

  /** Takes note of a change of state, which comes after what is announced with it. */
  transitioned(to: ProcessStateName): void {
    this.#state = to;
  }

  /** Takes note of what the lifecycle says. */
  announced(announcement: LifecycleAnnouncement): void {
    if (announcement.event === 'started') this.#startedAt = this.#parts.clock.now();
    if (announcement.event === 'exited') this.#exited(announcement);
    if (announcement.event === 'error') this.#unstarted(announcement.error.message);
  }

  /** All output of the generation is there: the lines from `from` up to, without, `to`. */
  outputEnded(from: number, to: number): void {
    const dying = this.#dying;
    if (dying === undefined) return;
    this.#dying = undefined;
    this.#tell(dying, lastLines(this.#parts.lines, from, to), this.#tellingExit);
  }

  #exited({ code, signal }: ExitFact): void {
    const { clock } = this.#parts;
    const exit = { code, signal };
    const lifecycle = this.#parts.lifecycle();
    if (lifecycle === undefined) return;
    const ranMs = Math.round(clock.now() - this.#startedAt);
    const at = lifecycle.lastExit?.at ?? clock.wallTime();
    const because = this.#failedChecks(lifecycle);
    const isDeath = because !== undefined || (this.#state === 'running' && isUnwanted(lifecycle));
    const words = endWords(exit, because, isDeath);
    this.#ends = withEnd(this.#ends, { ...exit, at, words, ranMs, expected: !isDeath });
    if (!isDeath) return;
    this.#tellingExit = because === undefined ? exit : null;
    this.#dying = { ...this.#circumstances(at), exit, words, ranMs };
  }

  #unstarted(message: string): void {
    this.#tell({ ...this.#circumstances(this.#parts.clock.wallTime()), exit: null, words: message, ranMs: null }, [], null);
  }

  /** What the health checks found, where they are why it is being ended. */
  #failedChecks({ phase, desired }: Lifecycle): string | undefined {
    return phase.name === 'stopping' && phase.cause === 'liveness' && desired === 'up' ? phase.because : undefined;
  }

  #circumstances(at: number): Pick<Crash, 'at' | 'cpu' | 'memory' | 'checks'> {
    const usage = this.#parts.usage();
    return { at, cpu: usage?.cpu ?? null, memory: usage?.memory ?? null, checks: lastChecks(this.#parts.probes()) };
  }

  #tell(dying: Omit<Crash, 'lines' | 'causes'>, lines: readonly CrashLine[], exit: ExitFact | null): void {
    const texts = dying.exit === null ? [dying.words] : lines.map(({ text }) => text);
    const causes = diagnose({ exit, lines: texts, ...this.#parts.surroundings() });
    this.#parts.died({ ...dying, lines, causes });
  }
}

function isUnwanted({ phase, desired }: Lifecycle): boolean {
  return desired === 'up' && phase.name !== 'completed' && phase.name !== 'stopping' && phase.name !== 'stopped';
}
