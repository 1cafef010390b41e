import { existsSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { sayFileFault } from '../../adapters/files/fault-words.js';
import { shellEnvironment } from '../../adapters/spawn/environment.js';
import { type FolderImport, importFolder, importOne } from '../../config/import/folder.js';
import { importSummary } from '../../config/import/summary.js';
import { writeConfiguration } from '../../config/import/write.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { plainText } from '../../policy/words/plain-text.js';
import { print, say, warn } from '../output/print.js';
import { writeSchema, writtenSchema } from './schema.js';

const usualTarget = 'watchdog.yaml';
/** What would take the place of that, or stand beside it. */
const taken = [usualTarget, 'watchdog.yml'];
const schemaFile = 'node_modules/watchdog-tui/dist/watchdog.schema.json';

/** What `init` is asked for. */
export interface InitRequest {
  /** The file to read; undefined for those that are in the folder. */
  readonly from: string | undefined;
  /** The file to write; none for watchdog.yaml. */
  readonly files: readonly string[];
  /** The one in which it was asked for. */
  readonly folder: string;
  /** Whether the configuration is only printed. */
  readonly isDryRun: boolean;
  /** As it was at the start of the program. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Writes a watchdog.yaml into the current folder, or another file, from the file that is named, or from what is in the new one's
 * folder; or prints it.
 * @throws ConfigError for a file that cannot be read; WatchdogError ACTION_FAILED where there is a configuration already, USAGE
 */
export async function init(request: InitRequest): Promise<void> {
  const { files, isDryRun } = request;
  if (files.length > 1) throw new WatchdogError('USAGE', 'init writes one file; name it once with --file');
  const path = resolve(request.folder, files[0] ?? usualTarget);
  const [folder, target] = [dirname(path), basename(path)];
  const present = (taken.includes(target) ? taken : [target]).find((name) => existsSync(join(folder, name)));
  // Paths are said as the user would give them.
  const shown = (file: string): string => relative(request.folder, resolve(folder, file));
  if (present !== undefined && !isDryRun) throw isThere(shown(present));
  const around = { environment: shellEnvironment(request.environment), report: warn };
  const made =
    request.from === undefined ? importFolder(folder, around) : importOne(resolve(request.folder, request.from), folder, around);
  const { imported, sources, notes } = made;
  const schema = schemaFor(folder) ?? (isDryRun ? writtenSchema : writeSchemaOrSay(folder));
  const text = writeConfiguration(imported, { schema, sources, notes });
  if (isDryRun) await print(plainText(text));
  else write(path, text, shown(target));
  say(headline({ ...made, sources: sources.map(shown) }, shown(target), isDryRun));
  process.stderr.write(importSummary(imported));
  for (const note of notes) say(note);
}

/** Editors are no reason to write no configuration. */
function writeSchemaOrSay(folder: string): string | undefined {
  try {
    return writeSchema(folder);
  } catch (error) {
    warn((error as Error).message);
    return undefined;
  }
}

function write(file: string, text: string, shown: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw isThere(shown);
    throw new WatchdogError('ACTION_FAILED', `${shown} cannot be written: ${sayFileFault(error)}`);
  }
}

function headline({ imported: { processes }, sources }: FolderImport, target: string, isDryRun: boolean): string {
  const done = isDryRun ? `would write ${target}` : `wrote ${target}`;
  if (sources.length === 0) {
    return `${done}, with an example to fill in, since there is no package.json, Procfile, compose, process-compose, mprocs, pm2 or supervisord file here`;
  }
  const count = `${processes.length} ${processes.length === 1 ? 'process' : 'processes'}`;
  const next = isDryRun ? '' : `; review it, then run: watchdog${taken.includes(target) ? '' : ` -f ${target}`}`;
  return `${done} from ${sources.join(' and ')}: ${count}${next}`;
}

function isThere(name: string): WatchdogError {
  return new WatchdogError('ACTION_FAILED', `${name} is there already and is not overwritten; move it away to make a new one`);
}

/** The schema of an installed watchdog, as it is reached from a folder; undefined where none is installed there or above. */
function schemaFor(folder: string): string | undefined {
  for (let above = folder; ; above = dirname(above)) {
    const file = join(above, schemaFile);
    if (existsSync(file)) return relative(folder, file);
    if (dirname(above) === above) return undefined;
  }
}
