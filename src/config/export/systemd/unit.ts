import { isAbsolute, resolve } from 'node:path';
import { shellLine } from '../../../policy/words/shell-line.js';
import type { ProcessConfig } from '../../schema/process-config.js';
import { checkCommand, shellQuoted } from '../common/check-command.js';
import type { ExportedEnvironment } from '../common/environment.js';
import { commentsOn, headline, type NoCounterpart, oneLine } from '../common/exported.js';
import type { Role } from '../common/roles.js';
import { assignment, commandWord, isVariableName, setting, timeSpan } from './words.js';

/** What a unit needs to know beside its process. */
export interface UnitContext {
  /** The name of the project for people. */
  readonly project: string;
  /** The target of the project. */
  readonly target: string;
  /** The names of all services by those of their processes. */
  readonly units: ReadonlyMap<string, string>;
  readonly role: Role;
  readonly environment: ExportedEnvironment;
  /** The file with its secret variables on the server; null where it has none. */
  readonly secretsFile: string | null;
  /** Whether another process waits until it is healthy. */
  readonly isAwaited: boolean;
  readonly missing: readonly NoCounterpart[];
}

/** Exit codes of a shell that cannot run its command. */
const shellCodes = [126, 127];
/** Signals that systemd takes for a clean end, where only exit codes are for watchdog. */
const cleanSignals = 'SIGHUP SIGINT SIGTERM SIGPIPE';

/** The service of one process. */
export function serviceUnit(process: ProcessConfig, context: UnitContext): string {
  const sections = [
    [headline('systemd'), ...commentsOn(context.missing).map((line) => `# ${line}`)],
    ['[Unit]', ...unitLines(process, context)],
    ['[Service]', ...serviceLines(process, context)],
  ];
  return `${sections.map((lines) => `${lines.join('\n')}\n`).join('\n')}`;
}

function unitLines(process: ProcessConfig, { project, target, units }: UnitContext): readonly string[] {
  const known = process.dependsOn.flatMap(({ name, condition, restart }) => {
    const unit = units.get(name);
    return unit === undefined ? [] : [{ unit: `${unit}.service`, condition, restart }];
  });
  const required = known.filter(({ condition }) => condition !== 'ended').map(({ unit }) => unit);
  const wanted = known.filter(({ condition }) => condition === 'ended').map(({ unit }) => unit);
  const restarting = known.filter(({ restart }) => restart).map(({ unit }) => unit);
  const { circuit, maxRestarts, restart } = process.policy;
  const burst = maxRestarts < 0 ? circuit.threshold : Math.min(circuit.threshold, maxRestarts + 1);
  return [
    `Description=${setting(oneLine(`${process.name} of ${project}`))}`,
    `PartOf=${[target, ...restarting].join(' ')}`,
    ...(required.length === 0 ? [] : [`Requires=${required.join(' ')}`]),
    ...(wanted.length === 0 ? [] : [`Wants=${wanted.join(' ')}`]),
    ...(known.length === 0 ? [] : [`After=${known.map(({ unit }) => unit).join(' ')}`]),
    ...(restart === 'never' ? [] : [`StartLimitIntervalSec=${timeSpan(circuit.windowMs)}`, `StartLimitBurst=${burst}`]),
  ];
}

function serviceLines(process: ProcessConfig, context: UnitContext): readonly string[] {
  const { policy, stop, cwd } = process;
  const isOnce = context.role !== 'service';
  return [
    `Type=${isOnce ? 'oneshot' : policy.daemon ? 'forking' : 'exec'}`,
    ...(context.role === 'one-shot' ? ['RemainAfterExit=yes'] : []),
    `WorkingDirectory=${setting(cwd)}`,
    ...environmentLines(context),
    `ExecStart=${startCommand(process)}`,
    ...(isOnce || !context.isAwaited ? [] : readyLines(process)),
    ...(stop.command === null ? [] : [`ExecStop=${stopCommand(stop.command)}`]),
    ...restartLines(process, isOnce),
    `KillSignal=${policy.stop.signal}`,
    `TimeoutStopSec=${timeSpan(policy.stop.graceMs)}`,
    ...(policy.memory === null ? [] : [`MemoryMax=${policy.memory.maxBytes}`]),
  ];
}

