import { PassThrough, Writable } from 'node:stream';
import xterm from '@xterm/headless';
import { cellWidths } from '../../../src/supervisor/terminal/cell-widths.js';
import type { TerminalSize } from '../../../src/view/state/layout.js';
import { type Cell, cellsOf } from '../../e2e/screen/cell.js';

/** A terminal inside this process: what is written to it goes through an emulator, and its keyboard is the test's. */
export class EmulatedTerminal {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly #keyboard = new PassThrough();
  readonly #emulator: InstanceType<typeof xterm.Terminal>;
  #written = '';

  constructor({ columns, rows }: TerminalSize) {
    // A line feed also goes back to the first column, which on a real terminal the pty sees to.
    this.#emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0, convertEol: true });
    this.#emulator.unicode.register(cellWidths);
    this.#emulator.unicode.activeVersion = cellWidths.version;
    const rawMode = { isTTY: true, setRawMode: () => this.stdin, ref: () => this.stdin, unref: () => this.stdin };
    this.stdin = Object.assign(this.#keyboard, rawMode) as unknown as NodeJS.ReadStream;
    const screen = new Writable({
      decodeStrings: false,
      write: (text: string | Buffer, _encoding, done) => {
        this.#written += String(text);
        this.#emulator.write(String(text), done);
      },
    });
    Object.defineProperties(screen, {
      isTTY: { value: true },
      columns: { get: () => this.#emulator.cols },
      rows: { get: () => this.#emulator.rows },
    });
    this.stdout = screen as unknown as NodeJS.WriteStream;
  }

  get size(): TerminalSize {
    return { columns: this.#emulator.cols, rows: this.#emulator.rows };
  }

  /** All cells that are seen, by rows. */
  cells(): Cell[][] {
    return cellsOf(this.#emulator);
  }

  /** The rows that are seen, without the blanks at their ends. */
  lines(): string[] {
    const { active } = this.#emulator.buffer;
    return Array.from(
      { length: this.size.rows },
      (_, y) =>
        active
          .getLine(active.viewportY + y)
          ?.translateToString()
          .trimEnd() ?? '',
    );
  }

  /** The rows that are the rest of a line which did not fit into the one above. */
  wrappedRows(): number[] {
    const { active } = this.#emulator.buffer;
    return Array.from({ length: this.size.rows }, (_, y) => y).filter((y) => active.getLine(y)?.isWrapped);
  }

  /** All that was written since this was last asked for. */
  takeWritten(): string {
    const written = this.#written;
    this.#written = '';
    return written;
  }

  /** Sends bytes as the keyboard does. */
  type(bytes: string): void {
    this.#keyboard.write(bytes);
  }

  /** Changes the size and says so, as a window does. */
  resize({ columns, rows }: TerminalSize): void {
    this.#emulator.resize(columns, rows);
    this.stdout.emit('resize');
  }

  dispose(): void {
    this.#keyboard.end();
    this.#emulator.dispose();
  }
}
