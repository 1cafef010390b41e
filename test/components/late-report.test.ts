import { expect, it } from 'vitest';
import { escapeMs } from '../../src/view/input/reader.js';
import { DrawnApp } from './stage/drawn-app.js';

it('A report of the mouse whose first byte was read alone, before a long draw, is no Escape', async () => {
  await using app = await DrawnApp.open();
  await app.press('?');
  const page = app.terminal.lines();
  await app.type('\x1b');
  app.clock.advance(escapeMs);
  await app.type('[<0;6;6M');
  app.clock.advance(escapeMs);
  await app.settle();
  expect(app.terminal.lines()).toEqual(page);
  await app.press('escape');
  expect(app.terminal.lines()).not.toEqual(page);
});

it('An Escape comes before the key that was pressed after it', async () => {
  await using app = await DrawnApp.open();
  await app.press('?');
  await app.press('escape', 'tab');
  expect(app.terminal.lines().at(-1)).toContain('/ find');
});
