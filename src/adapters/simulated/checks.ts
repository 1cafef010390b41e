import { checkFinds, type ProcessScript } from '../../policy/simulation/scenario.js';
import type { Clock } from '../../ports/clock.js';
import type { Probe, ProbeResult, ProbeRunner } from '../../ports/probe-runner.js';

/** The command that stands for a check in a simulation. */
export interface ScriptedCheck {
  /** That of the spawn of its process. */
  readonly mark: string;
  /** Whether it is asked once and answers when the process is ready. */
  readonly awaits: boolean;
}

/** A check of a process as the scripted runner understands it. */
export function scriptedProbe(check: ScriptedCheck): { readonly kind: 'exec'; readonly command: string } {
  return { kind: 'exec', command: JSON.stringify(check) };
}

/** Answers checks as the scripts of their processes say. */
export class ScriptedChecks implements ProbeRunner {
  readonly #clock: Clock;
  readonly #scriptOf: (mark: string) => ProcessScript | undefined;
  readonly #spawnedAt: (mark: string) => number | undefined;

  constructor(
    clock: Clock,
    scriptOf: (mark: string) => ProcessScript | undefined,
    spawnedAt: (mark: string) => number | undefined,
  ) {
    this.#clock = clock;
    this.#scriptOf = scriptOf;
    this.#spawnedAt = spawnedAt;
  }

  async run(probe: Probe, signal: AbortSignal): Promise<ProbeResult> {
    if (probe.kind !== 'exec') return { ok: false, message: 'no scripted check' };
    const { mark, awaits } = JSON.parse(probe.command) as ScriptedCheck;
    const script = this.#scriptOf(mark);
    const spawnedAt = this.#spawnedAt(mark);
    if (script === undefined || spawnedAt === undefined) return { ok: false, message: 'it does not run' };
    const now = this.#clock.now();
    if (!awaits) return checkFinds(script, now, now - spawnedAt);
    const leftMs = spawnedAt + script.readyAfterMs - now;
    if (leftMs > 0) await this.#pause(leftMs, signal);
    return signal.aborted ? { ok: false, message: 'aborted' } : { ok: true, message: 'ready' };
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#clock.setTimer(resolve, ms);
      signal.addEventListener('abort', () => {
        timer[Symbol.dispose]();
        resolve();
      });
    });
  }
}
