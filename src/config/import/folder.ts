import { join, relative } from 'node:path';
import { readText } from '../read/text.js';
import { admitImported } from './admit.js';
import { portsInCode } from './code-ports.js';
import type { ImportAround, Imported } from './common/imported.js';
import { importFile } from './file.js';
import { sourcesIn } from './sources.js';
import { sayUnreadable } from './unreadable.js';

/** What was made of the files of a folder. */
export interface FolderImport {
  readonly imported: Omit<Imported, 'source'>;
  /** The files that were read, as the user would name them. */
  readonly sources: readonly string[];
  /** What is here and was not read, a line each. */
  readonly notes: readonly string[];
}

/**
 * Makes one configuration of what is in a folder: of the tool that is likeliest to start everything for developing, and of a
 * compose file beside it.
 * @param folder absolute
 * @throws ConfigError for a file that cannot be read
 */
export function importFolder(folder: string, around: ImportAround): FolderImport {
  const found = sourcesIn(folder);
  const read = (name: string): Imported =>
    importFile({ file: join(folder, name), text: readText(join(folder, name)) }, name, around);
  const [chosen, part] = likeliest(found.processes, read);
  const parts = [...(part === undefined ? [] : [part]), ...(found.compose === undefined ? [] : [read(found.compose)])];
  const beside = found.processes.filter((name) => name !== chosen && !(name === 'package.json' && starts(read(name)) === false));
  return {
    imported: admitImported(parts, (process) => portsInCode(process, folder)),
    sources: parts.map(({ source }) => source),
    notes: [
      ...(beside.length === 0
        ? []
        : [`Also found, not imported: ${beside.join(', ')}; to import it instead: watchdog init --from ${beside[0]}`]),
      ...otherProcfile(folder, chosen),
      ...found.unreadable.map((name) => sayUnreadable(name)),
    ],
  };
}

/** Makes a configuration of one file. */
export function importOne(file: string, folder: string, around: ImportAround): FolderImport {
  const part = importFile({ file, text: readText(file) }, relative(folder, file), around);
  return { imported: admitImported([part], (process) => portsInCode(process, folder)), sources: [part.source], notes: [] };
}

/** The first that starts something: a package.json with nothing but builds comes after what pm2 and supervisord start. */
function likeliest(names: readonly string[], read: (name: string) => Imported): readonly [name?: string, part?: Imported] {
  const [first, ...others] = names;
  if (first === undefined) return [];
  const part = read(first);
  return first === 'package.json' && others.length > 0 && !starts(part) ? likeliest(others, read) : [first, part];
}

function starts({ processes }: Imported): boolean {
  return processes.some(({ keys }) => keys.autoStart !== false);
}

function otherProcfile(folder: string, chosen: string | undefined): readonly string[] {
  if (chosen !== 'Procfile.dev') return [];
  try {
    readText(join(folder, 'Procfile'));
  } catch {
    return [];
  }
  return ['Procfile.dev is used, not the Procfile beside it; to use that: watchdog init --from Procfile'];
}
