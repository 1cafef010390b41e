import { posix } from 'node:path';
import { canImport, isIn, rankOf } from './layers.js';
import type { SourceFacts } from './source-facts.js';

/** A rule says what is wrong with a file; nothing when all is well. */
export type Rule = (file: SourceFacts) => readonly string[];

const timeAndChance =
  /^(globalThis\.)?(Date\.now|Math\.random|performance\.now|process\.hrtime|setTimeout|setInterval)$|^new Date\(\)$/;
const effects = /^node:(child_process|net|http|https|fs)(\/|$)|^(child_process|net|http|https|fs)(\/|$)/;
const isChildProcess = (name: string): boolean => /^(node:)?child_process$/.test(name);
const starters = /(^|\.)(spawn|spawnSync|exec|execSync|execFile|execFileSync|fork)$/;
const timers = /^(node:)?timers(\/|$)/;

/** The rules of the house for single files, by the sentence that each enforces. */
export const rules: Readonly<Record<string, Rule>> = {
  'imports only its own layer or a lower one': (file) =>
    file.imports.filter((target) => rankOf(target) !== undefined && !canImport(file.path, target)),

  'imports nothing of the project from outside the layers': (file) =>
    file.imports.filter((target) => target.startsWith('..') || (rankOf(target) === undefined && isOfTheProject(target))),

  'keeps react and ink in hooks, components and the command line': (file) =>
    isIn(file.path, 'hooks', 'components', 'src/cli') ? [] : file.imports.filter((name) => /^(react|ink)(-|\/|$)/.test(name)),

  'touches files, processes and the network only at the edge': (file) =>
    isIn(file.path, 'src/adapters', 'src/config', 'src/control', 'src/client', 'src/cli')
      ? []
      : file.imports.filter((name) => effects.test(name)),

  'starts programs by one file, which hands them no descriptor of ours': (file) =>
    // What a folder's package manager or pm2 says is asked by `init`, which opens no terminals.
    file.path === 'src/adapters/node/start-program.ts' ||
    isIn(file.path, 'src/config/import') ||
    !file.imports.some(isChildProcess)
      ? []
      : [...new Set(file.uses.filter((name) => starters.test(name)))],

  'reads time and chance, and sets timers, only in the adapters': (file) =>
    isIn(file.path, 'src/adapters')
      ? []
      : [...file.uses.filter((name) => timeAndChance.test(name)), ...file.imports.filter((name) => timers.test(name))],

  'prints with console only on the command line': (file) =>
    isIn(file.path, 'src/cli') ? [] : file.uses.filter((name) => name === 'console' || name === 'globalThis.console'),

  'has no enum': (file) => (file.hasEnum ? ['enum'] : []),

  'has no default export': (file) => (file.hasDefaultExport ? ['export default'] : []),

  'is no barrel, but for the public API': (file) =>
    file.isBarrel && file.path !== 'src/index.ts' ? ['only exports from other files'] : [],

  'has at most 250 lines': (file) => (file.lines > 250 ? [`${file.lines} lines`] : []),

  'is named in kebab-case, and PascalCase for components': (file) => {
    const name = posix.basename(file.path).replace(/\.tsx?$/, '');
    const isComponent = isIn(file.path, 'components') && /^([A-Z][a-z0-9]*)+$/.test(name);
    return isComponent || /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) ? [] : [name];
  },

  'does not repeat the name of its folder in its own': (file) => {
    const [folder, name] = [posix.basename(posix.dirname(file.path)), posix.basename(file.path).replace(/\.tsx?$/, '')];
    // The one file that is what its folder is of may be named as it is: `reaper/reaper.ts`, `unit/units.ts`.
    const repeats = singular(name) !== singular(folder) && `-${singular(name)}-`.includes(`-${singular(folder)}-`);
    return repeats && !properNames.includes(name) ? [name] : [];
  },

  'is not named for being anything at all': (file) =>
    /(manager|helper|util|data|info)s?(?![a-z])/i.test(posix.basename(file.path)) ? [posix.basename(file.path)] : [],
};

/** Names of things outside of this project, in which the name of a folder is a part. */
const properNames = ['json-schema', 'open-metrics'];

function singular(name: string): string {
  return name
    .split('-')
    .map((word) => word.replace(/s$/, ''))
    .join('-');
}

const topLevel = [
  'src',
  'components',
  'hooks',
  'test',
  'docs',
  'examples',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'watchdog.yaml',
  'README.md',
  'docs',
  'examples',
  'CONTRIBUTING.md',
  'LICENSE',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  // Made by tools, and never committed.
  'node_modules',
  'dist',
];

/** The entries that have no business in the project's folder. */
export function strangersAtTheTop(entries: readonly string[]): string[] {
  return entries.filter((entry) => !entry.startsWith('.') && !topLevel.includes(entry));
}

function isOfTheProject(target: string): boolean {
  return /^(src|components|hooks|test|dist)\//.test(target);
}
