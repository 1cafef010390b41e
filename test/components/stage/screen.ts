import { EventEmitter } from 'node:events';
import { render } from 'ink-testing-library';
import type { ReactElement } from 'react';
import stringWidth from 'string-width';
import { expect } from 'vitest';
import type { TerminalSize } from '../../../src/view/state/layout.js';
import { type News, untilNews } from '../../fixtures/until-news.js';

const sequences: Readonly<Record<string, string>> = {
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  pageup: '\x1b[5~',
  pagedown: '\x1b[6~',
  tab: '\t',
  escape: '\x1b',
  enter: '\r',
  backspace: '\x7f',
  'ctrl+c': '\x03',
  'ctrl+d': '\x04',
  'ctrl+k': '\x0b',
  'ctrl+s': '\x13',
  'ctrl+u': '\x15',
  f1: '\x1bOP',
  f7: '\x1b[18~',
};

/** Renders, with a size in the environment: its own stdout has no rows yet, for which Ink would run `tput` twice. */
function renderQuickly(tree: ReactElement): ReturnType<typeof render> {
  const { COLUMNS, LINES } = process.env;
  Object.assign(process.env, { COLUMNS: '80', LINES: '24' });
  try {
    return render(tree);
  } finally {
    for (const [name, value] of Object.entries({ COLUMNS, LINES })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

/** What is drawn on a terminal of a given size. */
export class Screen implements Disposable {
  readonly #instance: ReturnType<typeof render>;
  readonly #news: News = new EventEmitter();
  readonly #afterEscape: () => void;
  #size: TerminalSize;

  private constructor(tree: ReactElement, size: TerminalSize, afterEscape: () => void) {
    this.#afterEscape = afterEscape;
    this.#size = size;
    this.#instance = renderQuickly(tree);
    const { stdout, stdin } = this.#instance;
    const write = stdout.write;
    stdout.write = (frame) => {
      write(frame);
      this.#news.emit('news');
    };
    // As a stream of Node does: `data` comes from inside `read`, before the reader has the chunk.
    const read = stdin.read;
    stdin.read = () => {
      const chunk = read();
      if (chunk !== null) stdin.emit('data', chunk);
      return chunk;
    };
    Object.defineProperty(stdout, 'columns', { get: () => this.#size.columns });
    Object.defineProperty(stdout, 'rows', { get: () => this.#size.rows });
  }

  /**
   * Draws `tree` and waits for the first frame of that size.
   * @param afterEscape lets the time pass after which a lone Escape is a key
   */
  static async open(tree: ReactElement, columns: number, rows: number, afterEscape = () => {}): Promise<Screen> {
    const screen = new Screen(tree, { columns, rows }, afterEscape);
    await screen.resize(columns, rows);
    return screen;
  }

  /** Changes the size and waits until the screen has it. */
  async resize(columns: number, rows: number): Promise<void> {
    this.#size = { columns, rows };
    this.#instance.stdout.emit('resize');
    await untilNews(
      this.#news,
      () => (this.#isExact() ? true : undefined),
      () => `a screen of ${columns}x${rows}:\n${this.text}`,
    );
  }

  /** All that is seen. */
  get text(): string {
    return this.#instance.lastFrame() ?? '';
  }

  /** The rows, without the spaces at their ends. */
  get lines(): readonly string[] {
    return this.text.split('\n');
  }

  /** How often the screen was drawn. */
  get frames(): number {
    return this.#instance.frames.length;
  }

  /** The row that has `text` in it; fails where there is none. */
  line(text: string): string {
    const found = this.lines.find((line) => line.includes(text));
    expect(found, `no line with "${text}" in:\n${this.text}`).toBeDefined();
    return found!;
  }

  /** Presses keys by name ("tab", "ctrl+c") or as they are, one after the other. */
  press(...keys: readonly string[]): void {
    for (const key of keys) {
      this.#type(sequences[key] ?? key);
      if (key === 'escape') this.#afterEscape();
    }
  }

  /** Types keys so fast that they are read at once. */
  burst(...keys: readonly string[]): void {
    this.#type(keys.map((key) => sequences[key] ?? key).join(''));
  }

  /** Pastes text as a terminal with bracketed paste does. */
  paste(text: string): void {
    this.#type(`\x1b[200~${text}\x1b[201~`);
  }

  /** Waits until `text` is seen, and checks that the frame fits the terminal. */
  async shows(text: string): Promise<void> {
    await this.#until(() => this.text.includes(text), `"${text}"`);
  }

  /** Waits until `text` is not seen any more, and checks that the frame fits the terminal. */
  async hides(text: string): Promise<void> {
    await this.#until(() => !this.text.includes(text), `no "${text}"`);
  }

  [Symbol.dispose](): void {
    this.#instance.unmount();
  }

  async #until(look: () => boolean, what: string): Promise<void> {
    await untilNews(
      this.#news,
      () => (look() ? true : undefined),
      () => `${what} on the screen:\n${this.text}`,
    );
    expect(this.lines).toHaveLength(this.#size.rows);
    expect(Math.max(...this.lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(this.#size.columns);
  }

  #type(chunk: string): void {
    const { stdin } = this.#instance;
    stdin.data = chunk;
    stdin.emit('readable');
  }

  #isExact(): boolean {
    const widest = Math.max(...this.lines.map((line) => stringWidth(line)));
    return this.lines.length === this.#size.rows && widest <= this.#size.columns;
  }
}
