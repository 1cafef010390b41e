import { compare } from './comparison.js';
import { Notebook } from './notebook.js';
import { median, type Row } from './row.js';

const restarts = 20;
const restartDelayMs = 100;

/**
 * What passes between a child's exit and the next exec beyond the delay that was configured.
 * @param when what else is so meanwhile, for the title
 */
export function measure(when = ''): Promise<readonly Row[]> {
  return compare([{ title: `exit to next exec, beyond the delay of ${restartDelayMs} ms${when}`, unit: 'ms' }], async (start) => {
    await using notebook = await Notebook.open();
    await using _subject = await start({ commands: [`${notebook.noteTime}; ${notebook.noteTime}; exit 1`], restartDelayMs });
    const times = await notebook.numbers(2 * restarts + 1);
    const gaps = Array.from({ length: restarts }, (_, index) => times[2 * index + 2]! - times[2 * index + 1]!);
    return [median(gaps) * 1000 - restartDelayMs];
  });
}
