import { basename } from 'node:path';
import { parseDocument } from 'yaml';
import { errorOf } from '../problems/config-error.js';
import { diagnosticAt } from '../problems/diagnostic.js';
import { isProcfile } from '../read/procfile.js';
import type { SourceText } from '../read/source-files.js';
import { isMap, type RawMap } from '../schema/merge-defaults.js';
import type { ImportAround, Imported } from './common/imported.js';
import { readYamlFile } from './common/yaml-file.js';
import { importCompose } from './compose/file.js';
import { importMprocs } from './mprocs/file.js';
import { importPackage } from './package/file.js';
import { importPm2 } from './pm2/file.js';
import { importProcessCompose } from './process-compose/file.js';
import { importProcfile } from './procfile/file.js';
import { importSupervisord } from './supervisord/file.js';
import { unreadable } from './unreadable.js';

/**
 * Reads a file of another tool: package.json, a Procfile, a compose, process-compose or mprocs file, a file of pm2, or a
 * supervisord.conf. Which one it is shows by its name, or by what is in it.
 * @param shown the file as it is reached from the folder of watchdog.yaml
 * @throws ConfigError with what keeps it from being one of these
 */
export function importFile(
  source: SourceText,
  shown: string,
  around: ImportAround = { environment: {}, report: () => {} },
): Imported {
  const { file, text } = source;
  const name = basename(file);
  const refuse = (message: string, hint: string): never => {
    throw errorOf([diagnosticAt(file, text, { start: 0, end: 0 }, { message, hint })]);
  };
  const other = unreadable(name);
  if (other !== undefined) return refuse(other.message, other.hint);
  if (isProcfile(file)) return importProcfile(source, shown, around);
  if (/\.[cm]?js$/.test(name)) return importPm2(source, undefined, shown, around);
  if (/\.(conf|ini)$/.test(name)) return importSupervisord(source, shown, around);
  if (name === 'package.json') return importPackage(source, readJson(source), shown);
  // JSON is YAML, whose parser knows places.
  const value = /\.json$/.test(name) ? readLooseJson(source) : readYamlFile(source).value;
  if (isMap(value)) {
    if (isMap(value.services) || Array.isArray(value.include)) return importCompose(source, shown, around);
    if (isMap(value.processes)) return importProcessCompose(source, value, shown, around);
    if (isMap(value.procs)) return importMprocs(source, value, shown);
    if (value.apps !== undefined || value.pm2 !== undefined || typeof value.script === 'string')
      return importPm2(source, value, shown, around);
    if (value.extends !== undefined && /process-compose/.test(name)) return importProcessCompose(source, value, shown, around);
  }
  if (Array.isArray(value) && value.some((app) => isMap(app) && typeof app.script === 'string'))
    return importPm2(source, value, shown, around);
  return refuse(
    'not a file that watchdog can import',
    'watchdog reads package.json, a Procfile, a compose file with services, a process-compose file with processes, mprocs.yaml with procs, a file of pm2 with apps, or a supervisord.conf',
  );
}

/** Whatever a package.json says; anything but a map says nothing. */
function readJson({ file, text }: SourceText): RawMap {
  try {
    const value: unknown = JSON.parse(text);
    return isMap(value) ? value : {};
  } catch (error) {
    const [problem] = parseDocument(text, { prettyErrors: false, logLevel: 'error', schema: 'json' }).errors;
    const [start, end] = problem?.pos ?? [0, 0];
    throw errorOf([diagnosticAt(file, text, { start, end }, { message: `not valid JSON: ${(error as Error).message}` })]);
  }
}

/** JSON with comments, which pm2 takes. */
function readLooseJson(source: SourceText): unknown {
  const spaced = source.text.replace(
    /("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (whole, string) => string ?? whole.replace(/[^\n]/g, ' '),
  );
  return readYamlFile({ ...source, text: spaced }).value;
}
