import { delimiter } from 'node:path';

/**
 * The environment as the user's shell had it: without what npm adds for the scripts that it runs.
 * @param env process.env before anything of ours changed it
 */
export function shellEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const underNpm = env.npm_lifecycle_event !== undefined;
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || (underNpm && isFromNpm(name, value, env))) continue;
    result[name] = underNpm && name === 'PATH' ? withoutNpmFolders(value) : value;
  }
  return result;
}

/** Source: what `npm run` with `env` as its script prints beyond what the shell prints (npm 11). */
function isFromNpm(name: string, value: string, env: Readonly<Record<string, string | undefined>>): boolean {
  if (name.startsWith('npm_') || name === 'INIT_CWD' || name === 'COLOR') return true;
  if (name === 'NODE') return value === env.npm_node_execpath;
  // npm fills in its default editor where the shell names none.
  return name === 'EDITOR' && (value === 'vi' || value === env.VISUAL);
}

/** npm puts the bin folders of the package and of all folders above it first, and then its own node-gyp. */
function withoutNpmFolders(path: string): string {
  const folders = path.split(delimiter);
  const own = folders.findIndex((folder) => !/[\\/](node_modules[\\/]\.bin|node-gyp-bin)$/.test(folder));
  return folders.slice(own === -1 ? folders.length : own).join(delimiter);
}
