import { expect, it, vi } from 'vitest';
import { Dice } from '../chaos/dice.js';
import { DrawnApp } from './drawn-app.js';
import { randomDeed } from './random-deeds.js';
import { fillShop, shop } from './sample-shop.js';
import { screenFaults, strayFaults } from './screen-faults.js';
import { screenMap } from './screen-map.js';

// `npm run soak:screen` goes on for thousands of steps, with another seed each time. The same again, where the name of the test
// says a seed: `SCREEN_STEPS=4000 SCREEN_SEED=7 npx vitest run --config test/vitest.config.ts test/components/random-screen.test.tsx`.
const asked = process.env.SCREEN_STEPS;
const steps = Number(asked ?? 250);
const seed = Number(process.env.SCREEN_SEED ?? (asked === undefined ? 20_261 : Date.now() % 1_000_000));
const redrawEvery = 10;

it(
  `the screen stays whole, whatever is pressed and happens, for ${steps} steps from seed ${seed}`,
  async () => {
    const complaints = vi.spyOn(console, 'error');
    await using app = await DrawnApp.open({ processes: shop, columns: 100, rows: 30, capacity: 100 });
    fillShop(app.source);
    const dice = new Dice(seed);
    const done: string[] = [];
    const check = (faults: readonly unknown[]): void => {
      const all = [...faults, ...complaints.mock.calls.map((call) => call.join(' '))];
      if (app.fault !== undefined) all.push(app.fault);
      const told = `seed ${seed}, step ${done.length}, after:\n${done.slice(-12).join('\n')}\n${app.terminal.lines().join('\n')}\n`;
      expect(all, told).toEqual([]);
    };
    for (let step = 1; step <= steps; step += 1) {
      done.push(await randomDeed(app, dice));
      const faults = screenFaults(
        app.terminal,
        app.source.project,
        app.source.processes().map(({ name }) => name),
      );
      check([...faults, ...strayFaults(app.terminal.takeWritten())]);
      if (step % redrawEvery > 0) continue;
      const before = screenMap(app.terminal.cells());
      app.redraw();
      await app.settle();
      const anew = screenMap(app.terminal.cells());
      check(anew === before ? [] : [`drawn anew it is another:\n${anew}`]);
    }
  },
  Math.max(20_000, steps * 200),
);
