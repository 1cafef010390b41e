import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { monotonicMs } from '../node/clock.js';
import { spawnAlone } from '../node/start-program.js';
import { Cgroup, foldersIn } from './cgroup.js';
import { makerOf, ownFolderName } from './folder-name.js';

/** Moves of the throw-away child, and the longest that the median of them may take, in milliseconds. */
const trialMoves = 10;
const dearestMoveMs = 5;

/** How often, and with how many milliseconds between, a folder is removed at the end in which the throw-away child still dies. */
const mostRounds = 20;
const roundMs = 5;

/** A throw-away child that moves itself into the first of two control groups. */
class TrialChild {
  readonly #rooms: readonly [string, string];
  readonly #child: ReturnType<typeof spawnAlone>;

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
      const before = monotonicMs();
      writeFileSync(join(this.#rooms[(move + 1) % 2]!, 'cgroup.procs'), String(pid));
      return monotonicMs() - before;
    });
  }

  /** Ends it. */
  end(): void {
    this.#child.kill('SIGKILL');
  }
}

/** Whether moves take no longer than a start may be held up by them. */
function isCheap(moves: readonly number[]): boolean {
  const sorted = [...moves].sort((one, other) => one - other);
  return (sorted[sorted.length >> 1] ?? Infinity) <= dearestMoveMs;
}

/** The throw-away child, and the groups between which it is moved. */
export class CgroupTrial {
  readonly #path: string | undefined;
  readonly #rooms: readonly Cgroup[] = [];
  readonly #child: TrialChild | undefined;

  /** @param parent the group that the folder is made in; undefined where there is none */
  constructor(parent: string | undefined) {
    if (parent === undefined) return;
    removeAbandoned(parent);
    const path = makeFolder(parent);
    if (path === undefined) return;
    this.#path = path;
    const rooms = [join(path, '0-1'), join(path, '0-2')] as const;
    this.#rooms = rooms.map((room) => new Cgroup(room));
    try {
      for (const room of rooms) mkdirSync(room);
      this.#child = new TrialChild(rooms);
    } catch {
      // Not ours to use.
    }
  }

  /** Nobody asks for the result. */
  giveUp(): void {
    if (this.#path === undefined) return;
    this.#child?.end();
    const folder = new Cgroup(this.#path);
    // A group can be removed once what was killed in it is gone.
    for (let round = 0; round < mostRounds && !folder.remove(); round++)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, roundMs);
  }

  /** The folder, where moves are allowed and cheap; without what was made for the trial. To be asked for once. */
  result(): string | undefined {
    if (this.#path === undefined) return undefined;
    try {
      if (this.#child !== undefined && isCheap(this.#child.move())) return this.#path;
    } catch {
      // Where the common ancestor may not be written, a move is refused.
    } finally {
      this.#child?.end();
      for (const room of this.#rooms) room.remove();
    }
    new Cgroup(this.#path).remove();
    return undefined;
  }
}

/**
 * What dead watchdogs have left and nothing lives in: one that is killed cannot do it itself. Of another pid namespace nobody here knows
 * who is dead, and what is empty may be the group of a child that is about to enter it.
 */
function removeAbandoned(parent: string): void {
  for (const name of foldersIn(parent)) {
    const pid = makerOf(name);
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) new Cgroup(join(parent, name)).remove();
  }
}

/** A dead program with our pid may have left one of this name; what is not empty is never touched. */
function makeFolder(parent: string): string | undefined {
  const path = join(parent, ownFolderName());
  for (const attempt of [1, 2]) {
    try {
      mkdirSync(path);
      return path;
    } catch (error) {
      if (attempt === 2 || (error as NodeJS.ErrnoException).code !== 'EEXIST' || !new Cgroup(path).remove()) return undefined;
    }
  }
  return undefined;
}
