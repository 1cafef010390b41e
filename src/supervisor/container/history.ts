import { type ExitVerdict, exitVerdict, isRefusedStart } from '../../policy/container/exit-verdict.js';
import type { ContainerAnnouncement, ContainerPhase } from '../../policy/container/lifecycle.js';
import type { Crash, CrashLine } from '../../policy/diagnosis/crash.js';
import { causesOf } from '../../policy/diagnosis/diagnose.js';
import { explainEnd } from '../../policy/diagnosis/exit-words.js';
import type { ProcessStateName } from '../../policy/process/lifecycle.js';
import { describeExit, type ExitRecord, exitFact } from '../../policy/restart/exit.js';
import type { Clock } from '../../ports/clock.js';
import { lastChecks, lastLines, telltaleLines, withEvidence } from '../history/crash-excerpt.js';
import type { UsagePoint } from '../history/death-watch.js';
import { type PastExit, withExit } from '../history/past-exit.js';
import { Timeline, type Transition } from '../history/timeline.js';
import type { LogLine } from '../log/line.js';
import { reasonAt } from '../snapshot/process.js';
import type { ContainerRunner } from './runner.js';

/** What a ContainerPast looks at. */
export interface ContainerPastParts {
  readonly clock: Clock;
  runner(): ContainerRunner;
  /** The lines of its log with `from <= seq < to`. */
  lines(from: number, to: number): readonly LogLine[];
  /** The last measure of its present life, or of its last one; undefined where there is none. */
  usage(): UsagePoint | undefined;
  /** Notified of every death, once it is known for one and the last of its output is there. */
  died(crash: Crash): void;
}

interface PendingExit extends Pick<Crash, 'at' | 'cpu' | 'memory' | 'checks'> {
  exit: ExitRecord;
  verdict: ExitVerdict;
  /** Undefined as long as they are on their way. */
  lines: readonly CrashLine[] | undefined;
  /** Those in which its cause is looked for. */
  telltale: readonly CrashLine[];
}

/** What has happened to one container: its transitions, its exits and its deaths. An exit is judged by the phase that follows it. */
export class ContainerPast {
  readonly #parts: ContainerPastParts;
  readonly #timeline = new Timeline();
  #phase: ContainerPhase['name'] = 'unknown';
  /** The exit that is not judged yet. */
  #open: PendingExit | undefined;
  /** The exits whose output is still coming, oldest first. */
  #speaking: readonly PendingExit[] = [];
  #ends: readonly PastExit[] = [];

  constructor(parts: ContainerPastParts) {
    this.#parts = parts;
  }

  /** Its transitions, oldest first. */
  get timeline(): readonly Transition[] {
    return this.#timeline.transitions;
  }

  /** Its last exits, oldest first. */
  get ends(): readonly PastExit[] {
    return this.#ends;
  }

  /** Takes note of what its lifecycle says, before the change of state that comes with it. */
  announced(announcement: ContainerAnnouncement): void {
    if (announcement.event !== 'container_exit') return;
    const { lifecycle } = this.#parts.runner();
    const { exit } = announcement;
    this.#judge('wanted');
    this.#open = { ...this.#circumstances(exit), exit, verdict: 'open', lines: undefined, telltale: [] };
    this.#speaking = [...this.#speaking, this.#open];
    if (exit.by === 'health') this.#judge('death');
    else if (lifecycle.phase.name !== 'starting') this.#judge(exitVerdict(lifecycle, this.#phase));
  }

  /** Takes note of a change of state. */
  transitioned(from: ProcessStateName, to: ProcessStateName): void {
    const { clock, runner } = this.#parts;
    const { snapshot, lifecycle } = runner();
    const before = this.#phase;
    this.#phase = lifecycle.phase.name;
    this.#timeline.add({ at: clock.wallTime(), from, to, reason: reasonAt(snapshot, clock.now()), why: snapshot.brief });
    this.#judge(exitVerdict(lifecycle, before));
    if (isRefusedStart(lifecycle, before)) this.#refused(lifecycle.lastFailure?.text ?? 'the engine refused to start it');
  }

  /** All output of the earliest exit whose output was not there is there: the lines from `from` up to, without, `to`. */
  outputEnded(from: number, to: number): void {
    const [ending, ...later] = this.#speaking;
    if (ending === undefined) return;
    this.#speaking = later;
    ending.lines = lastLines(this.#parts.lines, from, to);
    ending.telltale = telltaleLines(this.#parts.lines, from, to);
    this.#report(ending);
  }

  #judge(verdict: ExitVerdict): void {
    const ending = this.#open;
    if (ending === undefined || verdict === 'open') return;
    this.#open = undefined;
    const { lastExit } = this.#parts.runner().lifecycle;
    // A look at the ended container may have shown more of it meanwhile.
    if (lastExit?.at === ending.exit.at) ending.exit = lastExit;
    ending.verdict = verdict;
    const isDeath = verdict === 'death';
    this.#ends = withExit(this.#ends, { ...ending.exit, words: endWords(ending.exit, isDeath), expected: !isDeath });
    this.#report(ending);
  }

  #report(ending: PendingExit): void {
    const { verdict, lines, telltale, exit, at, cpu, memory, checks } = ending;
    if (verdict !== 'death' || lines === undefined) return;
    const { ranMs } = exit;
    const causes = this.#causes(exit, telltale);
    this.#parts.died({
      at,
      exit: exitFact(exit),
      words: endWords(exit, true),
      ranMs,
      lines: withEvidence(lines, telltale, causes[0]),
      cpu,
      memory,
      checks,
      causes,
    });
  }

  #refused(words: string): void {
    const at = this.#parts.clock.wallTime();
    const causes = this.#causes(undefined, [{ stream: 'stderr', text: words }]);
    this.#parts.died({ at, exit: null, words, ranMs: null, lines: [], cpu: null, memory: null, checks: [], causes });
  }

  #circumstances({ at }: ExitRecord): Pick<PendingExit, 'at' | 'cpu' | 'memory' | 'checks'> {
    const usage = this.#parts.usage();
    const checks = lastChecks(this.#parts.runner().probeHistory());
    return { at, cpu: usage?.cpu ?? null, memory: usage?.memory ?? null, checks };
  }

  #causes(exit: ExitRecord | undefined, lines: readonly CrashLine[]): Crash['causes'] {
    const { ports } = this.#parts.runner().snapshot;
    return causesOf(exit, { lines, ports, neighbours: new Map() });
  }
}

/** What was wanted needs no guess at what ended it. */
function endWords(exit: ExitRecord, isDeath: boolean): string {
  return isDeath || exit.by !== 'itself' ? explainEnd(exit) : describeExit(exit);
}
