import { writtenDuration } from '../schema/written-duration.js';
import { type Finding, isWritten, type LintedProcess } from './finding.js';

/** What systemd gives at shutdown before it sends SIGKILL (DefaultTimeoutStopSec). */
const shutdownMs = 90_000;

/** Settings that another one takes the effect from. */
export function settingFindings(process: LintedProcess): readonly Finding[] {
  return [...terminalFindings(process), ...logFindings(process), ...graceFindings(process)];
}

function terminalFindings(process: LintedProcess): readonly Finding[] {
  if (!process.config.tty) return [];
  return ['stdin', 'color']
    .filter((key) => isWritten(process, key))
    .map((key) => ({ key: [key], message: `${key} has no effect on a process with a terminal`, hint: 'leave it out' }));
}

function logFindings(process: LintedProcess): readonly Finding[] {
  if (process.config.logs.file) return [];
  return ['maxSize', 'keep']
    .filter((key) => isWritten(process, 'logs', key))
    .map((key) => ({
      key: ['logs', key],
      message: `logs.${key} has no effect, since logs.file is false`,
      hint: 'leave it out, or set logs.file: true',
    }));
}

function graceFindings({ policy }: LintedProcess): readonly Finding[] {
  const { graceMs } = policy.stop;
  if (graceMs <= shutdownMs) return [];
  const message = `stop.grace: a system that shuts down waits ${writtenDuration(shutdownMs)} (systemd) and not ${writtenDuration(graceMs)} before it sends SIGKILL`;
  return [{ key: ['stop', 'grace'], message, hint: `make it ${writtenDuration(shutdownMs)} at most` }];
}
