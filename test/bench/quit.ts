import { untilDead } from '../fixtures/alive.js';
import { compare } from './comparison.js';
import { Notebook } from './notebook.js';
import type { Row } from './row.js';

const count = 50;

/** How long it takes from the last key until all children are gone. */
export function measure(): Promise<readonly Row[]> {
  return compare([{ title: `quit with ${count} children, until the last is gone`, unit: 'ms' }], async (start) => {
    await using notebook = await Notebook.open();
    const commands = Array.from({ length: count }, () => `${notebook.notePid}; exec sleep 600`);
    await using subject = await start({ commands });
    const pids = await notebook.numbers(count);
    const askedAt = await subject.quit();
    for (const pid of pids) await untilDead(pid, 30_000, 1);
    return [performance.now() - askedAt];
  });
}
