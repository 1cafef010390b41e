import { explainEnd } from '../../policy/diagnosis/exit-words.js';
import { startCause } from '../../policy/diagnosis/start-cause.js';
import type { Lifecycle, LifecycleAnnouncement, ProcessStateName } from '../../policy/process/lifecycle.js';
import type { StartFault } from '../../policy/process/start-fault.js';
import type { ExitRecord } from '../../policy/restart/exit.js';
import { withEvidence } from './crash-excerpt.js';
import { type ExitCircumstances, Exits, type ExitsParts, type PastExit } from './exits.js';

/** What a DeathWatch reads. */
export interface DeathWatchParts extends ExitsParts {
  /** Undefined where the process is no longer supervised. */
  lifecycle(): Lifecycle | undefined;
}

/** Sees how the generations of one process end, and distinguishes a crash from an end that was wanted. */
export class DeathWatch {
  readonly #lifecycle: DeathWatchParts['lifecycle'];
  readonly #exits: Exits;
  #state: ProcessStateName = 'stopped';
  /** The crash whose output is still coming. */
  #dying: { readonly exit: ExitRecord; readonly words: string; readonly circumstances: ExitCircumstances } | undefined;
  readonly #waiting: (() => void)[] = [];

  constructor(parts: DeathWatchParts) {
    this.#lifecycle = () => parts.lifecycle();
    this.#exits = new Exits(parts);
  }

  /** The last exits, oldest first. */
  get ends(): readonly PastExit[] {
    return this.#exits.past;
  }

  /** Resolves once its last crash is reported: when its output is there, or is given up, a fifth of a second later at most. */
  async reported(): Promise<void> {
    if (this.#dying !== undefined) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Takes note of a change of state, which comes after what is announced with it. */
  transitioned(to: ProcessStateName): void {
    this.#state = to;
  }

  /** Takes note of what the lifecycle announces. */
  announced(announcement: LifecycleAnnouncement): void {
    if (announcement.event === 'exited') this.#exited(announcement.exit);
    if (announcement.event === 'error') this.#unstarted(announcement.fault);
  }

  /** All output of the generation is there: the lines from `from` up to, without, `to`. */
  outputEnded(from: number, to: number): void {
    if (this.#dying === undefined) return;
    const { exit, words, circumstances } = this.#dying;
    this.#dying = undefined;
    this.#exits.crashed(exit, words, circumstances, this.#exits.output(from, to));
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #exited(exit: ExitRecord): void {
    const lifecycle = this.#lifecycle();
    if (lifecycle === undefined) return;
    const { by } = exit;
    const isOurs = by === 'health' || by === 'memory';
    const isDeath = isOurs || (by === 'itself' && this.#state === 'running' && isUnwanted(lifecycle));
    const words = explainEnd(exit);
    this.#exits.add({ ...exit, words, expected: !isDeath });
    if (isDeath) this.#dying = { exit, words, circumstances: this.#exits.circumstances() };
  }

  #unstarted(fault: StartFault): void {
    const cause = startCause(fault);
    const lines = withEvidence([], [{ stream: 'stderr', text: fault.message }], cause);
    this.#exits.startFailed(fault.message, lines, [cause]);
  }
}

function isUnwanted({ phase, desired }: Lifecycle): boolean {
  return desired === 'up' && phase.name !== 'completed' && phase.name !== 'stopping' && phase.name !== 'stopped';
}
