import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { admitImported } from '../../config/import/admit.js';
import { importFile } from '../../config/import/file.js';
import type { Imported } from '../../config/import/imported.js';
import { sayLost, writeConfiguration } from '../../config/import/write.js';
import { readText } from '../../config/read/text.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { say } from '../output/print.js';

const target = 'watchdog.yaml';
/** What would take the new file's place or stand beside it. */
const taken = [target, 'watchdog.yml'];
/** What says which processes there are; the first of them that is there is read. */
const processFiles = ['process-compose.yaml', 'process-compose.yml', 'Procfile.dev', 'Procfile', 'package.json'];
/** What says which containers there are; read beside the other. */
const composeFiles = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
const schemaFile = 'node_modules/watchdog-tui/dist/watchdog.schema.json';

/**
 * Writes a watchdog.yaml into the current folder, from the file that is named, or from what stands in the folder.
 * @throws ConfigError for a file that cannot be read; WatchdogError ACTION_FAILED where there is a configuration already
 */
export function init(request: { readonly from: string | undefined; readonly folder: string }): void {
  const { folder } = request;
  const present = taken.find((name) => existsSync(join(folder, name)));
  if (present !== undefined) throw isThere(present);
  const sources = request.from === undefined ? sourcesIn(folder) : [resolve(folder, request.from)];
  const parts = sources.map((file): Imported => importFile({ file, text: readText(file) }, relative(folder, file)));
  const imported = admitImported(parts);
  const names = parts.map(({ source }) => source);
  const text = writeConfiguration(imported, { schema: schemaFor(folder), sources: names });
  try {
    writeFileSync(join(folder, target), text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw isThere(target);
    throw new WatchdogError('ACTION_FAILED', `watchdog: ${target} cannot be written: ${(error as Error).message}`);
  }
  for (const lost of imported.lost) say(sayLost(lost));
  for (const { name, lost } of imported.processes) for (const each of lost) say(`${name}: ${sayLost(each)}`);
  say(summary(imported, names));
}

function summary({ processes }: Omit<Imported, 'source'>, sources: readonly string[]): string {
  if (sources.length === 0) {
    return `wrote ${target}, with an example to fill in, since there is no package.json, Procfile, compose or process-compose file here`;
  }
  const count = `${processes.length} ${processes.length === 1 ? 'process' : 'processes'}`;
  const byHand = processes.filter(({ keys }) => keys.autoStart === false).length;
  const started = byHand === 0 ? '' : `, ${byHand} of them to be started by hand`;
  return `wrote ${target} from ${sources.join(' and ')}: ${count}${started}; look through it, then run: watchdog`;
}

function sourcesIn(folder: string): string[] {
  const first = (names: readonly string[]): string[] => names.filter((name) => existsSync(join(folder, name))).slice(0, 1);
  return [...first(processFiles), ...first(composeFiles)].map((name) => join(folder, name));
}

function isThere(name: string): WatchdogError {
  return new WatchdogError(
    'ACTION_FAILED',
    `watchdog: ${name} is there already and is not overwritten; move it away to make a new one`,
  );
}

/** The schema of an installed watchdog, as it is reached from a folder; undefined where none is installed there or above. */
function schemaFor(folder: string): string | undefined {
  for (let above = folder; ; above = dirname(above)) {
    const file = join(above, schemaFile);
    if (existsSync(file)) return relative(folder, file);
    if (dirname(above) === above) return undefined;
  }
}
