import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { nodeClock } from '../../adapters/node/clock.js';
import { spawnAlone } from '../../adapters/node/start-program.js';
import { shellEnvironment } from '../../adapters/spawn/environment.js';
import { explainSpawnFailure } from '../../adapters/spawn/failure.js';
import { programOf } from '../../adapters/spawn/shell-line.js';
import { Watchdog } from '../../api/watchdog.js';
import { ControlClient } from '../../client/client.js';
import { loadConfig } from '../../config/load.js';
import type { Configuration, ProcessConfig } from '../../config/schema/process-config.js';
import { statusRows } from '../../control/status-document.js';
import { type Dependency, isMet } from '../../policy/process/dependencies.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { Redactor, secretValuesOf } from '../../policy/words/redactor.js';
import type { StatusRow } from '../../protocol/documents.js';
import { childEnvironment } from '../../supervisor/process/parts.js';
import { warn } from '../output/print.js';
import { checkNames } from './check-names.js';
import { leftLines } from './end-words.js';

/** What the user asked for. */
export interface RunOnceRequest {
  readonly name: string;
  /** A program and its arguments; empty for the process's own command. */
  readonly command: readonly string[];
  readonly files: readonly string[];
  /** As it was at the start of the program. */
  readonly environment: NodeJS.ProcessEnv;
}

/** Where what the command depends on runs. */
interface Surroundings extends AsyncDisposable {
  /** How it is; undefined where it is not there. */
  rowOf(name: string): Promise<StatusRow | undefined>;
  /** Starts it and what it needs. Its row says then what became of that. */
  start(name: string): Promise<void>;
}

const pollMs = 50;
const signalBase = 128;
/** As shells have it. */
const notFoundStatus = 127;
const notExecutableStatus = 126;
const handled = ['SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGINT'] as const;

/**
 * Runs one command in the folder and environment of a process, in the foreground of this terminal, once what the process depends on
 * is ready: in the running watchdog, or in one of its own, which ends with it.
 * @returns the exit status of the command; 128+n where a signal ended it
 * @throws ConfigError, WatchdogError USAGE for what is not one process, ACTION_FAILED where it runs already or a dependency is not to be had
 */
export async function runOnce(request: RunOnceRequest): Promise<number> {
  const environment = shellEnvironment(request.environment);
  const configuration = loadConfig({ files: request.files, from: process.cwd(), environment });
  const config = processOf(request, configuration);
  const client = new ControlClient(configuration.directory);
  const rows = await client.status([]).catch(nullWithoutWatchdog);
  const state = rows?.find(({ name }) => name === config.name)?.state;
  if (request.command.length === 0 && (state === 'running' || state === 'starting' || state === 'stopping')) {
    throw new WatchdogError(
      'ACTION_FAILED',
      `${config.name} is ${state}; stop it first, or give another command: watchdog run ${config.name} -- COMMAND`,
    );
  }
  using signals = new Signals();
  await using around = rows === null ? ownWatchdog(configuration, environment) : runningWatchdog(client);
  for (const dependency of config.dependsOn) await untilReady(around, dependency, signals);
  if (signals.status !== undefined) return signals.status;
  // It has the user's terminal or pipe, which it sees by itself.
  const env = childEnvironment({ ...config, tty: false, color: false }, environment);
  const redactor = new Redactor();
  redactor.hide([...configuration.secretValues, ...secretValuesOf(env, configuration.secrets)]);
  const complain = (text: string): void => warn(redactor.redact(text));
  return await inForeground(config, request.command, env, { signals, complain });
}

function processOf({ name, files: _files, ...request }: RunOnceRequest, configuration: Configuration): ProcessConfig {
  const meant = checkNames({ ...request, names: [name], profiles: [], commands: [] }, configuration);
  const found = configuration.processes.find((config) => config.name === meant[0]);
  if (meant.length === 1 && found !== undefined) return found;
  throw new WatchdogError('USAGE', `run takes one process, and ${name} is several: ${meant.join(', ')}`);
}

function nullWithoutWatchdog(error: unknown): null {
  if (error instanceof WatchdogError && error.code === 'NOT_RUNNING') return null;
  throw error;
}

