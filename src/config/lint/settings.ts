import { writtenDuration } from '../../policy/words/duration.js';
import { quote } from '../problems/words.js';
import { type Finding, isWritten, type LintedProcess } from './finding.js';

/** What systemd gives at shutdown before it sends SIGKILL (DefaultTimeoutStopSec). */
const shutdownMs = 90_000;

/** Signals that leave a program running unless it handles them; SIGWINCH is left out, which asks Apache to stop. */
const harmless: readonly string[] = ['SIGCHLD', 'SIGCONT', 'SIGURG'];

/** Signals that suspend a program. */
const suspending: readonly string[] = ['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'];

/** Settings that another one takes the effect from, and those that do something else than they seem to. */
export function settingFindings(process: LintedProcess): readonly Finding[] {
  return [
    ...terminalFindings(process),
    ...logFindings(process),
    ...graceFindings(process),
    ...signalFindings(process),
    ...groupFindings(process),
    ...variableFindings(process),
    ...exitCodeFindings(process),
  ];
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

function signalFindings({ config, policy }: LintedProcess): readonly Finding[] {
  const { signal } = policy.stop;
  if (config.stop.command !== null || config.stop.keys !== null) return [];
  const effect = suspending.includes(signal)
    ? 'suspends a process'
    : harmless.includes(signal)
      ? 'is ignored by most programs'
      : '';
  if (effect === '') return [];
  const message = `stop.signal: ${signal} ${effect} and does not end it, so that each stop lasts the whole grace`;
  return [{ key: ['stop', 'signal'], message, hint: 'write SIGTERM, SIGINT or SIGQUIT' }];
}

function groupFindings({ written }: LintedProcess): readonly Finding[] {
  const { group } = written;
  if (typeof group !== 'string' || !group.startsWith('@')) return [];
  const message = `group: commands name the group ${quote(group)} as ${quote(`@${group}`)}`;
  return [{ key: ['group'], message, hint: `write ${quote(group.replace(/^@+/, ''))}, which they name with one "@"` }];
}

/** What a variable must be called for a shell to read it. */
const shellName = /^[A-Za-z_]\w*$/;

function variableFindings(process: LintedProcess): readonly Finding[] {
  const { port } = process.config;
  const hidden = port.filter(({ variable }) => isWritten(process, 'env', variable));
  const unread = port
    .filter(({ variable }) => !shellName.test(variable))
    .map(({ variable }) => ({
      key: ['port', variable],
      message: `port: no shell reads a variable called ${quote(variable)}`,
      hint: 'begin it with a letter, and use letters, digits and "_"',
    }));
  return [
    ...unread,
    ...hidden.map(({ variable }) => ({
      key: ['env', variable],
      message: `env.${variable} has no effect, since port gives ${variable}`,
      hint: 'leave one of them out',
    })),
  ];
}

/** Codes that are written as both; against the usual success code, fatalExitCodes decide on purpose. */
function exitCodeFindings(process: LintedProcess): readonly Finding[] {
  const { policy } = process;
  if (!isWritten(process, 'successExitCodes')) return [];
  const both = policy.fatalExitCodes.filter((code) => policy.successExitCodes.includes(code));
  if (both.length === 0) return [];
  const message = `fatalExitCodes: a code in successExitCodes too counts as a failure (${both.join(', ')})`;
  return [{ key: ['fatalExitCodes'], message, hint: 'name it in one of them only' }];
}
