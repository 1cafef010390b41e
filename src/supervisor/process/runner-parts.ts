import type { Lifecycle, LifecycleAnnouncement } from '../../policy/process/lifecycle.js';
import type { Clock, Random } from '../../ports/clock.js';
import type { OutputStream, Spawner, TreeMember } from '../../ports/spawner.js';
import type { OutputFacts } from '../snapshot/take.js';
import type { ProcessTerminal } from '../terminal/process.js';
import type { UnitListener } from '../unit/runner.js';
import type { ProcessParts } from './parts.js';
import type { PrintedUrls } from './printed-urls.js';

/** What a runner is made of. */
export interface RunnerParts extends ProcessParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly spawner: Spawner;
  readonly listener: RunnerListener;
  /** Where a child that wants a terminal gets it. */
  readonly terminal: ProcessTerminal;
  /** What a row shows of its output. */
  outputFacts(): OutputFacts;
  /** Finds addresses in the output of the present generation. */
  readonly printedUrls: PrintedUrls;
}

/** Notified of what happens to a process. Called in order, never while a decision is being carried out halfway. */
interface RunnerListener extends UnitListener<LifecycleAnnouncement> {
  output(stream: OutputStream, chunk: Buffer): void;
  /** Both streams of a generation have ended. */
  outputEnded(): void;
  /** What may have come from it and hides that from us lives on. */
  hidden(members: readonly TreeMember[]): void;
  /** Its stop command has failed, and the stop signal takes its place. */
  stopCommandFailed(why: string): void;
}

/** Whether a child is up, or on its way up or down, by the parts that it was spawned with. */
export function needsChildsParts({ phase }: Lifecycle): boolean {
  return phase.name === 'running' || phase.name === 'stopping' || (phase.name === 'starting' && phase.requested);
}
