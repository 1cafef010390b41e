import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { procfileIn } from '../read/procfile-settings.js';
import { composeFileNames } from './common/compose-names.js';
import { textIfThere } from './common/yaml-file.js';
import { unreadableNames } from './unreadable.js';

const processCompose = ['process-compose.yaml', 'process-compose.yml'];
const mprocs = ['mprocs.yaml', 'mprocs.yml', 'mprocs.json'];
const pm2 = ['js', 'cjs', 'mjs', 'json', 'yaml', 'yml'].flatMap((end) => [`ecosystem.config.${end}`, `pm2.config.${end}`]);
const pm2Plain = [
  'ecosystem.json',
  'ecosystem.js',
  'ecosystem.yaml',
  'ecosystem.yml',
  'pm2.json',
  'processes.json',
  'process.json',
];
const supervisord = ['supervisord.conf'];

/** The files of other tools in a folder. */
export interface FolderSources {
  /** What says which processes there are, one of each tool, the likeliest way to develop first. */
  readonly processes: readonly string[];
  /** What says which containers there are; undefined where nothing does. */
  readonly compose: string | undefined;
  /** What only its own tool can read. */
  readonly unreadable: readonly string[];
}

/**
 * Searches for files of other tools.
 * @param folder absolute
 * @returns their names
 */
export function sourcesIn(folder: string): FolderSources {
  const isThere = (name: string): boolean => existsSync(join(folder, name));
  const first = (names: readonly string[]): string[] => names.filter(isThere).slice(0, 1);
  const procfile = procfileIn(folder, existsSync);
  const [compose] = first(composeFileNames);
  // process-compose takes these names as well.
  const isOfProcesses = compose !== undefined && isProcessCompose(textIfThere(join(folder, compose)) ?? '');
  return {
    processes: [
      ...first(processCompose),
      ...(isOfProcesses ? [compose] : []),
      ...first(mprocs),
      ...(procfile === undefined ? [] : [procfile.slice(join(folder, '/').length)]),
      ...first(['package.json']),
      ...first([...pm2, ...pm2Plain]),
      ...first(supervisord),
    ],
    compose: isOfProcesses ? undefined : compose,
    unreadable: unreadableNames.filter(isThere),
  };
}

function isProcessCompose(text: string): boolean {
  return /^["']?processes["']?\s*:/m.test(text) && !/^["']?services["']?\s*:/m.test(text);
}
