import type { Document } from 'yaml';
import type { KeyPath, Problem } from '../problems/problem.js';
import { depthOf, keysOf, locate, type Span } from '../problems/yaml-locate.js';

/** Knows where in a text the values are that were read from it. */
export interface SourcePlaces {
  /** The keys of the map at a path, in the order of the text. */
  keysOf(path: KeyPath): readonly string[];
  /** How many steps of a path are in the text. */
  depthOf(path: KeyPath): number;
  /** The place of a value or a key; of the nearest thing around it where it has none. */
  locate(path: KeyPath, at: Problem['at']): Span;
}

/** The places of a YAML text. */
export function yamlPlaces(document: Document): SourcePlaces {
  return {
    keysOf: (path) => keysOf(document, path),
    depthOf: (path) => depthOf(document, path),
    locate: (path, at) => locate(document, path, at),
  };
}
