import { StringDecoder } from 'node:string_decoder';
import type { Terminal } from '@xterm/headless';
import type { TtySize } from '../../ports/spawner.js';
import type { screenLineText } from './cell-text.js';
import { FullScreenDetector } from './full-screen-detector.js';
import type { ScreenPlace } from './screen-reader.js';

/** How the keyboard of a terminal is set by its program. */
export interface KeyboardModes {
  /** Arrows are sent as \\eOA instead of \\e[A. */
  readonly applicationCursorKeys: boolean;
  /** Pasted text is sent between brackets. */
  readonly bracketedPaste: boolean;
}

/** Notified of what happens on a screen. */
export interface ScreenListener {
  /** Its picture changed, or may have. */
  changed(): void;
  /** The terminal answers something that the program asked of it, such as where the cursor is. */
  answered(text: string): void;
}

/**
 * The screen of a terminal, emulated. It keeps no lines that were scrolled away: the log has them. The emulator is loaded with the
 * first one; what is written until then waits.
 */
export class EmulatedScreen {
  readonly #listener: ScreenListener;
  #size: TtySize;
  #terminal: Terminal | undefined;
  #lineText: typeof screenLineText | undefined;
  #drawing: FullScreenDetector | undefined;
  // The emulator loses characters that are cut in two by the end of what it is given, so it is given text.
  readonly #decoder = new StringDecoder('utf8');
  #waiting: { readonly text: string; readonly parsed: () => void }[] = [];
  #cursorVisible = true;
  #closed = false;

  constructor(size: TtySize, listener: ScreenListener) {
    this.#size = size;
    this.#listener = listener;
    // Without it there is no picture, and the log shows all that there is.
    void this.#load().catch(() => this.close());
  }

  /** Whether a picture is to be seen now. */
  get draws(): boolean {
    return this.#drawing?.draws ?? false;
  }

  /** Where the cursor is; undefined while it is hidden. */
  get cursor(): ScreenPlace | undefined {
    const buffer = this.#terminal?.buffer.active;
    if (buffer === undefined || !this.#cursorVisible) return undefined;
    return { x: Math.min(buffer.cursorX, this.#size.columns - 1), y: buffer.cursorY };
  }

  get keyboard(): KeyboardModes {
    const modes = this.#terminal?.modes;
    return {
      applicationCursorKeys: modes?.applicationCursorKeysMode ?? false,
      bracketedPaste: modes?.bracketedPasteMode ?? false,
    };
  }

  /** Row `y` as text of exactly the width of the screen; see `ScreenReader`. */
  row(y: number, inverted?: number): string {
    const { columns } = this.#size;
    const buffer = this.#terminal?.buffer.active;
    return this.#lineText?.(buffer?.getLine(buffer.baseY + y), columns, inverted) ?? ' '.repeat(columns);
  }

  /** Writes output of the program. `parsed` is called once it is on the screen. */
  write(bytes: Buffer, parsed: () => void): void {
    const text = this.#decoder.write(bytes);
    if (this.#closed) parsed();
    else if (this.#terminal === undefined) this.#waiting.push({ text, parsed });
    else this.#write(this.#terminal, text, parsed);
  }

  resize(size: TtySize): void {
    this.#size = size;
    this.#terminal?.resize(size.columns, size.rows);
  }

  /** Lets go of the emulator. */
  close(): void {
    this.#closed = true;
    this.#terminal?.dispose();
    this.#terminal = undefined;
    this.#drawing = undefined;
    for (const { parsed } of this.#waiting) parsed();
    this.#waiting = [];
  }

  async #load(): Promise<void> {
    const [{ default: xterm }, { cellWidths }, { screenLineText }, { answerColours }] = await Promise.all([
      import('@xterm/headless'),
      import('./cell-widths.js'),
      import('./cell-text.js'),
      import('./colour-answers.js'),
    ]);
    if (this.#closed) return;
    const { columns: cols, rows } = this.#size;
    // Otherwise it prints, across our own screen, what it cannot parse.
    const logLevel = 'off';
    // In narrow terminals its way to rewrap lines loses some, and what is written next throws, into nobody's hands. So it is
    // told of a terminal that wraps them itself; the programs redraw when the size changes, and the log has the lines.
    const windowsPty = { backend: 'conpty', buildNumber: 1 } as const;
    // How many cells it has, for those that cannot ask the system.
    const windowOptions = { getWinSizeChars: true };
    const terminal = new xterm.Terminal({
      cols,
      rows,
      scrollback: 0,
      allowProposedApi: true,
      logLevel,
      windowsPty,
      windowOptions,
    });
    terminal.unicode.register(cellWidths);
    terminal.unicode.activeVersion = cellWidths.version;
    terminal.onData((answer) => this.#listener.answered(answer));
    answerColours(terminal, (answer) => this.#listener.answered(answer));
    this.#followCursor(terminal);
    this.#drawing = new FullScreenDetector(terminal);
    this.#lineText = screenLineText;
    this.#terminal = terminal;
    for (const { text, parsed } of this.#waiting) this.#write(terminal, text, parsed);
    this.#waiting = [];
    this.#listener.changed(); // There is a cursor now.
  }

  #write(terminal: Terminal, text: string, parsed: () => void): void {
    terminal.write(text, () => {
      parsed();
      if (!this.#closed) this.#listener.changed();
    });
  }

  /** The emulator does not report whether the cursor is shown; private mode 25 does. */
  #followCursor(terminal: Terminal): void {
    const follow = (final: 'h' | 'l'): void => {
      terminal.parser.registerCsiHandler({ prefix: '?', final }, (modes) => {
        if (modes.includes(25)) this.#cursorVisible = final === 'h';
        return false; // The emulator acts on it too.
      });
    };
    follow('h');
    follow('l');
    terminal.parser.registerEscHandler({ final: 'c' }, () => {
      this.#cursorVisible = true;
      return false;
    });
  }
}
