import { expect, it } from 'vitest';
import { DrawnApp } from './stage/drawn-app.js';

it('A report of the mouse whose first byte was read alone, before a long draw, is no Escape', async () => {
  await using app = await DrawnApp.open();
  await app.press('?');
  const page = app.terminal.lines();
  app.terminal.type('\x1b');
  await new Promise((resolve) => setImmediate(resolve));
  // Ink waits 20 ms for the rest, which is there when the draw is over, but is read only after all timers that are due.
  const rest = new Promise<void>((resolve) => setTimeout(() => resolve(app.terminal.type('[<0;6;6M')), 21));
  for (const until = performance.now() + 40; performance.now() < until; );
  await rest;
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
