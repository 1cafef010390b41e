import type { KeyPath } from '../problems/problem.js';
import type { Span } from '../problems/yaml-locate.js';
import type { RawMap } from '../schema/merge-defaults.js';
import type { ProcessInput } from '../schema/process.js';
import type { ProcfileEntry } from './procfile.js';
import type { ProcfileSettings } from './procfile-settings.js';
import type { SourcePlaces } from './source-places.js';

/** One process of a Procfile, in the words of watchdog.yaml. */
export interface ProcfileProcess {
  readonly name: string;
  readonly entry: ProcfileEntry;
  readonly keys: ProcessInput & { readonly command: string };
  /** What is added to the port to count from for its PORT; undefined where it gets none. */
  readonly portOffset: number | undefined;
}

/** Ports between one line of a Procfile and the next. */
const usualStep = 100;

const written = new WeakSet<object>();

/** Whether a list of files of variables is one that a Procfile's own tools read, by their rules. */
export function isOfProcfile(envFile: unknown): boolean {
  return typeof envFile === 'object' && envFile !== null && written.has(envFile);
}

/** The processes of a Procfile as the settings beside it have them: how many there are of each, their ports, how they stop. */
export function procfileProcesses(entries: readonly ProcfileEntry[], settings: ProcfileSettings): readonly ProcfileProcess[] {
  return entries.flatMap((entry, index) => {
    const count = settings.isIgnored(entry.name) ? 0 : settings.countOf(entry.name);
    const offset = index * (settings.portStep ?? usualStep);
    const keys = keysOf(entry, settings);
    const make = (name: string, more: object, instance: number): ProcfileProcess => ({
      name,
      entry,
      keys: { ...keys, ...more },
      portOffset: settings.hasPorts ? offset + instance : undefined,
    });
    if (count === 1) return [make(entry.name, {}, 0)];
    if (count === 0) return [make(entry.name, { autoStart: false }, 0)];
    return Array.from({ length: count }, (_, instance) => make(`${entry.name}-${instance + 1}`, { group: entry.name }, instance));
  });
}

/** What a Procfile says in the words of watchdog.yaml. */
export function procfileValue(processes: readonly ProcfileProcess[], settings: ProcfileSettings): RawMap {
  const envFile = [...settings.envFile];
  written.add(envFile);
  return { envFile, processes: Object.fromEntries(processes.map(({ name, keys }) => [name, keys])) };
}

/** Only `release`, by its meaning, is work that comes to an end. */
function keysOf({ name, command }: ProcfileEntry, settings: ProcfileSettings): ProcfileProcess['keys'] {
  const signal = settings.stopSignalOf(name);
  const stop = {
    ...(signal === undefined ? {} : { signal }),
    ...(settings.timeout === undefined ? {} : { grace: `${settings.timeout}s` }),
  };
  return {
    command,
    ...(settings.cwd === undefined ? {} : { cwd: settings.cwd }),
    ...(settings.canDie(name) ? { autoRestart: false } : name === 'release' ? { autoRestart: 'on-failure' } : {}),
    ...(Object.keys(stop).length === 0 ? {} : { stop }),
  };
}

/** Where in a Procfile the values are that `procfileValue` makes of it. */
export function procfilePlaces(processes: readonly ProcfileProcess[]): SourcePlaces {
  const entryAt = ([top, name]: KeyPath): ProcfileEntry | undefined =>
    top === 'processes' ? processes.find((process) => process.name === String(name))?.entry : undefined;
  return {
    keysOf: (path) => (path.length === 1 && path[0] === 'processes' ? processes.map(({ name }) => name) : []),
    depthOf: (path) => {
      if (path[0] !== 'processes') return 0;
      if (path.length === 1 || entryAt(path) === undefined) return 1;
      return path[2] === 'command' ? 3 : 2;
    },
    locate: (path): Span => {
      const entry = entryAt(path);
      if (entry === undefined) return { start: 0, end: 0 };
      return path[2] === 'command' ? entry.commandSpan : entry.nameSpan;
    },
  };
}
