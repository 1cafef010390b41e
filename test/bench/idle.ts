import { setTimeout as delay } from 'node:timers/promises';
import { rowsOf, runs } from './comparison.js';
import { Notebook } from './notebook.js';
import type { Row } from './row.js';
import { Subject } from './subject.js';
import { processorMs, residentMegabytes } from './usage.js';

const count = 50;
const windowMs = 10_000;
const settleMs = 3_000;

/** What the programs cost while nothing happens. Both idle at once, so that a run takes one window and not two. */
export async function measure(): Promise<readonly Row[]> {
  await using notebook = await Notebook.open();
  const commands = Array.from({ length: count }, () => `${notebook.notePid}; exec sleep 600`);
  await using watchdog = await Subject.watchdog({ commands });
  await using bare = await Subject.bare({ commands });
  await Promise.all([notebook.numbers(2 * count), watchdog.ready(), bare.ready()]);
  await delay(settleMs);
  const figures: [number[][], number[][]] = [[], []];
  for (let run = 0; run < runs; run++) {
    const [one, other] = await Promise.all([watch(watchdog), watch(bare)]);
    figures[0].push(one);
    figures[1].push(other);
  }
  const titles = [
    { title: `idle with ${count} children, processor`, unit: '% of a core' },
    { title: `idle with ${count} children, memory`, unit: 'MB' },
    { title: `idle with ${count} children, written to the terminal`, unit: 'bytes/s' },
  ];
  return rowsOf(titles, ...figures);
}

async function watch({ terminal }: Subject): Promise<number[]> {
  const [usedBefore, writtenBefore, begin] = [processorMs(terminal.pid), written(terminal), performance.now()];
  await delay(windowMs);
  const tookMs = performance.now() - begin;
  const usedMs = processorMs(terminal.pid) - usedBefore;
  return [(usedMs / tookMs) * 100, residentMegabytes(terminal.pid), ((written(terminal) - writtenBefore) / tookMs) * 1000];
}

function written(terminal: { readonly raw: readonly Buffer[] }): number {
  return terminal.raw.reduce((sum, chunk) => sum + chunk.length, 0);
}
