import { untilDead } from '../fixtures/alive.js';
import { compare } from './comparison.js';
import { endlessFlood } from './flood-text.js';
import { Notebook } from './notebook.js';
import type { Row } from './row.js';

/**
 * How long it takes from the key until one child is gone, quiet or in full flood.
 * @param when what else is so meanwhile, for the titles
 */
export async function measure(when = ''): Promise<readonly Row[]> {
  return [
    ...(await stop('sleep 600', `stop a quiet child${when}`)),
    ...(await stop(endlessFlood, `stop a flooding child${when}`)),
  ];
}

function stop(command: string, title: string): Promise<readonly Row[]> {
  return compare([{ title, unit: 'ms' }], async (start) => {
    await using notebook = await Notebook.open();
    await using subject = await start({ commands: [`${notebook.notePid}; exec ${command}`] });
    const [pid = 0] = await notebook.numbers(1);
    await subject.read();
    const askedAt = await subject.stopSelected();
    await untilDead(pid, 30_000, 1);
    return [performance.now() - askedAt];
  });
}
