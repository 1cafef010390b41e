import { constants } from 'node:os';
import { escapeReferences } from '../../resolve/interpolate.js';
import { isMap, type RawMap } from '../../schema/merge-defaults.js';
import type { ProcessInput } from '../../schema/process.js';
import { type ImportedProcess, notStarted } from '../common/imported.js';
import type { Lookup } from '../common/references.js';
import { SettledValues } from '../common/settled-values.js';
import { runInShell } from '../common/shell-run.js';
import { composeCommand, composeText, environmentPairs, given, isVariable, scalarText, textsOf } from '../common/values.js';
import { importAvailability, importSchedule, importWatch } from './policy.js';
import { processComposeChecks } from './probe.js';
import type { ProcessScope } from './scope.js';
import { renderTemplate } from './template.js';

/** Keys that are translated, or that change nothing here. */
const known = new Set(
  (
    'command entrypoint working_dir environment depends_on availability readiness_probe liveness_probe ready_log_line shutdown ' +
    'disabled is_disabled description is_daemon disable_ansi_colors vars is_tty is_interactive namespace success_exit_codes env_file ' +
    'watch replicas schedule is_foreground is_elevated mcp log_location is_strict name extends'
  ).split(' '),
);

/** What is the same for all processes of a file. */
export interface ProjectScope {
  readonly lookup: Lookup;
  /** Whether a file is there, by its path from that of the configuration. */
  readonly isThere: (path: string) => boolean;
  readonly vars: RawMap;
  readonly shell: ProcessScope['shell'];
  /** Shell commands that set variables before each command, one after the other. */
  readonly preamble: string;
  /** How many lines of each process are kept in memory. */
  readonly logLines: number | undefined;
  /** The names that others wait for by a line of output. */
  readonly waitedForByLine: ReadonlySet<string>;
}

/** One process, or one of its replicas; undefined where there is nothing to run. */
export function importProcess(name: string, own: RawMap, project: ProjectScope, replica?: number): ImportedProcess | undefined {
  const lost: string[] = [];
  const remarks: string[] = [];
  const vars: RawMap = { ...project.vars, ...(isMap(own.vars) ? own.vars : {}), PC_REPLICA_NUM: replica ?? 0 };
  // Without any variables of the file, braces are those of another program: docker ps --format '{{.Names}}'.
  const hasVars = isMap(own.vars) || Object.keys(project.vars).length > 0;
  const render = (text: string): string | undefined => {
    if (!text.includes('{{') || (!hasVars && !text.includes('.PC_REPLICA_NUM'))) return text;
    return renderTemplate(text, vars);
  };
  const values = new SettledValues(project.lookup, lost, render);
  const scope: ProcessScope = { lost, values, render, shell: project.shell };
  const command = commandOf(own, scope, project.preamble);
  if (command === undefined) return undefined;
  const off: string[] = command.fault === undefined ? [] : [command.fault];
  const description = scalarText(own.description);
  if (description !== undefined) remarks.push(render(description) ?? description);
  const policy = importAvailability(own.availability, scope);
  const schedule = importSchedule(own.schedule, scope, off);
  const isTrue = (key: string): boolean => values.boolean(own[key], key) === true;
  const isForeground = isTrue('is_foreground');
  if (isForeground) remarks.push('Started by hand, as there. It has a terminal: press I to type into it.');
  const isOff = (key: string): boolean => own[key] !== undefined && own[key] !== null && values.boolean(own[key], key) !== false;
  // What cannot be resolved is not started rather than started wrongly.
  const disabled = isOff('disabled') || isOff('is_disabled');
  if (isTrue('is_elevated')) off.push('it runs with sudo there (is_elevated)');
  if (isMap(own.mcp)) off.push('it is a tool that an agent calls there (mcp)');
  const daemon = isTrue('is_daemon');
  const envFile = textsOf(own.env_file ?? []).map((file) => {
    const path = render(file) ?? file;
    if (path.includes('$') || project.isThere(path)) return composeText(path);
    lost.push(`env_file: ${path} does not exist`);
    return `${path}?`;
  });
  for (const key of Object.keys(own)) {
    if (!known.has(key) && !key.startsWith('x-') && own[key] !== false) lost.push(key);
  }
  const keys = given({
    ...command.keys,
    cwd: folderOf(own.working_dir, scope),
    envFile: envFile.length > 0 ? envFile : undefined,
    env: variablesOf(name, own, scope, replica),
    ...schedule,
    dependsOn: dependenciesOf(own.depends_on, lost),
    ...processComposeChecks(own, scope, policy.autoRestart !== false, project.waitedForByLine.has(name)),
    ...policy,
    ...(schedule.schedule !== undefined && policy.autoRestart === true ? { autoRestart: 'on-failure' } : {}),
    ...stopOf(own.shutdown, scope),
    successExitCodes: exitCodes(own.success_exit_codes, values),
    watch: importWatch(own.watch, scope),
    daemon: daemon ? true : undefined,
    group: groupOf(own.namespace, values),
    logs: project.logLines === undefined ? undefined : { lines: project.logLines },
    color: isTrue('disable_ansi_colors') ? false : undefined,
    autoStart: disabled || isForeground || off.length > 0 ? false : undefined,
  });
  if (isForeground || isTrue('is_tty') || isTrue('is_interactive') || (isMap(keys.stop) && keys.stop.keys !== undefined))
    keys.tty = true;
  lost.push(...off.map(notStarted));
  return { name, remarks, keys: keys as ImportedProcess['keys'], lost, isFaulty: off.length > 0 };
}

