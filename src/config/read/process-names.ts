import { resolve } from 'node:path';
import { keysOf } from '../problems/yaml-locate.js';
import { findFile } from './find-file.js';
import { isProcfile, readProcfile } from './procfile.js';
import { readText } from './text.js';
import { readYaml } from './yaml-source.js';

/**
 * The names of the processes of a configuration, read as quickly as can be: nothing is checked, and what cannot be read has none.
 * @param files as the person named them; none means to search
 */
export function processNames(files: readonly string[], from: string): readonly string[] {
  const found = findFile(resolve(from));
  const searched = 'file' in found ? [found.file] : [];
  const paths = files.length > 0 ? files.map((file) => resolve(from, file)) : searched;
  return [...new Set(paths.flatMap(namesIn))];
}

function namesIn(file: string): readonly string[] {
  try {
    const text = readText(file);
    if (isProcfile(file)) return readProcfile(text).entries.map(({ name }) => name);
    const { document } = readYaml(text);
    return document === undefined ? [] : keysOf(document, ['processes']);
  } catch {
    return []; // Who completes a word wants no message in the middle of it.
  }
}
