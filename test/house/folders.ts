import { posix } from 'node:path';
import type { SourceFacts } from './source-facts.js';

/** The most files that a folder may hold and still be read at a glance. */
export const mostFiles = 32;

/**
 * The folders that import each other in a circle, types included, each circle sorted by name and joined with ` ⇄ `.
 * A folder and the one that holds it are two: what is beside subfolders is above them.
 */
export function folderCircles(files: readonly SourceFacts[]): string[] {
  const edges = new Map<string, Set<string>>();
  const known = new Set(files.map(({ path }) => path));
  for (const { path, imports } of files) {
    const from = posix.dirname(path);
    const targets = edges.get(from) ?? new Set<string>();
    for (const target of imports) {
      const isFile = known.has(target) || known.has(`${target}x`);
      if (isFile && posix.dirname(target) !== from) targets.add(posix.dirname(target));
    }
    edges.set(from, targets);
  }
  return circlesOf(edges);
}

/** The files that import each other in a circle, types included, each circle sorted by name and joined with ` ⇄ `. */
export function fileCircles(files: readonly SourceFacts[]): string[] {
  const known = new Set(files.map(({ path }) => path));
  const edges = new Map(
    files.map(({ path, imports }) => {
      const targets = imports.flatMap((target) => [target, `${target}x`].filter((each) => known.has(each) && each !== path));
      return [path, new Set(targets)] as const;
    }),
  );
  return circlesOf(edges);
}

/** The folders with more files than one can read at a glance, with their counts. */
export function crowdedFolders(files: readonly { readonly path: string }[]): string[] {
  const counts = new Map<string, number>();
  for (const { path } of files) counts.set(posix.dirname(path), (counts.get(posix.dirname(path)) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > mostFiles).map(([folder, count]) => `${folder}: ${count}`);
}

/** The sets of nodes of a graph that reach each other, of two nodes and more. */
function circlesOf(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const reached = new Map([...edges.keys()].map((node) => [node, reachableFrom(node, edges)]));
  const circles = [...edges.keys()].map((node) =>
    [...edges.keys()].filter((other) => reached.get(node)!.has(other) && reached.get(other)!.has(node)).sort(),
  );
  return [...new Set(circles.filter((circle) => circle.length > 1).map((circle) => circle.join(' ⇄ ')))];
}

function reachableFrom(start: string, edges: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [start];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const next of edges.get(node) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(next);
    }
  }
  return found;
}
