import { basename, dirname, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { errorOf } from '../problems/config-error.js';
import { diagnosticAt } from '../problems/diagnostic.js';
import { isProcfile, readProcfile } from '../read/procfile.js';
import type { SourceText } from '../read/source-files.js';
import { readYaml } from '../read/yaml-source.js';
import { isMap } from '../schema/merge-defaults.js';
import { importCompose } from './compose.js';
import type { Imported } from './imported.js';
import { importPackage } from './package.js';
import { importProcessCompose } from './process-compose.js';
import { importProcfile } from './procfile.js';

/**
 * Reads a file of another tool: package.json, a Procfile, a compose file or a process-compose file, which is seen by its name and,
 * for the last two, by what is in it.
 * @param shown the file as it is reached from the folder of watchdog.yaml
 * @throws ConfigError with what keeps it from being one of these
 */
export function importFile({ file, text }: SourceText, shown: string): Imported {
  if (isProcfile(file)) {
    const { entries, faults } = readProcfile(text);
    if (faults.length > 0) throw errorOf(faults.map((fault) => diagnosticAt(file, text, fault.span, fault)));
    return importProcfile(entries, shown);
  }
  // JSON is YAML, whose parser knows places.
  const { value, problems } = basename(file) === 'package.json' ? readJson(text) : readYaml(text);
  const grave = problems.filter(({ harmless }) => !harmless);
  if (grave.length > 0) throw errorOf(grave.slice(0, 1).map((problem) => diagnosticAt(file, text, problem.span, problem)));
  if (isMap(value)) {
    if (basename(file) === 'package.json') return importPackage(value, shown);
    if (isMap(value.services)) return importCompose(value, shown, basename(dirname(resolve(file))));
    if (isMap(value.processes)) return importProcessCompose(value, shown);
  }
  const hint = 'watchdog reads package.json, a Procfile, a compose file with services, or a process-compose file with processes';
  throw errorOf([diagnosticAt(file, text, { start: 0, end: 0 }, { message: 'nothing here can be read', hint })]);
}

function readJson(text: string): Pick<ReturnType<typeof readYaml>, 'value' | 'problems'> {
  try {
    return { value: JSON.parse(text), problems: [] };
  } catch (error) {
    const [problem] = parseDocument(text, { prettyErrors: false, logLevel: 'error', schema: 'json' }).errors;
    const [start, end] = problem?.pos ?? [0, 0];
    return {
      value: undefined,
      problems: [{ span: { start, end }, message: `this is not JSON: ${(error as Error).message}`, harmless: false }],
    };
  }
}
