import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { compare } from './comparison.js';
import { floodOf } from './flood-text.js';
import { Notebook } from './notebook.js';
import type { Row } from './row.js';
import type { Load } from './subject.js';

const lines = 20_000_000;
/** The file takes them all, which is some room on the disk. */
const filedLines = 5_000_000;
/** Milliseconds after the first frame in which whatever a program loads late is loaded. */
const settleMs = 1_000;

interface Flood {
  readonly children: number;
  /** Of all children together. */
  readonly lines: number;
  readonly logs: NonNullable<Load['logs']>;
}

/** How fast children that flood their stdout are read, with the dashboard open: one, eight, and one whose lines all go into a file. */
export async function measure(): Promise<readonly Row[]> {
  const logs = { file: false };
  return [
    ...(await flood('one flooding child, lines of 100 bytes', { children: 1, lines, logs })),
    ...(await flood('eight flooding children, lines of 100 bytes', { children: 8, lines, logs })),
    ...(await flood('one flooding child, with a log file', { children: 1, lines: filedLines, logs: { maxSize: '10GB' } })),
  ];
}

function flood(title: string, { children, lines, logs }: Flood): Promise<readonly Row[]> {
  return compare([{ title, unit: 'lines/s', moreIsBetter: true }], async (start) => {
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
