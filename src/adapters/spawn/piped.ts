import { type ChildProcess, spawn } from 'node:child_process';
import type { ChildEvents, ChildHandle, Spawner, SpawnSpec } from '../../ports/spawner.js';
import { markerOf, withMarker } from '../proc/marker.js';
import { runStateOf } from '../proc/stat.js';
import { forgetTable } from '../proc/table-cache.js';
import { ChildOutput } from './child-output.js';
import { explainSpawnFailure } from './failure.js';
import { whyNotExecutable } from './find-executable.js';
import { shellLine } from './shell-line.js';
import { watchStarted } from './started-tree.js';
import type { TreeKeeper } from './tree-registry.js';
import { isLimited, withUserLimits } from './user-limits.js';

/** Starts real children, each in a session and process group of its own. */
export class NodeSpawner implements Spawner {
  readonly #runId: string;
  readonly #keeper: TreeKeeper | undefined;

  /**
   * @param runId a word that no other watchdog on this machine uses; it marks everything that this one starts
   * @param keeper is told of every tree as long as it lives
   */
  constructor(runId: string, keeper?: TreeKeeper) {
    this.#runId = runId;
    this.#keeper = keeper;
  }

  spawn(spec: SpawnSpec, events: ChildEvents): ChildHandle {
    const marker = markerOf(this.#runId, spec.mark, spec.scope);
    let child: ChildProcess;
    try {
      child = start(spec, marker);
    } catch (error) {
      // Node throws for what it can see itself, such as a NUL in an argument; the rest comes as an event.
      process.nextTick(() => events.failed(explainSpawnFailure(spec, error as NodeJS.ErrnoException)));
      return deadHandle;
    }
    forgetTable();
    const { pid } = child;
    if (pid === undefined) {
      child.once('error', (error) => events.failed(explainSpawnFailure(spec, error)));
      return deadHandle;
    }
    const tree = watchStarted(pid, spec, marker, this.#keeper, () => events.gone());
    child.once('spawn', () => events.spawned(pid));
    child.on('error', () => {}); // After the spawn it only repeats that a signal or a message did not arrive.
    child.stdin?.on('error', () => {}); // A child may close its end whenever it likes.
    child.once('exit', (code, signal) => {
      releaseHandles(child, output);
      tree.exited();
      events.exited({ code, signal });
    });
    const output = new ChildOutput(child, {
      output: (stream, chunk) => events.output(stream, chunk),
      ended: () => events.outputEnded(),
    });
    return {
      signal: (signal) => tree.signal(signal),
      remaining: () => tree.members,
      isSuspended: () => runStateOf(pid) === 'T',
      cancel: () => {},
      abandon: () => {
        tree.abandon();
        child.unref();
        releaseHandles(child, output);
      },
    };
  }
}

/** The handle of a child that never came to be. */
export const deadHandle: ChildHandle = {
  signal: () => {},
  remaining: () => [],
  isSuspended: () => false,
  cancel: () => {},
  abandon: () => {},
};

function start(spec: SpawnSpec, marker: string): ChildProcess {
  const code = isLimited() && !spec.shell ? whyNotExecutable(spec) : undefined;
  if (code !== undefined) throw Object.assign(new Error(code), { code });
  const [command, args] = withUserLimits(spec.shell ? ['/bin/sh', ['-c', shellLine(spec)]] : [spec.command, spec.args]);
  return spawn(command, args, {
    cwd: spec.cwd,
    env: withMarker(spec.env, marker),
    stdio: [spec.stdin === 'open' ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

/** A descendant that was left alive on purpose may hold the pipes for ever; that must not hold our own program. */
function releaseHandles(child: ChildProcess, output: ChildOutput): void {
  child.stdin?.destroy();
  output.unref();
}
