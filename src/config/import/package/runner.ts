import { dirname, join } from 'node:path';
import { isMap, type RawMap } from '../../schema/merge-defaults.js';
import { shellWord } from '../common/values.js';
import { textIfThere } from '../common/yaml-file.js';

/** A program that runs the scripts of a package.json. */
export type Runner = 'npm' | 'pnpm' | 'yarn' | 'bun';

const lockFiles: readonly (readonly [file: string, runner: Runner])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['pnpm-workspace.yaml', 'pnpm'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['yarn.lock', 'yarn'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
];
/** Folders above a member of a workspace in which its root is searched for. */
const mostLevels = 6;

/** The package manager of a folder: the one that its package.json names, else that of its lock file, or of the workspace around it. */
export function runnerOf(manifest: RawMap, folder: string): Runner {
  const own = namedIn(manifest) ?? lockedIn(folder);
  if (own !== undefined) return own;
  for (
    let level = 0, above = dirname(folder);
    level < mostLevels && above !== dirname(above);
    level += 1, above = dirname(above)
  ) {
    const root = manifestIn(above);
    if (root === undefined || (root.workspaces === undefined && textIfThere(join(above, 'pnpm-workspace.yaml')) === undefined))
      continue;
    return namedIn(root) ?? lockedIn(above) ?? 'npm';
  }
  return 'npm';
}

/** Whether the packages of a folder are where only Yarn finds them, Plug'n'Play: there is no folder of their programs. */
export function hasPlugAndPlay(folder: string): boolean {
  return ['.pnp.cjs', '.pnp.js'].some((name) => textIfThere(join(folder, name)) !== undefined);
}

/** A script as its package manager runs it. */
export function runScript(runner: Runner, script: string, args = ''): string {
  const word = /^[\w:./@-]+$/.test(script) ? script : shellWord(script);
  if (args === '') return `${runner} run ${word}`;
  // Only npm needs the two dashes, and the others pass them on.
  return `${runner} run ${word} ${runner === 'npm' ? '-- ' : ''}${args}`;
}

/** The package.json of a folder; undefined where there is none that can be read. */
export function manifestIn(folder: string): RawMap | undefined {
  try {
    const value: unknown = JSON.parse(textIfThere(join(folder, 'package.json')) ?? 'null');
    return isMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function namedIn({ packageManager, devEngines }: RawMap): Runner | undefined {
  const [, named] = /^(npm|pnpm|yarn|bun)(?:@|$)/.exec(typeof packageManager === 'string' ? packageManager : '') ?? [];
  if (named !== undefined) return named as Runner;
  const engine = isMap(devEngines) && isMap(devEngines.packageManager) ? devEngines.packageManager.name : undefined;
  return ['npm', 'pnpm', 'yarn', 'bun'].includes(String(engine)) ? (engine as Runner) : undefined;
}

function lockedIn(folder: string): Runner | undefined {
  return lockFiles.find(([file]) => textIfThere(join(folder, file)) !== undefined)?.[1];
}
