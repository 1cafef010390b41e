import { fileURLToPath } from 'node:url';
import { WatchdogError } from '../../policy/words/errors.js';
import { PortTable } from '../ports/table.js';
import { formatDiagnostic } from '../problems/diagnostic.js';
import { asksNothing, problemText } from '../problems/problem.js';
import { quote } from '../problems/words.js';
import { readEnvFiles } from '../read/env-files.js';
import { processName } from '../schema/file.js';
import { asksSomething, checkKeys, isMap, type RawMap, withDefaults } from '../schema/merge-defaults.js';
import { once } from '../schema/parts.js';
import { type ParsedProcess, type ProcessInput, processSchema } from '../schema/process.js';
import type { HealthFunction, PortConfig, ProcessConfig } from '../schema/process-config.js';
import { problemsOf } from '../schema/zod-problems.js';
import type { CheckFunctions } from './checks-of.js';
import { resolveProcess } from './process.js';
import { scheduleProblems, withScheduleDefaults } from './schedule-rules.js';
import { terminalProblems } from './terminal-problems.js';
import { waitProblems } from './wait-problems.js';

/** Deeper than any configuration is. */
const mostLevels = 12;

/**
 * What code gives, in the way a file would have it: objects of classes with their getters, `process.env` and the like as maps, without
 * what is undefined; a URL as its text, that of a file as the path. Functions stay.
 */
function plainInput(value: unknown, levels = mostLevels): unknown {
  if (typeof value !== 'object' || value === null || value instanceof RegExp || levels === 0) return value;
  if (value instanceof URL) return value.protocol === 'file:' ? fileURLToPath(value) : value.href;
  if (Array.isArray(value)) return value.map((each) => plainInput(each, levels - 1));
  const entries = keysOf(value).map((key) => [key, plainInput(Reflect.get(value, key), levels - 1)] as const);
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined));
}

/** The own keys, and the getters of its classes. */
function keysOf(value: object): readonly string[] {
  const keys = new Set(Object.keys(value));
  for (let type = Object.getPrototypeOf(value); type !== null && type !== Object.prototype; type = Object.getPrototypeOf(type)) {
    for (const [key, { get }] of Object.entries(Object.getOwnPropertyDescriptors(type))) if (get !== undefined) keys.add(key);
  }
  return [...keys];
}

/** What `register()` takes: the keys of a process in watchdog.yaml, a name, and perhaps functions as checks. */
export type ProcessRegistration<Entry = unknown> = DeepReadonly<
  Omit<ProcessInput, 'command' | 'cwd' | 'env' | 'replicas' | CheckKey>
> & {
  readonly name: string;
  readonly command: string;
  /** The folder to run in. @default that of this program */
  readonly cwd?: string | URL | undefined;
  /** Variables beside those that every child gets; null unsets one, and undefined says nothing. */
  readonly env?: Readonly<Record<string, string | null | undefined>> | undefined;
} & {
  readonly [Key in CheckKey]?: DeepReadonly<ProcessInput[Key]> | ((entry: Entry) => boolean | Promise<boolean>) | undefined;
};

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

type CheckKey = (typeof checkKeys)[number];

/** What a registration takes from around it. */
export interface ParseProcessOptions {
  /** What a relative `cwd` is relative to, and the default of `cwd`; absolute. */
  readonly directory: string;
  /** What holds where the process does not say. A check that asks nothing lends only its times. */
  readonly defaults?: ProcessInput;
  /** Whether a process has a health check; decides what a list of dependencies waits for. Without this, none has. */
  readonly hasHealthCheck?: (name: string) => boolean;
}

/**
 * Checks and completes a process that code registers. Its command runs without a shell unless `shell: true`.
 * @throws WatchdogError CONFIG_INVALID, which names everything that is wrong
 */
export function parseProcess(input: unknown, options: ParseProcessOptions): ProcessConfig {
  const plain = plainInput(input);
  const { name, command, ...given }: RawMap = isMap(plain) ? plain : {};
  const functions: CheckFunctions = Object.fromEntries(
    checkKeys.flatMap((key) => (typeof given[key] === 'function' ? [[key, given[key] as HealthFunction]] : [])),
  );
  // A function asks by itself; the schema sees only the times that the defaults lend it.
  const times = Object.fromEntries(Object.keys(functions).map((key) => [key, {}]));
  // An empty command has the API's sentence below, so the schema need not complain as well.
  const own = { ...given, ...times, command: isEmpty(command) ? undefined : command };
  const raw = withScheduleDefaults(withDefaults(own, options.defaults ?? {}));

  const messages = isEmpty(name) || isEmpty(raw.command) ? ['Process name and command are required'] : [];
  const path = ['processes', typeof name === 'string' && name !== '' ? name : '(unnamed)'];
  const parsedName = isEmpty(name) ? undefined : processName.safeParse(name, once);
  if (parsedName?.success === false) messages.push(...problemsOf(parsedName.error, name, ['name']).map(problemText));
  if (raw.replicas !== undefined) messages.push('replicas are for watchdog.yaml; register each by a name of its own');
  const parsed = processSchema.safeParse(raw, once);
  if (!parsed.success) messages.push(...problemsOf(parsed.error, raw, path).map(problemText));
  // Only its own: the defaults of the caller cut a wait that is longer.
  messages.push(
    ...[...waitProblems(own, own, path), ...terminalProblems(own, own, path), ...scheduleProblems(own, raw, path)].map(
      problemText,
    ),
  );
  for (const key of checkKeys) {
    const check = raw[key];
    if (functions[key] === undefined && isMap(check) && !asksSomething(check))
      messages.push(problemText(asksNothing([...path, key])));
  }
  const files = readEnvFiles(parsed.data?.envFile ?? [], {
    directory: options.directory,
    rules: 'compose',
    lookup: (variable) => process.env[variable],
  });
  messages.push(
    ...files.faults.map(({ index, fault }) => problemText({ ...fault, message: `envFile[${index}]: ${fault.message}` })),
    ...files.errors.map((error) => formatDiagnostic(error)),
  );
  if (messages.length > 0 || !parsed.success) throw invalid(name, messages);

  return resolveProcess(String(name), parsed.data, {
    directory: options.directory,
    env: files.variables,
    shellByDefault: false,
    profiles: [],
    functions,
    ports: portsOf(String(name), parsed.data.port, options.directory),
    replica: null,
    unitsOf: (other) => [other],
    hooks: {},
    hasHealthCheck: options.hasHealthCheck ?? (() => false),
  });
}

/** Chosen by the folder and the name, without anything kept. */
function portsOf(name: string, port: ParsedProcess['port'], directory: string): readonly PortConfig[] {
  const table = new PortTable(
    { processes: { [name]: { port } } },
    { folder: directory, kept: new Map(), scaled: new Map(), textOf: (text) => text },
  );
  return table.of(name);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function invalid(name: unknown, messages: readonly string[]): WatchdogError {
  const title = typeof name === 'string' && name !== '' ? `process ${quote(name)}` : 'the process';
  const text = messages.length === 1 ? messages[0]! : `${title} is not valid:\n${messages.map((line) => `  ${line}`).join('\n')}`;
  return new WatchdogError('CONFIG_INVALID', text);
}
