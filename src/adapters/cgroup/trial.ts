import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { spawnAlone } from '../node/start-program.js';

/** Moves of the throw-away child, and the longest that the median of them may take, in milliseconds. */
const trialMoves = 10;
const dearestMoveMs = 5;

/** A throw-away child that moves itself into the first of two control groups. */
export class TrialChild {
  readonly #rooms: readonly [string, string];
  readonly #child: ChildProcess;

  /** Starts it. A first move waits for a grace period of the kernel, in which we can go on. */
  constructor(rooms: readonly [string, string]) {
    this.#rooms = rooms;
    // It waits for the end of its input, so it is gone with us whatever comes.
    this.#child = spawnAlone('/bin/sh', ['-c', 'echo 0 >"$1/cgroup.procs"; read -r _', 'sh', rooms[0]], {
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: '/',
      env: {},
      detached: true,
    });
    this.#child.on('error', () => {});
    this.#child.stdin?.on('error', () => {});
    // It keeps nobody from ending.
    this.#child.unref();
    (this.#child.stdin as Socket | null)?.unref();
  }

  /**
   * Moves it to and fro, and says how long each move took, in milliseconds.
   * @throws what the system says where a move is refused
   */
  move(): readonly number[] {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error('no process to try with');
    return Array.from({ length: trialMoves }, (_, move) => {
      const before = performance.now();
      writeFileSync(join(this.#rooms[(move + 1) % 2]!, 'cgroup.procs'), String(pid));
      return performance.now() - before;
    });
  }

  /** Ends it. */
  end(): void {
    this.#child.kill('SIGKILL');
  }
}

/** Whether moves take no longer than a start may be held up by them. */
export function isCheap(moves: readonly number[]): boolean {
  const sorted = [...moves].sort((one, other) => one - other);
  return (sorted[sorted.length >> 1] ?? Infinity) <= dearestMoveMs;
}
