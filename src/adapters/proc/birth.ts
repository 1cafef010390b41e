import { readFileSync } from 'node:fs';
import { runAlone } from '../node/start-program.js';
import { findProcess, hasProc } from './table.js';

/** What distinguishes one process from all others of this machine, also from those before its last start. */
export interface ProcessBirth {
  readonly pid: number;
  readonly startTime: number;
  /** The machine's boot. */
  readonly bootId: string;
}

let boot: string | undefined;

/** A word for the machine's present boot; empty where the system does not report it. */
export function bootId(): string {
  boot ??= readBootId();
  return boot;
}

/** The birth of this program, which distinguishes it from every other process of the machine. */
export function ownBirth(): ProcessBirth {
  return { pid: process.pid, startTime: findProcess(process.pid)?.startTime ?? 0, bootId: bootId() };
}

/** Whether it still runs; another process that was given its pid does not count, and neither does a zombie. */
export function stillRuns(birth: ProcessBirth): boolean {
  return birth.bootId === bootId() && findProcess(birth.pid)?.startTime === birth.startTime;
}

function readBootId(): string {
  try {
    const text = hasProc
      ? readFileSync('/proc/sys/kernel/random/boot_id', 'latin1')
      : runAlone('sysctl', ['-n', 'kern.bootsessionuuid']);
    return text.trim();
  } catch {
    return '';
  }
}
