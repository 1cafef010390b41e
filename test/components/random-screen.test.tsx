import { expect, it, vi } from 'vitest';
import { rowName } from '../../src/view/state/words.js';
import { toAscii } from '../../src/view/text/ascii.js';
import { themeFor, themeNames } from '../../src/view/text/themes.js';
import { Dice } from '../chaos/dice.js';
import { testHungAfterMs } from '../fixtures/hung.js';
import { DrawnApp } from './stage/drawn-app.js';
import { FakeExportTargets } from './stage/fake-export-targets.js';
import { randomAction } from './stage/random-actions.js';
import { fillShop, shop } from './stage/sample-shop.js';
import { screenFaults, strayFaults } from './stage/screen-faults.js';
import { screenMap } from './stage/screen-map.js';
import { placeNames, placesOn } from './stage/screen-places.js';

// `npm run soak:screen` goes on for thousands of steps, with another seed each time. The same again, where the name of the test
// says a seed: `SCREEN_STEPS=4000 SCREEN_SEED=7 npx vitest run --config test/vitest.config.ts test/components/random-screen.test.tsx`.
const asked = process.env.SCREEN_STEPS;
const steps = Number(asked ?? 250);
const seed = Number(process.env.SCREEN_SEED ?? (asked === undefined ? 20_261 : Date.now() % 1_000_000));
const redrawEvery = 10;

const dice = new Dice(seed);
/** What the user may choose for all of a run. */
const looks = {
  theme: dice.oneOf(themeNames),
  ascii: dice.below(3) === 0,
  attached: dice.below(3) === 0,
  replayed: dice.below(4) === 0,
};

it(
  `the screen stays whole, whatever is pressed, clicked and happens, for ${steps} steps from seed ${seed}`,
  async () => {
    const complaints = vi.spyOn(console, 'error');
    await using app = await DrawnApp.open({
      processes: shop,
      columns: 100,
      rows: 30,
      capacity: 100,
      attached: looks.attached,
      replayed: looks.replayed,
      theme: themeFor({}, { asked: looks.theme, ascii: looks.ascii }),
      exportTargets: new FakeExportTargets(),
      toggleMouse: () => app.calls.push('mouse') % 2 === 0,
    });
    fillShop(app.source);
    const done: string[] = [];
    const reached = new Set<string>();
    const check = (faults: readonly unknown[]): void => {
      const all = [...faults, ...complaints.mock.calls.map((call) => call.join(' '))];
      if (app.fault !== undefined) all.push(app.fault);
      const told = `seed ${seed}, ${JSON.stringify(looks)}, step ${done.length}, after:\n${done.slice(-12).join('\n')}\n${app.terminal.lines().join('\n')}\n`;
      expect(all, told).toEqual([]);
    };
    for (let step = 1; step <= steps; step += 1) {
      done.push(await randomAction(app, dice));
      for (const place of placesOn(app.terminal.lines())) reached.add(place);
      const names = app.source.processes().map((process) => rowName(process));
      const faults = screenFaults(app.terminal, {
        project: app.source.project,
        names: looks.ascii ? names.map(toAscii) : names,
        ascii: looks.ascii,
      });
      check([...faults, ...strayFaults(app.terminal.takeWritten())]);
      if (step % redrawEvery > 0) continue;
      const before = screenMap(app.terminal.cells());
      app.redraw();
      await app.settle();
      const again = screenMap(app.terminal.cells());
      check(again === before ? [] : [`drawn again it is another:\n${differences(before, again)}`]);
    }
    // A shorter run does not get everywhere; elsewhere nothing is asked, and a recording refuses most.
    if (steps >= 4000 && !looks.replayed && !looks.attached) expect(placeNames.filter((name) => !reached.has(name))).toEqual([]);
  },
  Math.max(testHungAfterMs, steps * 200),
);

/** The lines of two maps of a screen that are not in both. */
function differences(before: string, again: string): string {
  const [one, other] = [before.split('\n'), again.split('\n')];
  const gone = one.filter((line) => !other.includes(line)).map((line) => `- ${line}`);
  return [...gone, ...other.filter((line) => !one.includes(line)).map((line) => `+ ${line}`)].join('\n');
}
