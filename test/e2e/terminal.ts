import { EventEmitter } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { cellWidths } from '../../src/supervisor/terminal/cell-widths.js';
import { hungAfterMs } from '../fixtures/hung.js';
import { descendantsOf, KillList } from '../fixtures/process-tree.js';
import { signalName } from '../fixtures/signal-names.js';
import { type News, untilNews } from '../fixtures/until-news.js';
import { cleanEnvironment } from './clean-environment.js';
import { bytesOf } from './keys.js';
import { PtyModes } from './pty-modes.js';
import { type Cell, cellOf, cellsOf } from './screen/cell.js';

/** What a terminal is opened with. */
export interface TerminalOptions {
  readonly command: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  /** On top of our own environment, from which CI and the like are taken; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** 120 by default. */
  readonly columns?: number;
  /** 30 by default. */
  readonly rows?: number;
}

/** How the program in the terminal ended. */
export interface TerminalExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** The modes that a program must leave as it found them. */
export interface TerminalModes {
  readonly alternateBuffer: boolean;
  readonly cursorVisible: boolean;
  /** Lines are edited and echoed, and Ctrl+C is a signal. */
  readonly cooked: boolean;
}

/** A real pseudo-terminal with a program in it, and an emulator that knows what the user would see. */
export class Terminal implements AsyncDisposable {
  readonly pid: number;
  /** Resolves when the program has ended and the screen shows the last that it wrote. */
  readonly exited: Promise<TerminalExit>;
  /** All that the program has written, as it came. */
  readonly raw: Buffer[] = [];
  readonly #decoder = new StringDecoder('utf8');
  readonly #pty: IPty;
  readonly #emulator: InstanceType<typeof xterm.Terminal>;
  readonly #modes: PtyModes;
  readonly #news: News = new EventEmitter();
  #cursorVisible = true;
  /** Whether a frame has begun that is not drawn to its end. */
  #isDrawing = false;
  #exit: TerminalExit | undefined;

  private constructor(options: TerminalOptions) {
    const { command, args = [], cwd = process.cwd(), columns: cols = 120, rows = 30 } = options;
    const env = cleanEnvironment(options.env);
    this.#emulator = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 5000 });
    // Its own table is that of Unicode 6, in which emoji are narrow, as in no terminal of today.
    this.#emulator.unicode.register(cellWidths);
    this.#emulator.unicode.activeVersion = cellWidths.version;
    this.#pty = spawn(command, [...args], { name: env.TERM ?? 'dumb', cols, rows, cwd, env, encoding: null });
    this.pid = this.#pty.pid;
    this.#modes = new PtyModes((this.#pty as unknown as { fd: number }).fd);
    this.#followModes();
    // Answers to what a program asks of its terminal, such as the place of the cursor.
    this.#emulator.onData((answer) => this.#pty.write(answer));
    this.#pty.onData((chunk) => this.#onOutput(chunk as unknown as Buffer));
    this.exited = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal }) => {
        // An empty write comes after all earlier ones have been drawn.
        this.#emulator.write('', () => {
          this.#exit = signal ? { code: null, signal: signalName(signal) } : { code: exitCode, signal: null };
          resolve(this.#exit);
          this.#news.emit('news');
        });
      });
    });
  }

  /** Opens a terminal and starts the program in it. A program that cannot be started ends with a code other than 0. */
  static start(options: TerminalOptions): Terminal {
    return new Terminal(options);
  }

  /** The lines that the user sees, without the blanks at their ends. */
  screen(): string[] {
    const { active } = this.#emulator.buffer;
    return Array.from(
      { length: this.#emulator.rows },
      (_, y) => active.getLine(active.viewportY + y)?.translateToString(true, 0, this.#emulator.cols) ?? '',
    );
  }

  /** The cell in column `x` of row `y`, both from 0. Throws outside the screen. */
  cell(x: number, y: number): Cell {
    const { active } = this.#emulator.buffer;
    const cell = y < this.#emulator.rows ? active.getLine(active.viewportY + y)?.getCell(x) : undefined;
    if (cell === undefined) throw new Error(`there is no cell at column ${x} of row ${y}`);
    return cellOf(cell);
  }

  /** All cells that the user sees, by rows. */
  cells(): Cell[][] {
    return cellsOf(this.#emulator);
  }

  /** Presses keys, one after the other, each by name: "r", "enter", "ctrl+c", "shift+tab", "pageup", "f5". */
  press(...keys: readonly string[]): void {
    for (const key of keys) this.#pty.write(bytesOf(key));
  }

  /** Types text as it is. */
  type(text: string): void {
    this.#pty.write(text);
  }

  /** Another program writes over the first line of the screen. */
  scribble(text: string): void {
    this.#emulator.write(`\x1b7\x1b[1;1H${text}\x1b8`, () => this.#news.emit('news'));
  }

  /** Changes the size, as the user does by dragging the window. */
  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows);
    this.#pty.resize(columns, rows);
    this.#news.emit('news');
  }

  /**
   * Waits until the screen is as `isSo` says, looking whenever something was drawn, but never at half a frame. Rejects with the
   * screen in the message after `withinMs` milliseconds, or at once when the program has ended and can draw no more.
   */
  async until(isSo: (screen: string[]) => boolean, what: string, withinMs = hungAfterMs): Promise<void> {
    const look = (): boolean | undefined => {
      if ((!this.#isDrawing || this.#exit !== undefined) && isSo(this.screen())) return true;
      return this.#exit === undefined ? undefined : false;
    };
    const came = await untilNews(this.#news, look, () => `${what}\n${this.#framedScreen()}`, withinMs);
    if (!came) throw new Error(`the program ended (${JSON.stringify(this.#exit)}) before ${what}\n${this.#framedScreen()}`);
  }

  /** How the terminal is set now; also after the program's end. */
  async modes(): Promise<TerminalModes> {
    const alternateBuffer = this.#emulator.buffer.active.type === 'alternate';
    return { alternateBuffer, cursorVisible: this.#cursorVisible, cooked: await this.#modes.cooked() };
  }

  /** Closes the window: the program loses its terminal and gets SIGHUP. */
  async hangUp(): Promise<void> {
    await this.#modes.close();
    (this.#pty as unknown as { destroy(): void }).destroy();
  }

  /** Ends the program and all that is below it. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#exit === undefined) {
      const killList = new KillList();
      for (const pid of [this.pid, ...descendantsOf(this.pid)]) killList.add(pid);
      killList.killAll();
      await this.exited;
    }
    await this.#modes.close();
    this.#emulator.dispose();
  }

  #onOutput(chunk: Buffer): void {
    this.raw.push(chunk);
    // As text, since the emulator loses a character that two chunks share.
    this.#emulator.write(this.#decoder.write(chunk), () => this.#news.emit('news'));
  }

  /** The emulator does not tell whether the cursor is shown, nor whether a frame is being drawn; private modes 25 and 2026 do. */
  #followModes(): void {
    for (const [final, isSet] of [
      ['h', true],
      ['l', false],
    ] as const) {
      this.#emulator.parser.registerCsiHandler({ prefix: '?', final }, (modes) => {
        if (modes.includes(25)) this.#cursorVisible = isSet;
        if (modes.includes(2026)) this.#isDrawing = isSet;
        return false; // the emulator acts on it too
      });
    }
  }

  #framedScreen(): string {
    const rule = '-'.repeat(this.#emulator.cols);
    return [rule, ...this.screen(), rule].join('\n');
  }
}