function environmentLines({ environment, secretsFile }: UnitContext): readonly string[] {
  const { plain, unset } = environment;
  const unsettable = unset.filter(isVariableName);
  return [
    ...[...plain].filter(([name]) => isVariableName(name)).map(([name, value]) => `Environment=${assignment(name, value)}`),
    ...(unsettable.length === 0 ? [] : [`UnsetEnvironment=${unsettable.join(' ')}`]),
    ...(secretsFile === null ? [] : [`EnvironmentFile=${setting(secretsFile)}`]),
  ];
}

/** Until it is ready it is starting, so that what comes after it waits. */
function readyLines(process: ProcessConfig): readonly string[] {
  const command = waitUntilReady(process);
  if (command === undefined) return [];
  const { liveness, startPeriodMs, intervalMs, threshold } = process.policy.probes.find(({ readiness }) => readiness)!;
  return [
    `ExecStartPost=${command}`,
    `TimeoutStartSec=${liveness ? timeSpan(startPeriodMs + intervalMs * threshold) : 'infinity'}`,
  ];
}

function restartLines({ policy }: ProcessConfig, isOnce: boolean): readonly string[] {
  const { restart, backoff, successExitCodes, fatalExitCodes, shell } = policy;
  const others = successExitCodes.filter((code) => code !== 0);
  const success = others.length === 0 ? [] : [`SuccessExitStatus=${others.join(' ')}`];
  if (restart === 'never') return [...success, 'Restart=no'];
  const fatal = [...new Set([...(shell ? shellCodes : []), ...fatalExitCodes])];
  return [
    ...success,
    // systemd refuses to run something once again and again.
    `Restart=${restart === 'always' && !isOnce ? 'always' : 'on-failure'}`,
    ...(isOnce || restart === 'always' ? [] : [`RestartForceExitStatus=${cleanSignals}`]),
    ...(fatal.length === 0 ? [] : [`RestartPreventExitStatus=${fatal.join(' ')}`]),
    `RestartSec=${timeSpan(backoff.initialMs)}`,
  ];
}

/** What `ExecStart=` runs for a process. */
function startCommand({ command, args, shell, cwd }: ProcessConfig): string {
  if (shell !== false) return shellCommand(shellLine({ command, args }), shell);
  return [...program(command, cwd), ...args].map(commandWord).join(' ');
}

/**
 * What `ExecStop=` runs. systemd sends the signal as soon as the command has ended, and watchdog only after the grace; so it waits.
 */
function stopCommand(command: string): string {
  return shellCommand(`export WATCHDOG_PID=$MAINPID\n${command}\nwhile kill -0 "$MAINPID" 2>/dev/null; do sleep 0.2; done`, true);
}

/**
 * What `ExecStartPost=` runs: the unit counts as started once the check passes. Undefined where no command can ask it.
 */
function waitUntilReady({ policy, probes }: ProcessConfig): string | undefined {
  const index = policy.probes.findIndex(({ readiness }) => readiness);
  const [times, probe] = [policy.probes[index], probes[index]];
  if (times === undefined || probe === undefined) return undefined;
  const check = checkCommand(probe, times.timeoutMs);
  if (check === undefined) return undefined;
  const between = Math.min(times.startIntervalMs, times.intervalMs) / 1000;
  return shellCommand(
    `until timeout ${times.timeoutMs / 1000} /bin/sh -c ${shellQuoted(check)}; do sleep ${between}; done`,
    true,
  );
}

function shellCommand(command: string, shell: string | true): string {
  const found = shell === true ? ['/bin/sh'] : isAbsolute(shell) ? [shell] : ['/usr/bin/env', shell];
  return [...found, '-c', command].map(commandWord).join(' ');
}

/** systemd searches only a few folders for a name, and takes no path that is relative to the folder of the process. */
function program(command: string, cwd: string): readonly string[] {
  if (isAbsolute(command)) return [command];
  return command.includes('/') ? [resolve(cwd, command)] : ['/usr/bin/env', command];
}
