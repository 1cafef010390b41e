import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { compare } from './comparison.js';
import { floodOf } from './flood-text.js';
import { Notebook } from './notebook.js';
import type { Row } from './row.js';
import type { Load } from './subject.js';

const lines = 20_000_000;
/** Milliseconds after the first frame in which whatever a program loads late is loaded. */
const settleMs = 1_000;

/** How fast children that flood their stdout are read, with the dashboard open: one, eight, and one whose lines go into a file. */
export async function measure(): Promise<readonly Row[]> {
  return [
    ...(await flood('one flooding child, lines of 100 bytes', 1, { file: false })),
    ...(await flood('eight flooding children, lines of 100 bytes', 8, { file: false })),
    ...(await flood('one flooding child, with a log file', 1, {})),
  ];
}

function flood(title: string, children: number, logs: Load['logs'] = {}): Promise<readonly Row[]> {
  return compare([{ title, unit: 'lines/s' }], async (start) => {
    await using notebook = await Notebook.open();
    const { noteTime } = notebook;
    const go = notebook.path('go');
    const untilGo = `while [ ! -e ${go} ]; do sleep 0.02; done`;
    // A pipe holds its writer back, so the writer's time is the reader's, but for the last 64 KiB.
    const command = `${untilGo}; ${noteTime}; ${floodOf(lines / children)}; ${noteTime}; exec sleep 600`;
    await using subject = await start({ commands: Array.from({ length: children }, () => command), logs });
    await subject.ready();
    await delay(settleMs);
    writeFileSync(go, '');
    const times = await notebook.numbers(2 * children);
    return [lines / (Math.max(...times) - Math.min(...times))];
  });
}
