import { expect } from 'vitest';
import { Project } from '../project.js';
import type { Terminal } from '../terminal.js';
import { isSight, type Sight } from './action.js';

const sleeper = 'exec sleep 1000';
const long = 'and so on, '.repeat(20);

/** One of each kind that a command needs: with a log, crashed twice, with an open circuit, with a terminal; and a group that rests. */
const cast = {
  api: { command: `seq -f "line %g of the log, ${long}" 300; ${sleeper}` },
  crashy: {
    command: 'if [ -e once ]; then echo "the second words" >&2; exit 3; fi; touch once; echo "the first words" >&2; exit 2',
    restartDelay: 10,
    fatalExitCodes: [3],
  },
  flaky: {
    command: `echo '{"level":"warn","msg":"not well"}'; if [ -e well ]; then ${sleeper}; fi; exit 1`,
    circuit: { threshold: 1, cooldown: '1h' },
  },
  shell: { command: 'cat', tty: true },
  idle: { command: sleeper, autoStart: false, group: 'back' },
  rest: { command: sleeper, autoStart: false, group: 'back', healthCheck: { exec: 'true' } },
} as const;

/** The names of the processes, in their order in the table. */
export type Name = keyof typeof cast;

/** The user at the dashboard on a project of its own, who looks after each key what came of it. */
export class Hands implements AsyncDisposable {
  readonly project: Project;
  readonly terminal: Terminal;

  private constructor(project: Project) {
    this.project = project;
    // Text is copied through the terminal only: nobody's own clipboard is for tests.
    this.terminal = project.open({ columns: 120, rows: 24, env: { DISPLAY: undefined, WAYLAND_DISPLAY: undefined } });
  }

  /** Opens the dashboard and waits until every process is in its first state. */
  static async open(): Promise<Hands> {
    const hands = new Hands(new Project(cast));
    await hands.sees(/ api +● running/);
    await hands.sees(/ crashy +✖ failed/);
    await hands.sees(/ flaky +✖ circuit/);
    await hands.sees(/ shell +● running/);
    return hands;
  }

  /** Waits until that is seen. */
  async sees(sight: Sight): Promise<void> {
    await this.terminal.until((screen) => isSight(sight, screen, this), String(sight));
  }

  /** Presses a key and waits until that is seen. */
  async press(key: string, sight: Sight): Promise<void> {
    this.terminal.press(key === 'return' ? 'enter' : key);
    await this.sees(sight);
  }

  /** Types text and waits until that is seen. */
  async type(text: string, sight: Sight): Promise<void> {
    this.terminal.type(text);
    await this.sees(sight);
  }

  /** Presses a key, which must bring about what is not so yet. */
  async bringAbout(key: string, sight: Sight): Promise<void> {
    expect(isSight(sight, this.terminal.screen(), this), `before the key: ${sight}\n${this.terminal.screen().join('\n')}`).toBe(
      false,
    );
    await this.press(key, sight);
  }

  /** Selects a process in the table. */
  async select(name: Name): Promise<void> {
    // The heading of the group is a row too.
    const below = Object.keys(cast).indexOf(name) + ('group' in cast[name] ? 1 : 0);
    await this.type(`g${'j'.repeat(below)}`, `▌ ${name} `);
  }

  /** Gives the log the focus. */
  async intoLog(): Promise<void> {
    await this.press('tab', () => this.logHasFocus());
  }

  /** Gives the table the focus, and lets the log follow its end. */
  async outOfLog(): Promise<void> {
    await this.press('G', 'following');
    await this.press('tab', () => !this.logHasFocus());
  }

  /** Whether the rule over the log is that of the pane with the focus. */
  logHasFocus(): boolean {
    return this.terminal.screen().some((line) => / ▶ .* ═/.test(line));
  }

  /** The lines of the log that are marked from their first cell on: those that are selected. */
  markedLines(): readonly string[] {
    const screen = this.terminal.screen();
    const top = screen.findIndex((line) => / [▶─] .*(═══|───)/.test(line));
    return screen.filter((_, row) => row > top && this.terminal.cell(1, row).inverse);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.terminal.press('ctrl+c');
    await Promise.race([this.terminal.exited, new Promise((resolve) => setTimeout(resolve, 5000))]);
    await this.terminal[Symbol.asyncDispose]();
    this.project[Symbol.dispose]();
  }
}
