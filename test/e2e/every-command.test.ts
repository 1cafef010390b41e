import { afterAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/view/commands/table.js';
import type { Deed, LastDeed } from './deeds/deed.js';
import { generalDeeds } from './deeds/general-deeds.js';
import { Hands } from './deeds/hands.js';
import { logDeeds } from './deeds/log-deeds.js';
import { menuDeeds } from './deeds/menu-deeds.js';
import { pageDeeds } from './deeds/page-deeds.js';
import { paneDeeds } from './deeds/pane-deeds.js';
import { processDeeds } from './deeds/process-deeds.js';
import { selectionDeeds } from './deeds/selection-deeds.js';
import { showingDeeds } from './deeds/showing-deeds.js';

const deeds: Readonly<Record<string, Deed | LastDeed>> = {
  ...processDeeds,
  ...menuDeeds,
  ...paneDeeds,
  ...logDeeds,
  ...selectionDeeds,
  ...showingDeeds,
  ...pageDeeds,
  ...generalDeeds,
};
const presses = commands.flatMap(({ id, keys }) => keys.map((key) => ({ id, key })));

/** One dashboard for all, since most leave it as they found it; another one after a deed that failed. */
let hands: Hands | undefined;

afterAll(() => hands?.[Symbol.asyncDispose]());

async function perform({ before, seen, after }: Deed, key: string): Promise<void> {
  hands ??= await Hands.open();
  await hands.select('api');
  await before?.(hands);
  await hands.bringAbout(key, seen);
  await after?.(hands);
}

describe('Every key of every command, on the built program in a real terminal', () => {
  it.each(presses)('$id with $key does what it says', async ({ id, key }) => {
    const deed = deeds[id];
    expect(deed, `no deed in test/e2e/deeds tries ${id}`).toBeDefined();
    if ('alone' in deed!) return deed.alone(key);
    try {
      await perform(deed!, key);
    } catch (error) {
      await hands?.[Symbol.asyncDispose]();
      hands = undefined;
      throw error;
    }
  });

  it('is tried for no command that is not there any more', () => {
    const known = new Set(commands.map(({ id }) => id));
    expect(Object.keys(deeds).filter((id) => !known.has(id))).toEqual([]);
  });
});
