import type { TtySize } from '../../../src/ports/spawner.js';
import type { ScreenReader } from '../../../src/supervisor/terminal/screen-reader.js';
import type { TypedPart } from '../../../src/supervisor/terminal/typed-bytes.js';

/** A screen that shows what the test wrote on it, and notes what was typed. */
export class FakeScreen implements ScreenReader {
  size: TtySize = { columns: 80, rows: 24 };
  revision = 0;
  open = true;
  draws = true;
  cursor: ScreenReader['cursor'] = undefined;
  skipped = 0;
  lines: readonly string[] = [];
  readonly typed: TypedPart[] = [];

  resize(size: TtySize): void {
    this.size = size;
    this.revision += 1;
  }

  row(y: number, inverted?: number): string {
    const text = (this.lines[y] ?? '').padEnd(this.size.columns);
    return inverted === undefined ? text : `${text.slice(0, inverted)}\x1b[7m${text[inverted]}\x1b[0m${text.slice(inverted + 1)}`;
  }
}
