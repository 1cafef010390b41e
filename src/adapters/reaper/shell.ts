import type { CgroupPlace } from '../cgroup/folder.js';
import { hasProc } from '../proc/table.js';
import type { TrackedTree } from '../spawn/tree-registry.js';
import { reaperScript } from './script.js';

/** How a reaper is started. */
export interface ReaperShell {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A shell that reaps what a run leaves behind. The script is in its environment, so that `ps` shows one short line. */
export function reaperShell(runId: string): ReaperShell {
  return {
    command: '/bin/sh',
    args: ['-c', 'eval "$REAPER"', 'watchdog-reaper', runId, hasProc ? '/proc' : 'ps'],
    cwd: '/',
    env: { PATH: `/usr/bin:/bin:${process.env.PATH ?? ''}`, REAPER: reaperScript },
  };
}

/** The line that gives the reaper the folder of the run's control groups. */
export function folderLine({ path }: CgroupPlace): string {
  return `in ${path}\n`;
}

/** The line that reports to the reaper a tree that began, `+`, or that is gone, `-`. */
export function reaperLine(verb: '+' | '-', { pid, startTime, scope }: TrackedTree): string {
  return `${verb} ${pid}:${startTime}:${scope}\n`;
}
