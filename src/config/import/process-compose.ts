import { constants } from 'node:os';
import { isMap, type RawMap } from '../schema/merge-defaults.js';
import type { ProcessInput } from '../schema/process.js';
import type { Imported, ImportedProcess } from './imported.js';
import { processComposeChecks } from './process-compose-probe.js';
import { composeCommand, composeText, environmentOf, goDuration, scalarText, shellWord, textsOf } from './values.js';

const conditions: Readonly<Record<string, 'started' | 'healthy' | 'completed'>> = {
  process_started: 'started',
  process_healthy: 'healthy',
  process_log_ready: 'healthy',
  process_completed: 'completed',
  process_completed_successfully: 'completed',
};

/** Keys that are translated, or that change nothing here. */
const known = [
  'command',
  'entrypoint',
  'working_dir',
  'environment',
  'depends_on',
  'availability',
  'readiness_probe',
  'liveness_probe',
  'ready_log_line',
  'shutdown',
  'disabled',
  'description',
  'is_daemon',
  'disable_ansi_colors',
];
const knownAtTop = ['version', 'processes', 'environment', 'shell', 'is_strict'];

/** What the words of bash alone look like, of which other shells know nothing. */
const bashOnly = /\[\[|<\(|<<<|\bpipefail\b|\bsource\s|\bfunction\s|\$\{\w+(\/|,,|\^\^|\[)|&>/;

/** The processes of a process-compose.yaml. */
export function importProcessCompose(file: RawMap, source: string): Imported {
  const processes = Object.entries(isMap(file.processes) ? file.processes : {});
  const unread = Object.keys(file).filter((key) => !knownAtTop.includes(key) && !key.startsWith('x-'));
  return {
    source,
    env: environmentOf(file.environment),
    envFile: ['.env?'],
    processes: processes.flatMap(([name, own]) => (isMap(own) ? (importProcess(name, own, file.shell) ?? []) : [])),
    remarks: [],
    lost: unread,
  };
}

function importProcess(name: string, own: RawMap, shell: unknown): ImportedProcess | undefined {
  const lost: string[] = [];
  const command = commandOf(own, shell);
  if (command === undefined) return undefined;
  const description = scalarText(own.description);
  const env = environmentOf(own.environment);
  const cwd = scalarText(own.working_dir);
  const dependsOn = dependenciesOf(own.depends_on, lost);
  if (own.is_daemon === true) lost.push('is_daemon: let the command stay in the foreground');
  for (const key of Object.keys(own)) {
    if (!known.includes(key) && !key.startsWith('x-') && own[key] !== false) lost.push(key);
  }
  return {
    name,
    remarks: description === undefined ? [] : [description],
    keys: {
      ...command,
      ...(cwd === undefined ? {} : { cwd: composeText(cwd) }),
      ...(Object.keys(env).length === 0 ? {} : { env }),
      ...(dependsOn === undefined ? {} : { dependsOn }),
      ...processComposeChecks(own, lost),
      ...availabilityOf(own.availability, lost),
      ...stopOf(own.shutdown, lost),
      ...(own.disabled === true ? { autoStart: false } : {}),
      ...(own.disable_ansi_colors === true ? { color: false } : {}),
    },
    lost,
  };
}

function commandOf(own: RawMap, shell: unknown): { command: string; args?: string[] } | undefined {
  const [program, ...args] = textsOf(own.entrypoint ?? []);
  if (program !== undefined && program.trim() !== '') {
    return { command: composeText(program), args: [...args, ...textsOf(own.command ?? [])].map(composeText) };
  }
  const command = scalarText(own.command);
  if (command === undefined || command.trim() === '') return undefined;
  const named = isMap(shell) ? scalarText(shell.shell_command) : undefined;
  const argument = isMap(shell) ? (scalarText(shell.shell_argument) ?? '-c') : '-c';
  // Without a word about it process-compose takes bash, and watchdog the shell of the system.
  const other = named === undefined ? (bashOnly.test(command) ? 'bash' : undefined) : /(^|\/)sh$/.test(named) ? undefined : named;
  if (other === undefined) return { command: composeCommand(command) };
  return { command: `exec ${shellWord(other)} ${shellWord(argument)} ${shellWord(composeCommand(command))}` };
}

function availabilityOf(written: unknown, lost: string[]): Omit<ProcessInput, 'command'> {
  const { restart, backoff_seconds: backoff, max_restarts: most, ...others } = isMap(written) ? written : {};
  for (const [key, value] of Object.entries(others)) if (value !== false) lost.push(`availability.${key}`);
  const word = (scalarText(restart) ?? 'no').replaceAll('-', '_');
  if (word === 'exit_on_failure') lost.push('restart: exit_on_failure, which ends everything when this fails');
  const autoRestart = word === 'always' ? true : word === 'on_failure' ? 'on-failure' : false;
  const delay = goDuration(backoff);
  if (autoRestart === false) return { autoRestart };
  return {
    autoRestart,
    // It waits the same time before every restart.
    ...(delay === undefined ? {} : { restartDelay: delay, backoff: { multiplier: 1 } }),
    ...(typeof most === 'number' && Number.isInteger(most) && most > 0 ? { maxRestarts: most } : {}),
  };
}

function stopOf(written: unknown, lost: string[]): Pick<ProcessInput, 'stop'> {
  if (!isMap(written)) return {};
  const { command, signal, timeout_seconds: timeout, parent_only: parentOnly } = written;
  if (parentOnly === true) lost.push('shutdown.parent_only, since nothing is left behind here');
  const name = Object.entries(constants.signals).find(([, number]) => number === signal)?.[0];
  const text = scalarText(command);
  const grace = goDuration(timeout);
  const stop = {
    ...(text === undefined || text.trim() === '' ? {} : { command: composeCommand(text) }),
    ...(name === undefined ? {} : { signal: name }),
    ...(grace === undefined ? {} : { grace }),
  };
  return Object.keys(stop).length === 0 ? {} : { stop };
}

function dependenciesOf(written: unknown, lost: string[]): ProcessInput['dependsOn'] {
  if (!isMap(written)) return undefined;
  return Object.fromEntries(
    Object.entries(written).map(([name, edge]) => {
      const wanted = scalarText(isMap(edge) ? edge.condition : undefined) ?? 'process_started';
      if (wanted === 'process_completed') lost.push(`depends_on ${name}: also when it failed`);
      if (conditions[wanted] === undefined) lost.push(`depends_on ${name}: ${wanted}`);
      return [name, conditions[wanted] ?? 'started'];
    }),
  );
}
