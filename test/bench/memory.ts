import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { compare } from './comparison.js';
import { floodOf } from './flood-text.js';
import { Notebook } from './notebook.js';
import type { Row } from './row.js';
import { residentMegabytes } from './usage.js';

const few = 100_000;
const many = 10_000_000;
const settleMs = 1_000;

/** Whether a log that is never cleared is paid for in memory: the second figure must be near the first. */
export function measure(): Promise<readonly Row[]> {
  const titles = ['a hundred thousand', 'ten million'].map((lines) => ({ title: `memory after ${lines} lines`, unit: 'MB' }));
  return compare(titles, async (start) => {
    await using notebook = await Notebook.open();
    const go = notebook.path('go');
    const waitForGo = `while [ ! -e ${go} ]; do sleep 0.05; done`;
    const { noteTime } = notebook;
    const command = [floodOf(few), noteTime, waitForGo, floodOf(many - few), noteTime, 'exec sleep 600'].join('; ');
    await using subject = await start({ commands: [command], logs: { file: false } });
    await subject.ready();
    const after = async (notes: number): Promise<number> => {
      await notebook.numbers(notes);
      await delay(settleMs);
      return residentMegabytes(subject.terminal.pid);
    };
    const afterFew = await after(1);
    writeFileSync(go, '');
    return [afterFew, await after(2)];
  });
}
