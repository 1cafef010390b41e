import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { isMap, type RawMap } from '../schema/merge-defaults.js';
import { readBytes } from './bytes.js';
import { readForemanEnv } from './foreman-env.js';

/** The settings beside a Procfile, for Foreman and Honcho in `.foreman`, for Overmind in `.overmind.env`. */
export interface ProcfileSettings {
  /** The Procfile that they name. */
  readonly procfile: string | undefined;
  /** The files of variables, as `envFile` has them. */
  readonly envFile: readonly string[];
  /** The port to count from, which wins over PORT. */
  readonly port: string | undefined;
  readonly portStep: number | undefined;
  readonly hasPorts: boolean;
  /** How many there are of a process. */
  readonly countOf: (name: string) => number;
  /** The folder to run in, relative to that of the Procfile. */
  readonly cwd: string | undefined;
  /** Seconds between the signal to stop and the kill. */
  readonly timeout: number | undefined;
  readonly stopSignalOf: (name: string) => string | undefined;
  /** Whether its end is its own business, and nobody starts it again. */
  readonly canDie: (name: string) => boolean;
  readonly isIgnored: (name: string) => boolean;
}

/** The settings beside a Procfile; all of them the usual ones where there are none. Never throws. */
export function readProcfileSettings(procfile: string): ProcfileSettings {
  const folder = dirname(resolve(procfile));
  const foreman = foremanOptions(folder);
  const overmindText = textOf(join(folder, '.overmind.env'));
  const overmind = readForemanEnv(overmindText ?? '').variables;
  const dotenv = readForemanEnv(textOf(join(folder, '.env')) ?? '').variables;
  const option = (name: string): string | undefined => (foreman[name] === undefined ? undefined : String(foreman[name]));
  const listOf = (name: string): readonly string[] =>
    (overmind[name] ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  const named = listOf('OVERMIND_PROCESSES');
  const ignored = listOf('OVERMIND_IGNORED_PROCESSES');
  const mortal = listOf('OVERMIND_CAN_DIE');
  const signals = pairsOf(overmind.OVERMIND_STOP_SIGNALS ?? '');
  return {
    procfile: option('procfile') ?? overmind.OVERMIND_PROCFILE ?? dotenv.PROCFILE,
    envFile: [
      ...(option('env') ?? '.env').split(',').map((file) => `${file.trim()}?`),
      ...(overmindText === undefined ? [] : ['.overmind.env?']),
    ],
    port: option('port') ?? overmind.OVERMIND_PORT,
    portStep: numberOf(overmind.OVERMIND_PORT_STEP),
    hasPorts: !isOn(overmind.OVERMIND_NO_PORT),
    countOf: countIn(option('formation') ?? option('concurrency'), overmind.OVERMIND_FORMATION),
    cwd: option('root') ?? option('app_root') ?? overmind.OVERMIND_ROOT,
    timeout: numberOf(option('timeout') ?? overmind.OVERMIND_TIMEOUT),
    stopSignalOf: (name) => {
      const signal = signals.get(name) ?? signals.get('all');
      return signal === undefined ? undefined : `SIG${signal.replace(/^SIG/i, '').toUpperCase()}`;
    },
    canDie: (name) => mortal.includes(name) || isOn(overmind.OVERMIND_ANY_CAN_DIE),
    isIgnored: (name) => ignored.includes(name) || (named.length > 0 && !named.includes(name)),
  };
}

/** The Procfile of a folder that its tools would run: the one that their settings name, `Procfile.dev`, or `Procfile`. */
export function procfileIn(folder: string, exists: (file: string) => boolean): string | undefined {
  const usual = ['Procfile.dev', 'Procfile'].map((name) => join(folder, name)).filter(exists);
  const { procfile } = readProcfileSettings(join(folder, 'Procfile'));
  const named = procfile === undefined ? undefined : resolve(folder, procfile);
  return named !== undefined && exists(named) ? named : usual[0];
}

/** Foreman starts what the formation names and nothing else, Overmind one of what it does not name. */
function countIn(foreman: string | undefined, overmind: string | undefined): (name: string) => number {
  const written = foreman ?? overmind;
  if (written === undefined) return () => 1;
  const counts = pairsOf(written);
  const usual = numberOf(counts.get('all')) ?? (foreman === undefined ? 1 : 0);
  return (name) => Math.min(100, numberOf(counts.get(name)) ?? usual);
}

function foremanOptions(folder: string): RawMap {
  const text = textOf(join(folder, '.foreman'));
  if (text === undefined) return {};
  // Loaded only where there is one: to find a project's folder needs no YAML.
  const { parse } = createRequire(import.meta.url)('yaml') as typeof import('yaml');
  try {
    const value: unknown = parse(text, { logLevel: 'silent' });
    return isMap(value) ? value : {};
  } catch {
    return {};
  }
}

function pairsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(',').flatMap((pair) => {
      const [, name, value] = /^\s*([\w-]+)\s*=\s*(\S+)\s*$/.exec(pair) ?? [];
      return name === undefined ? [] : [[name, value!] as const];
    }),
  );
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

function isOn(text: string | undefined): boolean {
  return text !== undefined && /^(1|true|yes|on)$/i.test(text);
}

function textOf(file: string): string | undefined {
  try {
    return readBytes(file).toString();
  } catch {
    return undefined;
  }
}
