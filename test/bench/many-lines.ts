// Whether the keyboard waits while a million lines of a hundred logs are merged, filtered and searched.
import { LogStore } from '../../src/supervisor/log/store.js';
import { LineIndex } from '../../src/view/log/line-index.js';
import { parseFilter } from '../../src/view/log/line-test.js';
import { MergedLog } from '../../src/view/log/merged.js';
import type { Row } from './row.js';

const logs = 100;
const linesEach = 10_000;
/** Lines that each process writes at one go: alone, each lies between lines of others, which is the most that a merge can meet. */
const bursts = [25, 1];
/** What the dashboard gives a search between two frames. */
const sliceMs = 8;

/** The longest time for which each of these keeps the main thread, in milliseconds. */
export async function measure(): Promise<readonly Row[]> {
  return bursts.flatMap((burst) => {
    const stores = filled(burst);
    const merged = new MergedLog(() => stores.map((reader, index) => ({ name: `service-${index}`, reader })));
    const merging = longest(() => {
      merged.refresh(slice());
      return merged.isComplete;
    });
    const all = indexOf(merged, 'item');
    const few = indexOf(merged, 'item/4242 ');
    const filtering = longest(() => step(all, merged));
    const searching = longest(() => step(few, merged));
    // Old lines leave some logs while lines come to them: the list has gaps, and is kept up.
    let going = 0;
    for (let round = 0; round < 20; round++) {
      for (const [index, store] of stores.entries()) if (index % 3 > 0) write(store, index, linesEach + round * burst, burst);
      going = Math.max(
        going,
        longest(() => step(all, merged) && step(few, merged)),
      );
    }
    const row = (title: string, watchdog: number): Row => ({ title, unit: 'ms', watchdog, bare: null });
    return [
      row(`a million lines of 100 logs, ${burst} at a time, longest slice: merging`, merging),
      row('  of a filter that all pass', filtering),
      row('  of a search for a rare word', searching),
      row('  of all three while lines come and go', going),
    ];
  });
}

function filled(burst: number): readonly LogStore[] {
  const stores = Array.from({ length: logs }, () => new LogStore({ maxLines: linesEach, maxBytes: 64 * 1024 * 1024 }));
  for (const [index, store] of stores.entries()) {
    for (let line = 0; line < linesEach; line += burst) write(store, index, line, burst);
  }
  return stores;
}

function write(store: LogStore, index: number, from: number, count: number): void {
  const lines = Array.from({ length: count }, (_, line) => `GET /item/${from + line} 200 ${'x'.repeat(60)} user ${index}\n`);
  store.append('stdout', Buffer.from(lines.join('')), from * logs + index);
}

function indexOf(merged: MergedLog, typed: string): LineIndex {
  const parsed = parseFilter(typed);
  if (!parsed.ok) throw new Error(parsed.problem);
  return new LineIndex(merged, { test: parsed.test, stderrOnly: false, fromSeq: 0 });
}

function step(index: LineIndex, merged: MergedLog): boolean {
  const isSpent = slice();
  merged.refresh(isSpent);
  index.step(isSpent);
  return merged.isComplete && index.isComplete;
}

function slice(): () => boolean {
  const end = performance.now() + sliceMs;
  return () => performance.now() >= end;
}

/** The longest of the calls until one returns true. */
function longest(call: () => boolean): number {
  let found = 0;
  for (let isDone = false; !isDone; ) {
    const before = performance.now();
    isDone = call();
    found = Math.max(found, performance.now() - before);
  }
  return found;
}
