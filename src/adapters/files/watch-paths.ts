import { existsSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import type picomatch from 'picomatch';
import type { WatchRequest } from '../../ports/file-watcher.js';

type Picomatch = typeof picomatch;

const leftOut = ['**/node_modules', '**/.git', '**/.watchdog'];

/** What editors write beside a file that is open and not saved: swap files, locks and copies. What they save is the file itself. */
const ofEditors = [
  ...['.*.sw?', '.*.sw?x', '4913', '*~'], // Vim
  ...['.#*', '#*#'], // Emacs
  ...['*___jb_tmp___', '*___jb_old___'], // JetBrains
  ...['.*.kate-swp', '.goutputstream-*', '.~lock.*#', '.DS_Store', '.sb-*'], // Kate, gedit, LibreOffice, the Finder, TextEdit
].map((name) => `**/${name}`);

/** One path of a request: where its files are, and which they are. */
interface Wanted {
  /** A file, a folder, or the folder in which a glob begins; absolute. */
  readonly root: string;
  readonly matches: (relativePath: string) => boolean;
}

/** Which files of the disk a request is about. */
export class WatchPaths {
  readonly #directory: string;
  readonly #wanted: readonly Wanted[];
  readonly #isLeftOut: (relativePath: string) => boolean;

  constructor({ directory, paths, ignore }: WatchRequest, match: Picomatch) {
    this.#directory = directory;
    this.#wanted = paths.map((path) => {
      const { base, isGlob } = match.scan(path);
      if (!isGlob) return { root: resolve(directory, path), matches: () => true };
      return { root: resolve(directory, base), matches: match(path.replace(/^\.\//, ''), { dot: true }) };
    });
    // A folder that is left out is left out with all that is in it.
    this.#isLeftOut = match(
      [...leftOut, ...ofEditors, ...ignore.map((path) => path.replace(/^\.\/|\/$/g, ''))].flatMap((path) => [path, `${path}/**`]),
      { dot: true },
    );
  }

  /** The files and folders to watch, and the folders in which globs begin; absolute. They may not be there. */
  get roots(): readonly string[] {
    return [...new Set(this.#wanted.map(({ root }) => root))];
  }

  /**
   * The folders above a root, each with the name in it that leads there: from the request's own folder on where the root is in
   * that, with the folder's own parent; absolute, uppermost first. They may not be there either.
   */
  parentsOf(root: string): readonly (readonly [folder: string, name: string])[] {
    const parents: (readonly [string, string])[] = [];
    for (let path = root; dirname(path) !== path; path = dirname(path)) {
      parents.unshift([dirname(path), basename(path)]);
      const isAbove = path === this.#directory || !isWithin(root, this.#directory);
      if (isAbove && existsSync(dirname(path))) break;
    }
    return parents;
  }

  /** Whether nothing at or below this absolute path concerns the request. */
  ignores(path: string, kind: 'file' | 'folder' | 'unknown'): boolean {
    if (this.#isLeftOut(this.nameOf(path))) return true;
    if (kind === 'file') return !this.wants(path);
    return !this.#wanted.some(({ root }) => isWithin(path, root) || isWithin(root, path));
  }

  /** Whether a change of the file at this absolute path counts. */
  wants(path: string): boolean {
    return this.wantedAt(path) !== -1;
  }

  /** The place in the request of the path that the file at this absolute path belongs to; -1 where a change of it does not count. */
  wantedAt(path: string): number {
    const name = this.nameOf(path);
    if (this.#isLeftOut(name)) return -1;
    return this.#wanted.findIndex(({ root, matches }) => isWithin(path, root) && matches(name));
  }

  /** The path relative to the request's folder, with slashes. */
  nameOf(path: string): string {
    return relative(this.#directory, path).replaceAll(sep, '/');
  }
}

/** Whether an absolute path is a folder or anything below it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
