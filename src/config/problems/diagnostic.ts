import { relative } from 'node:path';
import { caretFrame } from './caret-frame.js';
import { problemText } from './problem.js';

/** Something wrong at a place in a file. */
export interface Diagnostic {
  /** Absolute path. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units, as editors count. */
  readonly column: number;
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string | undefined;
  /** The line as it is in the file. */
  readonly lineText: string;
  /** How many code units of the line it is about; at least 1. */
  readonly length: number;
}

/** Makes a diagnostic of a stretch of `text`, cut at the end of its first line. */
export function diagnosticAt(
  file: string,
  text: string,
  span: { readonly start: number; readonly end: number },
  words: { readonly message: string; readonly hint?: string | undefined },
): Diagnostic {
  const start = Math.min(span.start, text.length);
  // At offset 0 the search would begin at 0 as well, and find a line break that comes after.
  const lineStart = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', start);
  const lineText = text.slice(lineStart, newline === -1 ? text.length : newline).replace(/\r$/, '');
  const token = lineText.slice(start - lineStart, Math.max(start, span.end) - lineStart).trimEnd();
  const line = lineAt(text, lineStart);
  const { message, hint } = words;
  return { file, line, column: start - lineStart + 1, message, hint, lineText, length: Math.max(1, token.length) };
}

/** Where the lines of the last text begin, since complaints come by the thousand about one file. */
let lines: { readonly text: string; readonly starts: readonly number[] } = { text: '', starts: [0] };

/** The number of the line, from 1, that begins at an offset. */
function lineAt(text: string, lineStart: number): number {
  if (lines.text !== text) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    lines = { text, starts };
  }
  let [low, high] = [0, lines.starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines.starts[middle]! <= lineStart) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

/** A diagnostic in words: place, message and hint; and the line with carets under what it is about. */
export function diagnosticParts(diagnostic: Diagnostic, currentDirectory = process.cwd()): { message: string; source: string } {
  const { line, column, lineText, length } = diagnostic;
  const place = `${displayPath(diagnostic.file, currentDirectory)}:${line}:${column}`;
  return { message: `${place}: ${problemText(diagnostic)}`, source: caretFrame(line, lineText, column, length) };
}

/** A diagnostic as text: its words, then the line that it is about. */
export function formatDiagnostic(diagnostic: Diagnostic, currentDirectory = process.cwd()): string {
  const { message, source } = diagnosticParts(diagnostic, currentDirectory);
  return `${message}\n${source}`;
}

/** A diagnostic that keeps nothing from running, as one line. */
export function formatWarning(diagnostic: Diagnostic, currentDirectory = process.cwd()): string {
  const { file, line, column } = diagnostic;
  return `${displayPath(file, currentDirectory)}:${line}:${column}: warning: ${problemText(diagnostic)}`;
}

/** A path as the user would type it: relative to the current folder where that is shorter. */
export function displayPath(path: string, currentDirectory = process.cwd()): string {
  const short = relative(currentDirectory, path);
  return short !== '' && short.length < path.length ? short : path;
}