function commandOf(
  own: RawMap,
  { render, shell }: ProcessScope,
  preamble: string,
): { readonly keys: { readonly command: string }; readonly fault?: string } | undefined {
  const fault = (text: string): string => {
    const why = `the template in ${JSON.stringify(text)} is not supported`;
    return why;
  };
  const command = scalarText(own.command);
  if (command !== undefined && command.trim() !== '') {
    const rendered = render(command);
    const run = runInShell(preamble + composeCommand(rendered ?? command), shell.command, shell.argument);
    return rendered === undefined ? { keys: run, fault: fault(command) } : { keys: run };
  }
  const entrypoint = textsOf(own.entrypoint ?? []);
  if (entrypoint[0] === undefined || entrypoint[0].trim() === '') return undefined;
  const words = entrypoint.map((word) => render(word));
  const [program = '', ...args] = words.map((word, index) => composeText(word ?? entrypoint[index]!));
  const keys = { command: program, args };
  return words.includes(undefined) ? { keys, fault: fault(entrypoint.join(' ')) } : { keys };
}

function folderOf(written: unknown, { render }: ProcessScope): string | undefined {
  const cwd = scalarText(written);
  return cwd === undefined || cwd === '' ? undefined : composeText(render(cwd) ?? cwd);
}

function variablesOf(
  name: string,
  own: RawMap,
  { render }: ProcessScope,
  replica: number | undefined,
): Record<string, string> | undefined {
  const pairs = environmentPairs(own.environment).map(([key, text]) => [key, composeText(render(text) ?? text)] as const);
  const text = JSON.stringify(own);
  // Set for every process there; here where it is used.
  const added = [
    ...(text.includes('PC_PROC_NAME') ? [['PC_PROC_NAME', name] as const] : []),
    ...(text.includes('PC_REPLICA_NUM') ? [['PC_REPLICA_NUM', String(replica ?? 0)] as const] : []),
  ];
  const all = [...added, ...pairs].filter(([key, value]) => isVariable(key, value));
  return all.length === 0 ? undefined : Object.fromEntries(all);
}

function exitCodes(written: unknown, values: SettledValues): number[] | undefined {
  if (!Array.isArray(written)) return undefined;
  const codes = written.map((code) => values.number(code, 'success_exit_codes')).filter((code) => code !== undefined);
  return [...new Set([0, ...codes])];
}

function groupOf(written: unknown, values: SettledValues): string | undefined {
  const name = values.text(written, 'namespace');
  return name === undefined || name === '' || name === 'default' ? undefined : escapeReferences(name);
}

function stopOf(written: unknown, { lost, render, values, shell }: ProcessScope): Pick<ProcessInput, 'stop'> {
  if (!isMap(written)) return {};
  const { command, signal, timeout_seconds: timeout, parent_only: parentOnly, send_keys: keys, ...others } = written;
  lost.push(...Object.keys(others).map((key) => `shutdown.${key}`));
  if (values.boolean(parentOnly, 'shutdown.parent_only')) lost.push('shutdown.parent_only: watchdog always stops the whole tree');
  const number = values.number(signal, 'shutdown.signal');
  const name = Object.entries(constants.signals).find(([, value]) => value === number)?.[0];
  if (name === undefined && number !== undefined && number !== 0) lost.push(`shutdown.signal: ${number}`);
  const text = render(scalarText(command) ?? '');
  const typed = scalarText(keys);
  if (typed === undefined && keys !== undefined && keys !== null) lost.push('shutdown.send_keys');
  const run = text === undefined || text.trim() === '' ? undefined : composeCommand(text);
  const stop = given({
    command: run === undefined ? undefined : runsIn(shell, run),
    signal: name,
    keys: typed,
    grace: values.duration(timeout, 'shutdown.timeout_seconds'),
  });
  return Object.keys(stop).length === 0 ? {} : { stop };
}

/** A command that stops a process has no shell of its own to name. */
function runsIn({ command, argument }: ProcessScope['shell'], text: string): string {
  return /\[\[|<\(|<<<|\{\d+\.\.|\bpipefail\b|\$\{\w+(\/|,,|\^\^|\[)|&>|==/.test(text)
    ? `${command} ${argument} '${text.replaceAll("'", `'\\''`)}'`
    : text;
}

const conditions: Readonly<Record<string, 'started' | 'healthy' | 'completed' | 'ended'>> = {
  process_started: 'started',
  process_healthy: 'healthy',
  process_log_ready: 'healthy',
  process_completed_successfully: 'completed',
  process_completed: 'ended',
};

function dependenciesOf(written: unknown, lost: string[]): ProcessInput['dependsOn'] {
  if (!isMap(written)) return undefined;
  const edges = Object.entries(written).map(([name, edge]) => {
    const wanted = scalarText(isMap(edge) ? edge.condition : undefined) ?? 'process_started';
    if (conditions[wanted] === undefined) lost.push(`depends_on ${name}: ${wanted}`);
    return [name, conditions[wanted] ?? 'started'];
  });
  return Object.fromEntries(edges);
}
