import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { monotonicMs } from './clock.js';
import { limitInProc, softLimitOf } from './limit-in-proc.js';
import { runAlone } from './start-program.js';

/**
 * Kept free whatever the children take: for scans of the system, signals, logs, the reload of the configuration, and for the code
 * of the screen, which is loaded after the first children are started.
 */
const ownDescriptors = 24;
/** Of these, what health checks and stop commands leave. */
const leastDescriptors = 10;
/** The share of all descriptors that clients of the control socket may take together, and its bounds. */
const clientShare = 1 / 16;
const fewestClients = 8;
const mostClients = 4000;
/** The same for log files. */
const logShare = 1 / 16;
const fewestLogs = 6;
const mostLogs = 1000;
/** Milliseconds for which a count of the open descriptors may be trusted while there are plenty. */
const trustMs = 200;
/** So many more than are needed are plenty. */
const plenty = 256;

let shownByShell: number | undefined;
let counted = 0;
let countedAt = Number.NEGATIVE_INFINITY;
/** Given away since the last count. */
let granted = 0;

/**
 * How many file descriptors this program may have open at once; Node has raised the soft limit to the hard one, and prlimit(1) may set
 * another at any time. Infinity where nobody says.
 */
export function descriptorLimit(): number {
  const limit = limitInProc();
  if (limit !== undefined) return limit;
  shownByShell ??= limitByShell();
  return shownByShell;
}

/** How many clients the control socket may serve at once, so that they never take what the watchdog needs for itself. */
export function mostSocketClients(): number {
  return Math.floor(Math.min(mostClients, Math.max(fewestClients, descriptorLimit() * clientShare)));
}

/** How many log files may be open at once. */
export function mostOpenLogs(): number {
  return Math.floor(Math.min(mostLogs, Math.max(fewestLogs, descriptorLimit() * logShare)));
}

/** How many descriptors children must leave free. */
export function descriptorReserve(): number {
  return ownDescriptors + mostSocketClients() + mostOpenLogs();
}

/** How many descriptors are open now; 0 where the system does not report it. */
export function openDescriptors(): number {
  try {
    // The folder itself was one of them.
    return readdirSync(fdFolder).length - 1;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EMFILE' || code === 'ENFILE' ? descriptorLimit() : 0;
  }
}

/**
 * Whether something may be started that takes so many descriptors for as long as it lives.
 * @param purpose what serves another process, such as its health check, may use a part of the reserve
 */
export function mayTakeDescriptors(count: number, purpose: 'process' | 'service'): boolean {
  const kept = purpose === 'process' ? descriptorReserve() : leastDescriptors;
  const most = descriptorLimit() - kept - count;
  const now = monotonicMs();
  // To count them takes a while where there are thousands.
  if (counted + granted + plenty > most || now - countedAt > trustMs) {
    counted = openDescriptors();
    countedAt = now;
    granted = 0;
  }
  if (counted + granted > most) return false;
  granted += count;
  return true;
}

let shellLimit: { readonly soft: number | undefined } | undefined;

/** The soft limit of the shell that started us, for children to have it back; undefined where it is ours, or nobody says. */
export function shellDescriptorLimit(): number | undefined {
  shellLimit ??= { soft: readShellLimit() };
  return shellLimit.soft;
}

function readShellLimit(): number | undefined {
  try {
    let pid = process.ppid;
    // Node raises its own, so what is between the shell and us, such as npm, has it raised too.
    while (pid > 1 && /^(node|nodejs|bun|npm|npx)$/.test(basename(readlinkSync(`/proc/${pid}/exe`)))) pid = parentOf(pid);
    const soft = softLimitOf(readFileSync(`/proc/${pid}/limits`, 'latin1'));
    return soft < descriptorLimit() ? soft : undefined;
  } catch {
    return undefined; // Not Linux, or another user's.
  }
}

const fdFolder = process.platform === 'linux' ? '/proc/self/fd' : '/dev/fd';

function limitByShell(): number {
  return Number.parseInt(runAlone('/bin/sh', ['-c', 'ulimit -n']), 10) || Number.POSITIVE_INFINITY;
}

function parentOf(pid: number): number {
  return Number(/^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]);
}
