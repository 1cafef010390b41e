import { type FileHandle, open } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, parse, relative, resolve } from 'node:path';
import type { FilePiece, NewFiles, SaveOutcome } from '../../ports/new-files.js';
import { makeFolder } from '../node/make-folder.js';
import { sayFileFault } from './fault-words.js';

/** Names that are tried before it is given up. */
const mostNames = 10_000;

/** Makes files below a folder, or anywhere where a path says so. */
export class NewTextFiles implements NewFiles {
  readonly #folder: string;

  /** @param folder to which paths are relative */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async save(path: string, pieces: Iterable<FilePiece>): Promise<SaveOutcome> {
    const wanted = resolve(this.#folder, path.replace(/^~(?=\/|$)/, homedir()));
    let file: { readonly handle: FileHandle; readonly path: string } | undefined;
    try {
      makeFolder(dirname(wanted));
      file = await openNew(wanted);
      let lines = 0;
      for (const piece of pieces) {
        await file.handle.writeFile(piece.text);
        lines += piece.lines;
      }
      return { ok: true, path: this.#short(file.path), lines };
    } catch (error) {
      return { ok: false, text: `cannot save to ${this.#short(file?.path ?? wanted)}: ${sayFileFault(error)}` };
    } finally {
      await file?.handle.close().catch(() => {}); // What was written is written, and what failed was said.
    }
  }

  #short(path: string): string {
    const short = relative(this.#folder, path);
    return short.startsWith('..') || isAbsolute(short) ? path : short;
  }
}

async function openNew(wanted: string): Promise<{ readonly handle: FileHandle; readonly path: string }> {
  const { dir, name, ext } = parse(wanted);
  for (let number = 1; ; number += 1) {
    const path = number === 1 ? wanted : resolve(dir, `${name}-${number}${ext}`);
    try {
      return { handle: await open(path, 'wx'), path };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || number === mostNames) throw error;
    }
  }
}
