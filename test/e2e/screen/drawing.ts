import { fileURLToPath } from 'node:url';

/** A process that draws in its terminal. */
export const drawing = {
  command: process.execPath,
  args: [fileURLToPath(new URL('../../fixtures/drawing.mjs', import.meta.url))],
  tty: true,
};

/** Whether a text is anywhere on a screen. */
export const has =
  (text: string | RegExp) =>
  (screen: readonly string[]): boolean =>
    screen.some((line) => (typeof text === 'string' ? line.includes(text) : text.test(line)));
