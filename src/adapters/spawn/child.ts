import type { ChildProcess } from 'node:child_process';
import type { ExitFact } from '../../policy/restart/exit.js';
import type { ChildEvents, ChildHandle, SpawnSpec } from '../../ports/spawner.js';
import type { CgroupFolder, GenerationCgroup } from '../cgroup/folder.js';
import { type OomKills, systemOomKills } from '../cgroup/oom-kills.js';
import { spawnAlone } from '../node/start-program.js';
import { markerOf, withMarker } from '../proc/marker.js';
import { startTimeOf } from '../proc/stat.js';
import { suspensionAmong } from '../proc/suspension.js';
import { forgetTable } from '../proc/table-cache.js';
import { entering, isEntering } from './enter.js';
import { explainSpawnFailure, spawnFault } from './failure.js';
import { whyNotExecutable } from './find-executable.js';
import { leftBehind } from './left-behind.js';
import { programOf } from './shell-line.js';
import { watchStarted } from './started-tree.js';
import type { Tree } from './tree.js';
import type { TreeRegistry } from './tree-registry.js';
import { isLimited, withUserLimits } from './user-limits.js';
import type { ChildWires } from './wires.js';

/** What children are started with. */
export interface SpawnerParts {
  /** A word that no other watchdog on this machine uses; it marks everything that this one starts. */
  readonly runId: string;
  /** Gets every tree as long as it lives. */
  readonly keeper?: TreeRegistry | undefined;
  /** Where each child gets a control group, asked for each. @default none */
  readonly cgroups?: (() => CgroupFolder | undefined) | undefined;
  /** Says which ends are the system's doing. @default by the counts of this machine */
  readonly oomKills?: OomKills | undefined;
  /** Notified, in a sentence, the first time that a child could not enter its control group. */
  readonly complain?: ((text: string) => void) | undefined;
}

/** The handle of a child that never came to be. */
export const deadHandle: ChildHandle = {
  signal: () => {},
  send: () => {},
  remaining: () => [],
  suspension: () => undefined,
  cancel: () => {},
  abandon: () => {},
};

/** Milliseconds between two polls whether the shell in between has become the wanted program. */
const pollEveryMs = [1, 1, 2, 4, 8, 16];

/** The exit codes of a shell that could not execute what it was to become. */
const notExecuted: readonly (number | null)[] = [126, 127];

let hasComplained = false;

/**
 * Starts a child as the leader of a session and process group, in a control group of its own where there are any.
 * @param env without the marker
 * @param connect makes its ends
 */
export function startChild(
  spec: SpawnSpec,
  env: Readonly<Record<string, string>>,
  connect: () => ChildWires,
  parts: SpawnerParts,
  events: ChildEvents,
): ChildHandle {
  // What leaves a process group on purpose goes its own way, which a control group would not let it.
  const marker = markerOf(parts.runId, spec.mark, spec.scope);
  const cgroup = spec.scope === 'all' ? parts.cgroups?.()?.create(marker) : undefined;
  const attempt = { spec, marker, env: withMarker(env, marker), connect, parts, events };
  let current = new Attempt(attempt, cgroup, () => {
    // It says in its own words why it cannot be executed, or it can now.
    current = new Attempt(attempt, undefined, () => {});
  });
  return {
    signal: (signal) => current.tree?.signal(signal),
    send: (signal) => current.tree?.send(signal),
    remaining: () => current.tree?.members ?? [],
    leftBehind: (program) => leftBehind(current, program),
    knownBy: () => (current.tree === undefined ? undefined : current.tree.isExact ? 'cgroups' : 'groups'),
    hidden: () => current.tree?.hidden() ?? [],
    suspension: (isWhole) => suspensionAmong(current.pid, isWhole ? current.tree?.members : []),
    cancel: () => {},
    abandon: () => current.abandon(),
  };
}

interface AttemptParts {
  readonly spec: SpawnSpec;
  readonly marker: string;
  readonly env: Readonly<Record<string, string>>;
  readonly connect: () => ChildWires;
  readonly parts: SpawnerParts;
  readonly events: ChildEvents;
}

class Attempt {
  readonly #parts: AttemptParts;
  readonly #cgroup: GenerationCgroup | undefined;
  readonly #wires: ChildWires;
  readonly #retry: () => void;
  readonly #oomKills: OomKills;
  tree: Tree | undefined;
  pid: number | undefined;
  startTime: number | undefined;
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Undefined until the wanted program is executed: then it is true, or false where it cannot be. */
  #executed: boolean | undefined;
  #held: [stream: 'stdout' | 'stderr', chunk: Buffer][] = [];
  #polls = 0;
  #readyEarly = false;

  /** @param retry called where the shell in between could not execute the program */
  constructor(parts: AttemptParts, cgroup: GenerationCgroup | undefined, retry: () => void) {
    this.#parts = parts;
    this.#cgroup = cgroup;
    this.#retry = retry;
    this.#oomKills = parts.parts.oomKills ?? systemOomKills();
    this.#wires = parts.connect();
    this.#start();
  }

