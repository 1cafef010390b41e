import { compare } from './comparison.js';
import { floodOf } from './flood-text.js';
import { Notebook } from './notebook.js';
import type { Row } from './row.js';

const lines = 5_000_000;

/** How fast one child that floods its stdout is read, with the dashboard open. */
export function measure(): Promise<readonly Row[]> {
  return compare([{ title: 'one flooding child, lines of 100 bytes', unit: 'lines/s' }], async (start) => {
    await using notebook = await Notebook.open();
    const { noteTime } = notebook;
    // A pipe holds its writer back, so the writer's time is the reader's, but for the last 64 KiB.
    await using _subject = await start({ commands: [`${noteTime}; ${floodOf(lines)}; ${noteTime}`] });
    const [begin = 0, end = 0] = await notebook.numbers(2);
    return [lines / (end - begin)];
  });
}
