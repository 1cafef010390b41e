import { lstat, readdir, readlink, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { addHops, addParents, type ScanPoints } from './scan-points.js';
import type { WatchPaths } from './watch-paths.js';

/** What bounds a walk that links, mounts or a wrong path would make endless. */
export interface ScanBounds {
  readonly folders: number;
  readonly files: number;
}

/** A folder that was read. */
export interface ScannedFolder {
  /** Device and inode: another folder at the same path is another folder. */
  readonly key: string;
  /** What is in it that concerns the request, by name: what changes when it changes. */
  readonly files: ReadonlyMap<string, string>;
  /** The folders and links in it; where these change, the walk has to be done again. */
  readonly structure: string;
}

/** What a walk has found; all paths are absolute. */
export interface Scan {
  readonly folders: ReadonlyMap<string, ScannedFolder>;
  /** Folders in which only some names matter: parents of what is watched, and those of targets of links. */
  readonly points: ReadonlyMap<string, ReadonlySet<string>>;
  /** The roots that are files, with what changes when they change; missing ones are left out. */
  readonly roots: ReadonlyMap<string, string>;
  /** The file that was changed last, its mode counting too, and when, in milliseconds since 1970; undefined without any. */
  readonly newest: ChangedFile | undefined;
  /** Whether a bound was met, so that not all is watched. */
  readonly isCut: boolean;
  /** A folder that cannot be asked for, since its name is no UTF-8; undefined without any. */
  readonly unnamed: string | undefined;
  /** The folders and roots of which the system does not say what is there, each with its error. */
  readonly unread: ReadonlyMap<string, unknown>;
}

interface ChangedFile {
  readonly path: string;
  readonly changedMs: number;
}

/** What a folder's reader needs from around it. */
interface Walk {
  readonly paths: WatchPaths;
  readonly bounds: ScanBounds;
  /** Is called before a folder is read, so that no change falls between. */
  readonly entering: (folder: string, key: string) => void;
  readonly points: ScanPoints;
  newest: ChangedFile | undefined;
  files: number;
  isCut: boolean;
  unnamed: string | undefined;
  readonly unread: Map<string, unknown>;
}

/** Walks all that a request is about. Each folder is visited once for each root, by device and inode, however many links lead to it. */
export async function scanTree(paths: WatchPaths, bounds: ScanBounds, entering: Walk['entering']): Promise<Scan> {
  const walk = newWalk(paths, bounds, entering);
  const folders = new Map<string, ScannedFolder>();
  const roots = new Map<string, string>();
  for (const root of paths.roots) {
    await addParents(walk.points, paths, root);
    const found = await ask(walk, root, () => stat(root, { bigint: true }));
    if (found === undefined) continue;
    if (found.isDirectory()) await walkRoot(walk, root, folders);
    else {
      const signature = await fileSignature(walk, root, root);
      if (signature !== undefined) roots.set(root, signature);
    }
  }
  const { points, newest, isCut, unnamed, unread } = walk;
  return { folders, points, roots, newest, isCut, unnamed, unread };
}

/** What is so is another question than what the system says: only these errors say that something is not there. */
const absent: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);

/** Asks the system about what belongs to a folder or root; undefined where it is not there, or that cannot be known. */
async function ask<T>({ unread }: Walk, path: string, question: () => Promise<T>): Promise<T | undefined> {
  try {
    return await question();
  } catch (error) {
    if (!absent.has((error as NodeJS.ErrnoException).code)) unread.set(path, error);
    return undefined;
  }
}

function newWalk(paths: WatchPaths, bounds: ScanBounds, entering: Walk['entering']): Walk {
  return {
    paths,
    bounds,
    entering,
    points: new Map(),
    newest: undefined,
    files: 0,
    isCut: false,
    unnamed: undefined,
    unread: new Map(),
  };
}

async function walkRoot(walk: Walk, root: string, folders: Map<string, ScannedFolder>): Promise<void> {
  const visited = new Set<string>();
  const plain = [root];
  // What links lead to comes last: where a folder is reached without one, it has the shorter name.
  const linked: string[] = [];
  for (;;) {
    const folder = plain.pop() ?? linked.shift();
    if (folder === undefined) return;
    const found = await ask(walk, folder, () => stat(folder, { bigint: true }));
    if (found === undefined && basename(folder).includes(notText)) walk.unnamed ??= folder;
    if (found === undefined || !found.isDirectory()) continue;
    const key = `${found.dev}:${found.ino}`;
    if (visited.has(key)) continue;
    if (folders.size >= walk.bounds.folders || walk.files >= walk.bounds.files) {
      walk.isCut = true;
      return;
    }
    visited.add(key);
    walk.entering(folder, key);
    const { scanned, inside } = await readFolder(walk, folder, key);
    folders.set(folder, scanned);
    plain.push(...inside.plain);
    linked.push(...inside.linked);
  }
}

