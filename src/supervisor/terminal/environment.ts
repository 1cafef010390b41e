import type { TtySize } from '../../ports/spawner.js';

/** The size of a terminal before it is first displayed. */
export const defaultSize: TtySize = { columns: 80, rows: 24 };

/** What programs ask to learn which terminal they are in, and how large it is. */
const aboutTheOuterTerminal = ['COLUMNS', 'LINES', 'TERMCAP', 'TERM_PROGRAM', 'TERM_PROGRAM_VERSION'];

/** Makes an environment describe our terminal instead of the one that watchdog itself runs in. */
export function describeTerminal(env: Record<string, string>): void {
  for (const name of aboutTheOuterTerminal) delete env[name];
  env.TERM = 'xterm-256color';
}
