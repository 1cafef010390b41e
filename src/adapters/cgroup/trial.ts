import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnAlone } from '../node/start-program.js';

/** Moves of the throw-away child, and the longest that the median of them may take, in milliseconds. */
const trialMoves = 10;
const dearestMoveMs = 5;

/**
 * How long each move took, in milliseconds.
 * @throws what the system says where a move is refused
 */
export function moveTrialChild(rooms: readonly string[]): readonly number[] {
  // It waits for the end of its input, so it is gone with us whatever comes.
  const child = spawnAlone('/bin/sh', ['-c', 'read -r _'], {
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
    env: {},
    detached: true,
  });
  child.on('error', () => {});
  child.stdin?.on('error', () => {});
  try {
    if (child.pid === undefined) throw new Error('no process to try with');
    const pid = String(child.pid);
    return Array.from({ length: trialMoves }, (_, move) => {
      const before = performance.now();
      writeFileSync(join(rooms[move % rooms.length]!, 'cgroup.procs'), pid);
      return performance.now() - before;
    });
  } finally {
    child.kill('SIGKILL');
    child.unref();
  }
}

/** Whether moves take no longer than a start may be held up by them. */
export function isCheap(moves: readonly number[]): boolean {
  const sorted = [...moves].sort((one, other) => one - other);
  return (sorted[sorted.length >> 1] ?? Infinity) <= dearestMoveMs;
}
