import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A part of the screen, half-open; undefined where it has no bound. */
export interface Clip {
  readonly x1: number | undefined;
  readonly x2: number | undefined;
  readonly y1: number | undefined;
  readonly y2: number | undefined;
}

/** What Ink does, in its order, to draw a frame. */
type Operation =
  | {
      readonly type: 'write';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly transformers: readonly Transformer[];
    }
  | { readonly type: 'clip'; readonly clip: Clip }
  | { readonly type: 'unclip' };

type Transformer = (line: string, index: number) => string;

/** What Ink collects a frame in, and makes its text of. */
export interface InkOutput {
  readonly width: number;
  readonly height: number;
  readonly operations: Operation[];
  get(): { readonly output: string; readonly height: number };
  write(x: number, y: number, text: string, options: { readonly transformers: readonly Transformer[] }): void;
}

// Ink does not export it. The build puts the one that is bundled in the place of this file's last lines.
const path = join(dirname(createRequire(import.meta.url).resolve('ink')), 'output.js');
const loaded = (await import(pathToFileURL(path).href)) as {
  readonly default: { readonly prototype: InkOutput; new (size: { readonly width: number; readonly height: number }): InkOutput };
};

/** The class of it. */
export const InkOutput = loaded.default;
