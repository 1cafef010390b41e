import { processMark, stoppedByMark } from '../../policy/process/mark.js';
import type { ExitFact } from '../../policy/restart/exit.js';
import { exitOf, type ProcessScript } from '../../policy/simulation/scenario.js';
import type { Clock } from '../../ports/clock.js';
import type { ChildEvents, ChildHandle, Spawner, SpawnSpec, TreeMember } from '../../ports/spawner.js';

/** Signals that end a program which does not handle them, as ours do. */
const ignored: ReadonlySet<string> = new Set([
  'SIGCHLD',
  'SIGCONT',
  'SIGURG',
  'SIGWINCH',
  'SIGSTOP',
  'SIGTSTP',
  'SIGTTIN',
  'SIGTTOU',
]);

const firstPid = 1000;

/** Starts children that do what a script says; nothing of them is real. */
export class ScriptedSpawner implements Spawner {
  readonly #clock: Clock;
  readonly #scriptOf: (mark: string) => ProcessScript | undefined;
  readonly #spawns = new Map<string, number>();
  readonly #living = new Map<string, ScriptedChild>();
  #pids = firstPid;

  /** @param scriptOf what the process with this mark does; undefined for what is none, such as a command that stops one */
  constructor(clock: Clock, scriptOf: (mark: string) => ProcessScript | undefined) {
    this.#clock = clock;
    this.#scriptOf = scriptOf;
  }

  /** When the living child of a mark was spawned, in milliseconds; undefined where none lives. */
  spawnedAt(mark: string): number | undefined {
    return this.#living.get(mark)?.spawnedAt;
  }

  spawn(spec: SpawnSpec, events: ChildEvents): ChildHandle {
    const { mark } = spec;
    const script = this.#scriptOf(mark);
    const count = this.#spawns.get(mark) ?? 0;
    this.#spawns.set(mark, count + 1);
    this.#pids += 1;
    const child = new ScriptedChild(this.#pids, this.#clock.now(), events, () => {
      if (this.#living.get(mark) === child) this.#living.delete(mark);
    });
    this.#living.set(mark, child);
    queueMicrotask(() => {
      events.spawned(child.pid);
      // What is no process is a command that comes to its end at once; one that stops a process does so.
      if (script === undefined) {
        child.end({ code: 0, signal: null });
        const stopped = stoppedByMark(mark);
        if (stopped !== undefined) this.#living.get(processMark(stopped))?.end({ code: 0, signal: null });
        return;
      }
      const exit = exitOf(script, count);
      if (exit !== undefined) child.endLater(this.#clock, exit.afterMs, { code: exit.code, signal: null });
    });
    return child;
  }
}

class ScriptedChild implements ChildHandle {
  readonly pid: number;
  /** In milliseconds. */
  readonly spawnedAt: number;
  readonly #events: ChildEvents;
  readonly #ended: () => void;
  #timer: Disposable | undefined;
  isAlive = true;

  constructor(pid: number, spawnedAt: number, events: ChildEvents, ended: () => void) {
    this.pid = pid;
    this.spawnedAt = spawnedAt;
    this.#events = events;
    this.#ended = ended;
  }

  end(exit: ExitFact): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.#timer?.[Symbol.dispose]();
    this.#ended();
    this.#events.exited(exit);
    queueMicrotask(() => {
      this.#events.gone();
      this.#events.outputEnded();
    });
  }

  endLater(clock: Clock, afterMs: number, exit: ExitFact): void {
    this.#timer = clock.setTimer(() => this.end(exit), afterMs);
  }

  signal(signal: NodeJS.Signals): void {
    if (!ignored.has(signal)) queueMicrotask(() => this.end({ code: null, signal }));
  }

  send(signal: NodeJS.Signals): void {
    this.signal(signal);
  }

  remaining(): readonly TreeMember[] {
    return this.isAlive ? [{ pid: this.pid, startTime: this.pid, runState: 'S', comm: 'scripted' }] : [];
  }

  suspension(): undefined {}

  cancel(): void {}

  abandon(): void {}

  /** What is typed into it are the keys that stop it. */
  write(): void {
    queueMicrotask(() => this.end({ code: 0, signal: null }));
  }

  resize(): void {}
}
