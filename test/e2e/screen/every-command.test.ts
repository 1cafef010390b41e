import { afterAll, describe, expect, it } from 'vitest';
import { commands } from '../../../src/view/commands/table.js';
import type { Action, LastAction } from '../actions/action.js';
import { generalActions } from '../actions/general.js';
import { Hands } from '../actions/hands.js';
import { logActions } from '../actions/log.js';
import { menuActions } from '../actions/menu.js';
import { pageActions } from '../actions/page.js';
import { paneActions } from '../actions/pane.js';
import { processActions } from '../actions/process.js';
import { selectionActions } from '../actions/selection.js';
import { showingActions } from '../actions/showing.js';

const actions: Readonly<Record<string, Action | LastAction>> = {
  ...processActions,
  ...menuActions,
  ...paneActions,
  ...logActions,
  ...selectionActions,
  ...showingActions,
  ...pageActions,
  ...generalActions,
};
const presses = commands.flatMap(({ id, keys }) => keys.map((key) => ({ id, key })));

/** One dashboard for all, since most leave it as they found it; another one after a action that failed. */
let hands: Hands | undefined;

afterAll(() => hands?.[Symbol.asyncDispose]());

async function perform({ before, seen, after }: Action, key: string): Promise<void> {
  hands ??= await Hands.open();
  await hands.select('api');
  await before?.(hands);
  await hands.bringAbout(key, seen);
  await after?.(hands);
}

describe('Every key of every command, on the built program in a real terminal', () => {
  it.each(presses)('$id with $key does what it says', async ({ id, key }) => {
    const action = actions[id];
    expect(action, `no action in test/e2e/actions tries ${id}`).toBeDefined();
    if ('alone' in action!) return action.alone(key);
    try {
      await perform(action!, key);
    } catch (error) {
      await hands?.[Symbol.asyncDispose]();
      hands = undefined;
      throw error;
    }
  });

  it('is tried for no command that is not there any more', () => {
    const known = new Set(commands.map(({ id }) => id));
    expect(Object.keys(actions).filter((id) => !known.has(id))).toEqual([]);
  });
});
