import type { KeyPath } from '../problems/problem.js';
import type { Span } from '../problems/yaml-locate.js';
import type { RawMap } from '../schema/merge-defaults.js';
import type { ProcessInput } from '../schema/process.js';
import type { ProcfileEntry } from './procfile.js';
import type { SourcePlaces } from './source-places.js';

/** The files of variables that foreman, overmind and their like read of themselves. */
export const procfileEnvFiles = ['.env?'] as const;

/** What a Procfile says in the words of watchdog.yaml. */
export function procfileValue(entries: readonly ProcfileEntry[]): RawMap {
  return {
    envFile: procfileEnvFiles,
    processes: Object.fromEntries(entries.map((entry) => [entry.name, procfileProcess(entry)])),
  };
}

/** One process of a Procfile. Only `release`, by its meaning, is work that comes to an end. */
export function procfileProcess({ name, command }: ProcfileEntry): ProcessInput & { readonly command: string } {
  return name === 'release' ? { command, autoRestart: 'on-failure' } : { command };
}

/** Where in a Procfile the values stand that `procfileValue` makes of it. */
export function procfilePlaces(entries: readonly ProcfileEntry[]): SourcePlaces {
  const entryAt = ([top, name]: KeyPath): ProcfileEntry | undefined =>
    top === 'processes' ? entries.find((entry) => entry.name === String(name)) : undefined;
  return {
    keysOf: (path) => (path.length === 1 && path[0] === 'processes' ? entries.map(({ name }) => name) : []),
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
