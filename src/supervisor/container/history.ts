import { type ExitVerdict, exitVerdict, isRefusedStart } from '../../policy/container/exit-verdict.js';
import type { ContainerAnnouncement, ContainerPhase } from '../../policy/container/lifecycle.js';
import { causesOf } from '../../policy/diagnosis/diagnose.js';
import { explainEnd } from '../../policy/diagnosis/exit-words.js';
import type { ProcessStateName } from '../../policy/process/lifecycle.js';
import { describeExit, type ExitRecord } from '../../policy/restart/exit.js';
import { type ExitCircumstances, type ExitOutput, Exits, type ExitsParts, type PastExit } from '../history/exits.js';
import { Timeline, type Transition } from '../history/timeline.js';
import type { ContainerRunner } from './runner.js';

/** What a ContainerHistory reads. */
export interface ContainerHistoryParts extends Omit<ExitsParts, 'probes' | 'diagnosisContext'> {
  runner(): ContainerRunner;
}

interface PendingExit {
  exit: ExitRecord;
  verdict: ExitVerdict;
  readonly circumstances: ExitCircumstances;
  /** Undefined as long as it is on its way. */
  output: ExitOutput | undefined;
}

/** What has happened to one container: its transitions, its exits and its crashes. An exit is classified by the phase that follows it. */
export class ContainerHistory {
  readonly #runner: ContainerHistoryParts['runner'];
  readonly #timeline: Timeline;
  readonly #exits: Exits;
  #phase: ContainerPhase['name'] = 'unknown';
  /** The exit that is not classified yet. */
  #open: PendingExit | undefined;
  /** The exits whose output is still coming, oldest first. */
  #withoutOutput: readonly PendingExit[] = [];

  constructor(parts: ContainerHistoryParts) {
    this.#runner = () => parts.runner();
    this.#timeline = new Timeline(parts.clock);
    this.#exits = new Exits({
      ...parts,
      probes: () => parts.runner().probeHistory(),
      diagnosisContext: () => this.#diagnosisContext(),
    });
  }

  /** Its transitions, oldest first. */
  get timeline(): readonly Transition[] {
    return this.#timeline.transitions;
  }

  /** Its last exits, oldest first. */
  get ends(): readonly PastExit[] {
    return this.#exits.past;
  }

  /** Takes note of what its lifecycle announces, before the change of state that comes with it. */
  announced(announcement: ContainerAnnouncement): void {
    if (announcement.event !== 'container_exit') return;
    const { lifecycle } = this.#runner();
    const { exit } = announcement;
    this.#classify('wanted');
    this.#open = { exit, verdict: 'open', circumstances: this.#exits.circumstances(), output: undefined };
    this.#withoutOutput = [...this.#withoutOutput, this.#open];
    if (exit.by === 'health') this.#classify('death');
    else if (lifecycle.phase.name !== 'starting') this.#classify(exitVerdict(lifecycle, this.#phase));
  }

  /** Takes note of a change of state. */
  transitioned(from: ProcessStateName, to: ProcessStateName): void {
    const { snapshot, lifecycle } = this.#runner();
    const before = this.#phase;
    this.#phase = lifecycle.phase.name;
    this.#timeline.add(from, to, snapshot);
    this.#classify(exitVerdict(lifecycle, before));
    if (!isRefusedStart(lifecycle, before)) return;
    const words = lifecycle.lastFailure?.text ?? 'the engine refused to start it';
    const lines = [{ stream: 'stderr', text: words }] as const;
    this.#exits.startFailed(words, [], causesOf(undefined, { lines, ...this.#diagnosisContext() }));
  }

  /** All output of the earliest exit whose output was not there is there: the lines from `from` up to, without, `to`. */
  outputEnded(from: number, to: number): void {
    const [ending, ...later] = this.#withoutOutput;
    if (ending === undefined) return;
    this.#withoutOutput = later;
    ending.output = this.#exits.output(from, to);
    this.#report(ending);
  }

  #classify(verdict: ExitVerdict): void {
    const ending = this.#open;
    if (ending === undefined || verdict === 'open') return;
    this.#open = undefined;
    const { lastExit } = this.#runner().lifecycle;
    // An inspection of the ended container may have shown more of it meanwhile.
    if (lastExit?.at === ending.exit.at) ending.exit = lastExit;
    ending.verdict = verdict;
    const isDeath = verdict === 'death';
    this.#exits.add({ ...ending.exit, words: endWords(ending.exit, isDeath), expected: !isDeath });
    this.#report(ending);
  }

  #report({ verdict, exit, circumstances, output }: PendingExit): void {
    if (verdict === 'death' && output !== undefined) this.#exits.crashed(exit, endWords(exit, true), circumstances, output);
  }

  #diagnosisContext() {
    return { ports: this.#runner().snapshot.ports, neighbours: new Map<number, string>() };
  }
}

/** What was wanted needs no guess at what ended it. */
function endWords(exit: ExitRecord, isDeath: boolean): string {
  return isDeath || exit.by !== 'itself' ? explainEnd(exit) : describeExit(exit);
}
