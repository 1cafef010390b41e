import { untilDead } from '../fixtures/alive.js';
import { compare } from './comparison.js';
import { Notebook } from './notebook.js';
import type { Row } from './row.js';

const count = 50;

/**
 * How long it takes from the last key until all children are gone, and the program.
 * @param when what else is so meanwhile, for the titles
 */
export function measure(when = ''): Promise<readonly Row[]> {
  const titles = ['the last is', 'the program is'].map((what) => ({
    title: `quit with ${count} children${when}, until ${what} gone`,
    unit: 'ms',
  }));
  return compare(titles, async (start) => {
    await using notebook = await Notebook.open();
    const commands = Array.from({ length: count }, () => `${notebook.notePid}; exec sleep 600`);
    await using subject = await start({ commands });
    const pids = await notebook.numbers(count);
    await subject.read();
    const askedAt = await subject.quit();
    for (const pid of pids) await untilDead(pid, 30_000, 1);
    const allGone = performance.now();
    await subject.terminal.exited;
    return [allGone - askedAt, performance.now() - askedAt];
  });
}
