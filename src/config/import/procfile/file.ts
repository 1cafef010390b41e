import { dirname, join } from 'node:path';
import { errorOf } from '../../problems/config-error.js';
import { diagnosticAt } from '../../problems/diagnostic.js';
import type { Span } from '../../problems/yaml-locate.js';
import { readEnvText } from '../../read/dotenv.js';
import { readForemanEnv } from '../../read/foreman-env.js';
import { readProcfile } from '../../read/procfile.js';
import { readProcfileSettings } from '../../read/procfile-settings.js';
import { procfileProcesses } from '../../read/procfile-source.js';
import type { SourceText } from '../../read/source-files.js';
import { basePortOf, usualPort } from '../../resolve/procfile-ports.js';
import { type ImportAround, type Imported, nothingImported } from '../common/imported.js';
import { commentAbove, textIfThere } from '../common/yaml-file.js';

/**
 * The processes of a Procfile as they run where it is the configuration itself: with the settings beside it, and each with the PORT
 * that it has now.
 * @throws ConfigError with the lines that name no process
 */
export function importProcfile({ file, text }: SourceText, shown: string, { environment }: ImportAround): Imported {
  const { entries, passedOver, faults } = readProcfile(text);
  const wrong = entries.length === 0 ? [...faults, ...passedOver] : faults;
  if (wrong.length > 0) throw errorOf(wrong.map((fault) => diagnosticAt(file, text, fault.span, fault)));
  const settings = readProcfileSettings(file);
  const way = dirname(shown);
  const inFolder = (path: string): string => (way === '.' ? path : join(way, path));
  const dotenv = textIfThere(join(dirname(file), settings.envFile[0]!.replace(/\?$/, ''))) ?? '';
  const port = basePortOf(settings.port, readForemanEnv(dotenv).variables.PORT, environment.PORT);
  const base = /^\d+$/.test(port ?? '') ? Number(port) : usualPort;
  return {
    ...nothingImported,
    source: shown,
    envFile: settings.envFile.map(inFolder),
    processes: procfileProcesses(entries, settings).map(({ name, entry, keys, portOffset }) => {
      const cwd = keys.cwd === undefined ? (way === '.' ? undefined : way) : inFolder(keys.cwd);
      return {
        name,
        remarks: [
          ...commentAbove(text, entry.nameSpan.start),
          ...(entry.name === 'release' ? ['One-shot work that the others may have to wait for: see dependsOn.'] : []),
          ...(keys.autoStart === false ? ['Not started: excluded by the settings beside the Procfile.'] : []),
        ],
        keys: {
          ...keys,
          ...(cwd === undefined ? {} : { cwd }),
          ...(portOffset === undefined ? {} : { env: { PORT: String(base + portOffset) } }),
        },
        lost: [],
      };
    }),
    lost: [...linesOf(passedOver, text).map((line) => `line ${line}: names no process; left out`), ...differencesOf(dotenv)],
  };
}

/** The numbers of the lines in which something is. */
function linesOf(places: readonly { readonly span: Span }[], text: string): readonly number[] {
  return places.map(({ span }) => text.slice(0, span.start).split('\n').length);
}

/** What the file of variables says to Foreman, and would not say here, where Compose's rules hold for it. */
function differencesOf(dotenv: string): readonly string[] {
  const { variables } = readForemanEnv(dotenv);
  const ours = readEnvText(dotenv, () => undefined);
  const lines = linesOf(ours.faults, dotenv);
  const names = Object.entries(variables).filter(
    ([name, value]) => Object.hasOwn(ours.variables, name) && ours.variables[name] !== value,
  );
  return [
    ...(lines.length === 0 ? [] : [`.env, line ${lines.join(', ')}: Foreman skips it; here it is an error`]),
    ...(names.length === 0
      ? []
      : [`.env: ${names.map(([name]) => name).join(', ')}: Foreman reads it to the end of the line, without interpolation`]),
  ];
}