/** Reads one folder again, without what is below it; undefined where it is gone or cannot be read. */
export async function scanFolder(
  paths: WatchPaths,
  bounds: ScanBounds,
  folder: string,
  key: string,
): Promise<ScannedFolder | undefined> {
  const found = await stat(folder, { bigint: true }).catch(() => undefined);
  if (found === undefined || `${found.dev}:${found.ino}` !== key) return undefined;
  const walk = newWalk(paths, bounds, () => {});
  const { scanned } = await readFolder(walk, folder, key);
  return walk.unread.size === 0 ? scanned : undefined;
}

async function readFolder(walk: Walk, folder: string, key: string) {
  const files = new Map<string, string>();
  const structure: string[] = [];
  const inside = { plain: [] as string[], linked: [] as string[] };
  const entries = (await ask(walk, folder, () => readdir(folder, { withFileTypes: true }))) ?? [];
  const unreadable = entries.some(({ name }) => name.includes(notText)) ? await signaturesOfBytes(folder) : undefined;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (walk.paths.ignores(path, 'folder')) continue;
      structure.push(`${entry.name}/`);
      inside.plain.push(path);
      continue;
    }
    if (entry.isSymbolicLink()) {
      if (walk.paths.ignores(path, 'folder')) continue;
      const target = await stat(path).catch(() => undefined);
      structure.push(`${entry.name}@${await readlink(path).catch(() => '')}`);
      await addHops(walk.points, path);
      if (target?.isDirectory()) inside.linked.push(path);
    }
    // A socket or a pipe has no content: a server makes its own anew with each start.
    if (!(entry.isFile() || entry.isSymbolicLink()) || !walk.paths.wants(path)) continue;
    walk.files += 1;
    if (walk.files > walk.bounds.files) {
      walk.isCut = true;
      break;
    }
    const signature = (await fileSignature(walk, path, folder)) ?? unreadable?.get(entry.name);
    if (signature !== undefined) files.set(entry.name, signature);
  }
  return { scanned: { key, files, structure: structure.sort().join('\0') }, inside };
}

/** What replaces bytes in a name that are no UTF-8. */
const notText = '\u{fffd}';

/** The signatures of files whose names are no UTF-8, as those of old archives, by their names as far as these are text. */
async function signaturesOfBytes(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const names = await readdir(folder, { encoding: 'buffer' }).catch(() => []);
  for (const bytes of names) {
    const name = bytes.toString();
    if (!name.includes(notText)) continue;
    const own = await lstat(Buffer.concat([Buffer.from(`${folder}/`), bytes]), { bigint: true }).catch(() => undefined);
    if (own !== undefined) found.set(name, [found.get(name) ?? [], signatureOf(own)].flat().join(' '));
  }
  return found;
}

/**
 * What changes when a file does: which file it is, its size and when it was written; not its mode. A link is watched as itself
 * and as the file that it leads to; the folder that it leads to is watched by itself.
 * @param folder what cannot be read where the system does not say: the file's folder, or the root that it is
 */
async function fileSignature(walk: Walk, path: string, folder: string): Promise<string | undefined> {
  const own = await ask(walk, folder, () => lstat(path, { bigint: true }));
  if (own === undefined) return undefined;
  noteNewest(walk, path, own);
  if (!own.isSymbolicLink()) return signatureOf(own);
  const link = `link ${await readlink(path).catch(() => '')}`;
  const real = await realpath(path).catch(() => undefined);
  if (real === undefined) return link;
  const target = await stat(real, { bigint: true }).catch(() => undefined);
  if (target === undefined || target.isDirectory()) return link;
  noteNewest(walk, path, target);
  return `${link} ${signatureOf(target)}`;
}

function noteNewest(walk: Walk, path: string, { ctimeMs }: { readonly ctimeMs: bigint }): void {
  const changedMs = Number(ctimeMs);
  // One from the future was stamped by another clock, or before this one was set back.
  if (changedMs > (walk.newest?.changedMs ?? 0) && changedMs <= Date.now()) walk.newest = { path, changedMs };
}

/** The size in a signature; 0 for a link. */
export function sizeIn(signature: string): number {
  return signature.startsWith('link ') ? 0 : Number(signature.split(':')[1]);
}

function signatureOf(stats: { ino: bigint; size: bigint; mtimeNs: bigint }): string {
  return `${stats.ino}:${stats.size}:${stats.mtimeNs}`;
}
