import { describeExit, type ExitFact } from '../../policy/restart/exit.js';
import { formatDuration } from '../../policy/words/duration.js';
import { lastLineOf } from '../../policy/words/plain-text.js';
import type { Clock } from '../../ports/clock.js';
import type { ChildHandle, Spawner, SpawnSpec } from '../../ports/spawner.js';
import type { Notice } from '../events/notice.js';
import { atMost } from '../unit/at-most.js';

/** A hook that is due. */
export interface DueHook {
  /** The process. */
  readonly name: string;
  /** "ready" */
  readonly event: string;
  /** What to run. Hooks with one mark run one at a time. */
  readonly spec: Pick<SpawnSpec, 'mark' | 'command' | 'cwd' | 'env'>;
  /** What it reads, given how many earlier events were merged into this one. */
  input(merged: number): string;
}

interface Run {
  readonly hook: DueHook;
  child: ChildHandle | undefined;
  /** The newest event that came meanwhile, and how many there were. */
  next: { readonly hook: DueHook; readonly count: number } | undefined;
  timer: Disposable | undefined;
  /** For how long it may run, in milliseconds. */
  limitMs: number;
  wasEnded: boolean;
  exit: ExitFact | undefined;
  output: Buffer;
  /** Nothing of its tree is left. */
  isGone: boolean;
  /** How it ended has been judged, by its output too. */
  isJudged: boolean;
}

const longestMs = 30_000;
const longestAtShutdownMs = 5000;
/** Milliseconds that the rest of its output is waited for once nothing of it is left: another program may hold the pipe. */
const outputWaitMs = 200;
const keptOutputBytes = 4096;
const longestLine = 200;

/** Runs hooks beside everything else: one at a time of each kind, later ones merged, ended as a tree after a while, failures reported. */
export class HookRuns {
  readonly #clock: Clock;
  readonly #spawner: Spawner;
  readonly #noticed: (notice: Notice) => void;
  readonly #runs = new Map<string, Run>();
  #isClosing = false;
  #finished: (() => void) | undefined;

  constructor(parts: { readonly clock: Clock; readonly spawner: Spawner; readonly noticed: (notice: Notice) => void }) {
    this.#clock = parts.clock;
    this.#spawner = parts.spawner;
    this.#noticed = parts.noticed;
  }

  /** Runs a hook now, or once the one before has ended; then once for all that came meanwhile. */
  add(hook: DueHook): void {
    const run = this.#runs.get(hook.spec.mark);
    if (run === undefined) this.#start(hook, 0);
    else run.next = { hook, count: (run.next?.count ?? 0) + 1 };
  }

  /** The shutdown has begun: what runs and what is still to run has five seconds. */
  close(): void {
    this.#isClosing = true;
    for (const run of this.#runs.values()) this.#limit(run, longestAtShutdownMs);
  }

  /** No event comes any more. Resolves once no hook runs, which is at most five seconds later. */
  async finish(): Promise<void> {
    if (this.#runs.size === 0) return;
    const waited = [...this.#runs.values()].map(({ hook }) => `${hook.name} ${hook.event}`).join(', ');
    this.#noticed({ text: `waiting for hooks: ${waited}`, trouble: false });
    const finished = new Promise<void>((resolve) => {
      this.#finished = resolve;
    });
    await atMost(this.#clock, longestAtShutdownMs, finished);
    this.killAll();
    await atMost(this.#clock, longestAtShutdownMs, finished);
  }

  /** Ends all that runs, and starts nothing that waits. */
  killAll(): void {
    for (const run of this.#runs.values()) {
      if (run.next !== undefined) this.#complain(run.next.hook, 'was not run: the shutdown did not wait any longer');
      run.next = undefined;
      this.#end(run);
    }
  }

  #start(hook: DueHook, merged: number): void {
    const { mark } = hook.spec;
    const run: Run = {
      hook,
      child: undefined,
      next: undefined,
      timer: undefined,
      limitMs: 0,
      wasEnded: false,
      exit: undefined,
      output: Buffer.alloc(0),
      isGone: false,
      isJudged: false,
    };
    this.#runs.set(mark, run);
    this.#limit(run, this.#isClosing ? longestAtShutdownMs : longestMs);
    const spec: SpawnSpec = {
      ...hook.spec,
      args: [],
      shell: true,
      stdin: 'closed',
      input: hook.input(merged),
      scope: 'all',
    };
    run.child = this.#spawner.spawn(spec, {
      spawned: () => {},
      failed: ({ message }) => {
        this.#complain(hook, `cannot be started: ${message}`);
        this.#over(mark, run);
      },
      output: (_stream, chunk) => {
        run.output = Buffer.concat([run.output, chunk]).subarray(-keptOutputBytes);
      },
      exited: (exit) => {
        run.exit = exit;
      },
      gone: () => this.#gone(mark, run),
      outputEnded: () => {
        this.#judge(run);
        if (run.isGone) this.#over(mark, run);
      },
    });
  }

  #limit(run: Run, limitMs: number): void {
    run.limitMs = limitMs;
    run.timer?.[Symbol.dispose]();
    run.timer = this.#clock.setTimer(() => this.#end(run), limitMs);
  }

  #end(run: Run): void {
    run.wasEnded = true;
    run.child?.signal('SIGKILL');
  }

  #gone(mark: string, run: Run): void {
    run.isGone = true;
    const end = (): void => {
      this.#judge(run);
      this.#over(mark, run);
    };
    run.timer?.[Symbol.dispose]();
    if (run.isJudged) end();
    else run.timer = this.#clock.setTimer(end, outputWaitMs);
  }

  #judge(run: Run): void {
    if (run.isJudged) return;
    run.isJudged = true;
    const { hook, exit, wasEnded, limitMs, output } = run;
    if (wasEnded) this.#complain(hook, `was ended after ${formatDuration(limitMs)}`);
    else if (exit !== undefined && exit.code !== 0) {
      const said = lastLineOf(output.toString('utf8')).slice(0, longestLine);
      this.#complain(hook, `ended with ${describeExit(exit)}${said === '' ? '' : `: ${said}`}`);
    }
  }

  #over(mark: string, run: Run): void {
    run.timer?.[Symbol.dispose]();
    if (this.#runs.get(mark) !== run) return;
    this.#runs.delete(mark);
    if (run.next !== undefined) this.#start(run.next.hook, run.next.count - 1);
    if (this.#runs.size === 0) this.#finished?.();
  }

  #complain({ name, event }: DueHook, what: string): void {
    this.#noticed({ name, text: `the hook ${event} ${what}`, trouble: true });
  }
}
