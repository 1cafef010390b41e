import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './source-tree.js';

/** One hop of a way through the house, as CONTRIBUTING.md lists it. */
export interface Hop {
  /** Of the list, in the text. */
  readonly line: number;
  readonly file: string;
  /** "step", or a method as "ProcessRunner.#advance". */
  readonly name: string;
}

/** The lists of hops in a text, each between `<!-- hops -->` and `<!-- end of hops -->`. */
export function hopLists(text: string): Hop[][] {
  const lists: Hop[][] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '<!-- hops -->') lists.push([]);
    const [, file, name] = /^\d+\. `([^`]+)` `([^`]+)`: \S/.exec(line) ?? [];
    if (file !== undefined && name !== undefined) lists.at(-1)?.push({ line: index + 1, file, name });
  }
  return lists;
}

/**
 * What is wrong with a list: a file that is not there, a function or method that it does not have, one that neither is called from a hop above nor hangs on one.
 * @param read the text of a file; undefined where there is none
 */
export function brokenHops(hops: readonly Hop[], read: (file: string) => string | undefined = readSource): string[] {
  return hops.flatMap(({ line, file, name }, index) => {
    const at = `CONTRIBUTING.md:${line}`;
    const text = read(file);
    if (text === undefined) return [`${at}: there is no ${file}`];
    if (!declares(text, name)) return [`${at}: ${file} has no ${name}`];
    const above = hops.slice(0, index);
    const isJoined = index === 0 || above.some((other) => calls(read(other.file) ?? '', name) || calls(text, other.name));
    return isJoined ? [] : [`${at}: nothing joins ${name} to a hop above it`];
  });
}

function readSource(file: string): string | undefined {
  const path = join(projectFolder, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** Whether a text speaks of a function, a method or its class: it calls it, or gives itself to be called by it. */
function calls(text: string, name: string): boolean {
  return name.split('.').some((part) => new RegExp(`\\b${part.replace('#', '')}\\b`).test(text));
}

/** Whether a text declares a function, or a class with a method of that name. */
function declares(text: string, name: string): boolean {
  const [owner, method] = name.split('.');
  const escaped = (method ?? owner!).replaceAll('$', String.raw`\$`);
  if (method === undefined) return new RegExp(`\\b(?:function|const) ${escaped}\\b`).test(text);
  const body = new RegExp(`^(?:export )?(?:abstract )?class ${owner}\\b[\\s\\S]*?^}`, 'm').exec(text)?.[0];
  return body !== undefined && new RegExp(`^  (?:async |get |protected |override |abstract |\\*)*${escaped}[(<]`, 'm').test(body);
}