function runningWatchdog(client: ControlClient): Surroundings {
  return {
    rowOf: async (name) => {
      await client.why(name); // Which waits for the last output of what has just ended.
      return (await client.statusRows([name]))[0];
    },
    start: async (name) => {
      await client.act({ action: 'start', names: [name] });
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

/** A watchdog without a lock, a socket and files, for what the command depends on. Made when something is to be started. */
function ownWatchdog(configuration: Configuration, environment: Readonly<Record<string, string>>): Surroundings {
  let made: Watchdog | undefined;
  const make = async (): Promise<Watchdog> => {
    if (made !== undefined) return made;
    made = new Watchdog({ handleSignals: false, environment, cgroups: configuration.cgroups });
    made.hideSecrets(configuration);
    for (const config of configuration.processes) made.registerConfig(config);
    if (configuration.containers !== null) await made.monitorContainers(configuration.containers);
    return made;
  };
  return {
    rowOf: async (name) => {
      const watchdog = await make();
      await watchdog.untilExplained([name]);
      return statusRows(watchdog, nodeClock, [name])[0];
    },
    start: async (name) => {
      (await make()).up([name]);
    },
    [Symbol.asyncDispose]: async () => {
      const report = await made?.shutdown();
      for (const line of report === undefined ? [] : leftLines(report)) warn(line);
    },
  };
}

/** Waits until what a process depends on is as it wants it, and starts it where it is not up. */
async function untilReady(around: Surroundings, { name, condition }: Dependency, signals: Signals): Promise<void> {
  let isStarted = false;
  while (signals.status === undefined) {
    const row = await around.rowOf(name);
    if (row === undefined) throw new WatchdogError('ACTION_FAILED', `${name}, on which it depends, is not there`);
    const { state, cause, reason, facts } = row;
    if (isMet(condition, { ...row, ...facts })) return;
    if (!isStarted) {
      isStarted = true;
      warn(`waiting for ${name} to be ${condition}`);
      if (state === 'stopped' || state === 'failed' || state === 'completed') await around.start(name);
      continue;
    }
    if (state === 'failed' || state === 'circuit_open' || facts.isBlocked) {
      throw new WatchdogError('ACTION_FAILED', `${name} is not ${condition}: ${cause ?? reason}`);
    }
    await new Promise<void>((resolve) => void nodeClock.setTimer(resolve, pollMs));
  }
}

async function inForeground(
  config: ProcessConfig,
  command: readonly string[],
  env: Record<string, string>,
  { signals, complain }: { readonly signals: Signals; readonly complain: (text: string) => void },
): Promise<number> {
  const [given, ...args] = command;
  const program = given === undefined ? programOf(config) : { command: given, args };
  const child = spawnAlone(program.command, program.args, { cwd: config.cwd, env, stdio: [0, 1, 2] });
  signals.child = child;
  return new Promise<number>((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      const { message, about } = explainSpawnFailure({ command: program.command, cwd: config.cwd, env, shell: true }, error);
      complain(message);
      resolve(error.code === 'ENOENT' && about?.kind === 'command' ? notFoundStatus : notExecutableStatus);
    });
    child.on('exit', (code, signal) => resolve(code ?? signalBase + (signal === null ? 0 : constants.signals[signal])));
  });
}

/** Signals to us until it is disposed: passed on to the command once there is one, else the end of the wait for it. */
class Signals implements Disposable {
  child: ChildProcess | undefined;
  /** What to end with, where a signal came before the command. */
  status: number | undefined;
  readonly #listeners = handled.map((signal) => {
    const listener = (): void => this.#came(signal);
    process.on(signal, listener);
    return [signal, listener] as const;
  });

  [Symbol.dispose](): void {
    for (const [signal, listener] of this.#listeners) process.off(signal, listener);
  }

  #came(signal: (typeof handled)[number]): void {
    if (this.child === undefined) this.status = signalBase + constants.signals[signal];
    // What the keys of a terminal send has reached the command by itself.
    else if (process.stdin.isTTY !== true || (signal !== 'SIGINT' && signal !== 'SIGQUIT')) this.child.kill(signal);
  }
}