  abandon(): void {
    clearTimeout(this.#timer);
    this.tree?.abandon();
    this.#child?.unref();
    this.#wires.close();
  }

  #start(): void {
    const { spec, marker, env, events, parts } = this.#parts;
    const { stdio, terminal } = this.#wires;
    const wanted = programOf(spec);
    const cgroup = this.#cgroup;
    const between = cgroup === undefined && !terminal ? undefined : entering(wanted, env, { cgroup: cgroup?.cgroup, terminal });
    const [command, args] =
      between === undefined ? withUserLimits([wanted.command, wanted.args]) : [between.command, between.args];
    // The shell in between could report it too, but later, and not of what `env` was to execute.
    const isDirect = between === undefined && !isLimited();
    const code = isDirect ? undefined : whyNotExecutable({ ...wanted, cwd: spec.cwd, env });
    if (code !== undefined) {
      process.nextTick(() => this.#failed(spawnFault(code, wanted.command)));
      return;
    }
    parts.keeper?.starting();
    let child: ChildProcess;
    try {
      child = spawnAlone(command, args, { cwd: spec.cwd, env: { ...env }, stdio, detached: true });
    } catch (error) {
      // Node throws for what it can see itself, such as a NUL in an argument; the rest comes as an event.
      process.nextTick(() => this.#failed(error as NodeJS.ErrnoException));
      return;
    }
    forgetTable();
    this.#oomKills.note();
    this.#child = child;
    const { pid } = child;
    if (pid === undefined) {
      child.once('error', (error) => this.#failed(error));
      return;
    }
    this.pid = pid;
    this.startTime = startTimeOf(pid);
    const entered = between === undefined ? undefined : cgroup;
    this.tree = watchStarted({ pid, startTime: this.startTime, ...spec, marker, cgroup: entered }, parts.keeper, () =>
      this.#gone(),
    );
    // The system's shell is there for sure.
    const isSure = entered === undefined || spec.shell === true;
    child.once('spawn', () => (isSure ? this.#isExecuted(pid) : this.#pollLater(pid)));
    child.on('error', () => {}); // After the spawn it only repeats that a signal or a message did not arrive.
    child.stdin?.on('error', () => {}); // A child may close its end whenever it likes.
    child.once('exit', (code, signal) => this.#exited(pid, { code, signal }));
    this.#wires.attach(child, {
      output: (stream, chunk) => {
        if (this.#executed === true) events.output(stream, chunk);
        else if (this.#executed === undefined) this.#held.push([stream, Buffer.from(chunk)]);
      },
      ready: () => {
        if (this.#executed === true) events.ready?.();
        else this.#readyEarly = true;
      },
      ended: () => {
        if (this.#executed !== false) events.outputEnded();
      },
    });
  }

  #failed(error: NodeJS.ErrnoException): void {
    const { spec, events } = this.#parts;
    this.#wires.close();
    this.#discard();
    events.failed(explainSpawnFailure({ ...spec, command: programOf(spec).command }, error));
  }

  #isExecuted(pid: number): void {
    if (this.#executed !== undefined) return;
    clearTimeout(this.#timer);
    this.#executed = true;
    const { events } = this.#parts;
    events.spawned(pid);
    for (const [stream, chunk] of this.#held) events.output(stream, chunk);
    this.#held = [];
    if (this.#readyEarly) events.ready?.();
  }

  #pollLater(pid: number): void {
    const delay = pollEveryMs[Math.min(this.#polls, pollEveryMs.length - 1)];
    this.#polls += 1;
    this.#timer = setTimeout(() => {
      const isStill = isEntering(pid);
      // Of one that has ended its exit reports the rest, which Node may report later than the system shows it.
      if (isStill === true) this.#pollLater(pid);
      else if (isStill === false) this.#isExecuted(pid);
    }, delay);
  }

  #exited(pid: number, end: ExitFact): void {
    clearTimeout(this.#timer);
    const exit = this.#oomKills.judge(end, this.#cgroup?.cgroup.path);
    this.#wires.exited();
    if (this.#executed === undefined && notExecuted.includes(exit.code) && this.#cgroup?.cgroup.execFailed) {
      this.#executed = false;
      this.tree?.exited();
      return; // What follows does so once nothing of the shell is left.
    }
    this.#isExecuted(pid);
    this.tree?.exited();
    this.#parts.events.exited(exit);
  }

  #gone(): void {
    const { parts, events } = this.#parts;
    if (this.#cgroup !== undefined && this.tree?.isExact === false) complainOnce(parts);
    this.#discard();
    if (this.#executed !== false) events.gone();
    else this.#retry();
  }

  #discard(): void {
    const { marker, parts } = this.#parts;
    if (this.#cgroup !== undefined) parts.cgroups?.()?.discard(marker, this.#cgroup.cgroup);
  }
}

function complainOnce({ complain }: SpawnerParts): void {
  if (hasComplained) return;
  hasComplained = true;
  complain?.('a process could not enter its control group and is known by its process group and its marker instead');
}
