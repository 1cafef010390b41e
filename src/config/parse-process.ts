import { WatchdogError } from '../policy/errors.js';
import { asksSomething, isMap, type RawMap, withDefaults } from './merge-defaults.js';
import { asksNothing, problemText } from './problem.js';
import type { HealthFunction, ProcessConfig } from './process-config.js';
import { resolveProcess } from './resolve-process.js';
import { processName } from './schema.js';
import { type ProcessInput, processSchema } from './schema-process.js';
import { quote } from './words.js';
import { problemsOf } from './zod-problems.js';

/** What `register()` takes: the keys of a process in watchdog.yaml, a name, and perhaps a function as the health check. */
export type ProcessRegistration<Entry = unknown> = Omit<ProcessInput, 'command' | 'healthCheck'> & {
  readonly name: string;
  readonly command: string;
  readonly healthCheck?: ProcessInput['healthCheck'] | ((entry: Entry) => boolean | Promise<boolean>);
};

/** What a registration takes from around it. */
export interface ParseProcessOptions {
  /** What a relative `cwd` is relative to, and the default of `cwd`; absolute. */
  readonly directory: string;
  /** What holds where the process does not say. A health check without http or exec lends only its times. */
  readonly defaults?: ProcessInput;
  /** Whether a process has a health check; decides what a list of dependencies waits for. Without this, none has. */
  readonly hasHealthCheck?: (name: string) => boolean;
}

/**
 * Checks and completes a process that code registers. Its command runs without a shell unless `shell: true`.
 * @throws WatchdogError CONFIG_INVALID, which names everything that is wrong
 */
export function parseProcess(input: unknown, options: ParseProcessOptions): ProcessConfig {
  const { name, command, ...given }: RawMap = isMap(input) ? input : {};
  const healthFunction = typeof given.healthCheck === 'function' ? (given.healthCheck as HealthFunction) : null;
  // A function asks by itself; the schema sees only the times that the defaults lend it.
  const healthCheck = healthFunction === null ? given.healthCheck : {};
  // An empty command has the seed's sentence below, so the schema need not complain as well.
  const own = { ...given, healthCheck, command: isEmpty(command) ? undefined : command };
  const raw = withDefaults(own, options.defaults ?? {});

  const messages = isEmpty(name) || isEmpty(raw.command) ? ['Process name and command are required'] : [];
  const path = ['processes', typeof name === 'string' && name !== '' ? name : '(unnamed)'];
  const parsedName = isEmpty(name) ? undefined : processName.safeParse(name);
  if (parsedName?.success === false) messages.push(...problemsOf(parsedName.error, name, ['name']).map(problemText));
  const parsed = processSchema.safeParse(raw);
  if (!parsed.success) messages.push(...problemsOf(parsed.error, raw, path).map(problemText));
  if (healthFunction === null && isMap(raw.healthCheck) && !asksSomething(raw.healthCheck)) {
    messages.push(problemText(asksNothing([...path, 'healthCheck'])));
  }
  if (messages.length > 0 || !parsed.success) throw invalid(name, messages);

  return resolveProcess(String(name), parsed.data, {
    directory: options.directory,
    env: {},
    shellByDefault: false,
    healthFunction,
    hasHealthCheck: options.hasHealthCheck ?? (() => false),
  });
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function invalid(name: unknown, messages: readonly string[]): WatchdogError {
  const title = typeof name === 'string' && name !== '' ? `process ${quote(name)}` : 'the process';
  const text = messages.length === 1 ? messages[0]! : `${title} is not valid:\n${messages.map((line) => `  ${line}`).join('\n')}`;
  return new WatchdogError('CONFIG_INVALID', text);
}
