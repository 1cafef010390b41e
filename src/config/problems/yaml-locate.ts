import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import type { KeyPath, Problem } from './problem.js';

/** A stretch of text by its offsets; the end is not part of it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The place of a value or a key; of the nearest thing around it where it has none. Follows aliases and merge keys. */
export function locate(document: Document, path: KeyPath, at: Problem['at']): Span {
  let node: unknown = document.contents;
  let key: unknown;
  for (const step of at === 'parent' ? path.slice(0, -1) : path) {
    const collection = target(document, node);
    if (isMap(collection)) {
      const pair = pairAt(document, collection, step);
      if (pair === undefined) break;
      key = pair.key;
      node = pair.value;
    } else if (isSeq(collection)) {
      key = undefined;
      node = isPair(collection.items[Number(step)]) ? undefined : collection.items[Number(step)];
    } else break;
  }
  const value = spanOf(node);
  const isEmpty = value === undefined || value.start === value.end;
  return (
    (at !== 'value' || isEmpty ? spanOf(key) : undefined) ??
    (node === document.contents && at === 'parent' ? undefined : value) ??
    start
  );
}

/** How many steps of a path are in the document. */
export function depthOf(document: Document, path: KeyPath): number {
  let node: unknown = document.contents;
  for (const [depth, step] of path.entries()) {
    const collection = target(document, node);
    if (isMap(collection)) {
      const pair = pairAt(document, collection, step);
      if (pair === undefined) return depth;
      node = pair.value;
    } else if (isSeq(collection) && collection.items[Number(step)] !== undefined) node = collection.items[Number(step)];
    else return depth;
  }
  return path.length;
}

/** The keys of the map at a path, in the order of the text. */
export function keysOf(document: Document, path: KeyPath): readonly string[] {
  const node = path.reduce<unknown>((parent, step) => {
    const map = target(document, parent);
    return isMap(map) ? pairAt(document, map, step)?.value : undefined;
  }, document.contents);
  const map = target(document, node);
  return isMap(map) ? [...new Set(pairsOf(document, map).map((pair) => keyText(document, pair)))] : [];
}

const start: Span = { start: 0, end: 0 };

function spanOf(node: unknown): Span | undefined {
  const range = (node as Node | null | undefined)?.range;
  return range ? { start: range[0], end: range[1] } : undefined;
}

function target(document: Document, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

/** The pairs of each map by their keys: a file may have thousands of complaints about thousands of processes. */
const byKey = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

function pairAt(document: Document, map: YAMLMap, key: string | number): Pair | undefined {
  let pairs = byKey.get(map);
  if (pairs === undefined) {
    // The first of a key wins, as it comes before those of merge keys.
    pairs = new Map(
      pairsOf(document, map)
        .reverse()
        .map((pair) => [keyText(document, pair), pair]),
    );
    byKey.set(map, pairs);
  }
  return pairs.get(String(key));
}

/** The pairs of a map with those of its merge keys after its own, as they lose against them. */
function pairsOf(document: Document, map: YAMLMap, depth = 0): Pair[] {
  const own = map.items.filter((pair) => !isMergeKey(pair));
  // A map that merges itself would never end.
  if (depth > 20) return own;
  const merged = map.items.filter(isMergeKey).flatMap((pair) => {
    const sources = target(document, pair.value);
    return (isSeq(sources) ? sources.items : [sources]).flatMap((item) => {
      const source = target(document, item);
      return isMap(source) ? pairsOf(document, source, depth + 1) : [];
    });
  });
  return [...own, ...merged];
}

/** Whether a pair is `<<:`, whose maps are merged into the map around it. */
export function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && typeof pair.key.value === 'symbol';
}

function keyText(document: Document, pair: Pair): string {
  const key = target(document, pair.key);
  if (isScalar(key)) return String(key.value ?? '');
  return key === null || key === undefined ? '' : String(key);
}
