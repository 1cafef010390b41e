import type { OutputStream } from '../ports/spawner.js';

/** An unterminated line is broken when it has grown to this many characters. */
const longestLine = 65_536;

/** Makes whole lines of text that comes in pieces, each output stream for itself. */
export class LineAssembler {
  readonly #print: (lines: readonly string[]) => void;
  readonly #rest: Record<OutputStream, string> = { stdout: '', stderr: '' };

  constructor(print: (lines: readonly string[]) => void) {
    this.#print = print;
  }

  /** Prints what is whole and keeps the rest. */
  add(stream: OutputStream, text: string): void {
    const lines = (this.#rest[stream] + text).split('\n');
    const rest = lines.pop() ?? '';
    this.#rest[stream] = rest.length > longestLine ? '' : rest;
    if (rest.length > longestLine) lines.push(rest);
    if (lines.length > 0) this.#print(lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line)));
  }

  /** Prints what has no line end. */
  flush(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      const rest = this.#rest[stream];
      this.#rest[stream] = '';
      if (rest !== '') this.#print([rest]);
    }
  }
}
