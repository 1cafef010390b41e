import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../house/source-tree.js';

/** A page of the documentation. */
export interface Page {
  /** Relative to the project: "README.md", "docs/keys.md". */
  readonly path: string;
  readonly text: string;
}

/** The pages that a reader has: those at the top but for the changelog, that of the examples, and all of docs/. */
export function readPages(): Page[] {
  const atTop = ['README.md', 'CONTRIBUTING.md', 'examples/README.md'];
  const inDocs = readdirSync(join(projectFolder, 'docs')).filter((name) => name.endsWith('.md'));
  return [...atTop, ...inDocs.map((name) => `docs/${name}`)].sort().map(readPage);
}

/** One page, by its path relative to the project. */
export function readPage(path: string): Page {
  return { path, text: readFileSync(join(projectFolder, path), 'utf8') };
}
