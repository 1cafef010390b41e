import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DrawnApp } from './stage/drawn-app.js';
import { fillShop, shop } from './stage/sample-shop.js';
import { screenMap } from './stage/screen-map.js';
import { scenes } from './stage/screen-scenes.js';

const folder = new URL('../snapshots/', import.meta.url);
const screens = Object.entries(scenes).flatMap(([name, scene]) => scene.sizes.map((size) => ({ name, scene, size })));

// What a terminal shows, with its colours, is kept in test/snapshots. After a change that is meant: `npx vitest run --config
// test/vitest.config.ts test/components/whole-screens.test.tsx -u`, and read the difference before it is committed.
describe('The whole screen', () => {
  it.each(screens)('$name at $size is as it was', async ({ name, scene, size }) => {
    const [columns, rows] = size.split('x').map(Number);
    await using app = await DrawnApp.open({ processes: shop, ...scene.options, columns: columns!, rows: rows! });
    fillShop(app.source);
    scene.first?.(app);
    await app.press(...(scene.keys ?? []));
    await app.settle();
    expect(app.fault).toBeUndefined();
    expect(app.terminal.wrappedRows()).toEqual([]);
    const seen = screenMap(app.terminal.cells());
    app.redraw();
    await app.settle();
    expect(screenMap(app.terminal.cells()), 'what is drawn line by line is what is drawn again').toBe(seen);
    await expect(seen).toMatchFileSnapshot(new URL(`${name}-${size}.txt`, folder).pathname);
  });

  it('says in its footer whether a recording plays as soon as it does', async () => {
    await using app = await DrawnApp.open({ replayed: true });
    expect(app.terminal.lines().at(-2)).toContain('P play');
    app.source.replay!.play(true);
    await app.settle();
    expect(app.terminal.lines().at(-2)).toContain('P pause');
  });

  it('counts lines that a typed filter does not list as they come', async () => {
    await using app = await DrawnApp.open();
    app.source.write('api', ['one', 'two']);
    await app.press('tab', '&', 'z');
    app.source.write('api', ['three']);
    await app.settle();
    expect(app.terminal.lines().at(-2)).toContain('0 of 3');
  });

  it('asks no longer whether to quit once the shutdown is shown', async () => {
    await using app = await DrawnApp.open();
    const seen = (): string => app.terminal.lines().join('\n');
    await app.press('q', 'y');
    expect(seen()).toContain('Quit and stop');
    app.shuttingDown = true;
    await app.settle();
    expect(seen()).toContain('shutting down');
    app.shuttingDown = false;
    await app.settle();
    expect(seen()).not.toContain('Quit and stop');
  });

  it('is kept for no scene that is not there any more', () => {
    const known = new Set(screens.map(({ name, size }) => `${name}-${size}.txt`));
    expect(readdirSync(folder).filter((file) => !known.has(file))).toEqual([]);
  });
});
