import { describe, expect, it } from 'vitest';
import type { ConfigProblem } from '../../src/config/problems/config-error.js';
import { FakeNews } from './stage/fake-news.js';
import { openApp } from './stage/open-app.js';
import { sampleProcess } from './stage/sample-processes.js';

const chain = (count: number) => () =>
  Array.from({ length: count }, (_, index) => sampleProcess(`p${index}`, { dependsOn: index === 0 ? [] : [`p${index - 1}`] }));

describe('The graph', () => {
  it('opens and closes with D, and closes with Esc', async () => {
    using app = await openApp();
    app.screen.press('D');
    await app.screen.shows('No dependencies; all start together');
    app.screen.press('D');
    await app.screen.shows('▌ api');
    app.screen.press('D', 'escape');
    await app.screen.shows('▌ api');
  });

  it('scrolls on 80x24 to its last wave, and lets no command through', async () => {
    using app = await openApp({ columns: 80, rows: 24, processes: chain(20) });
    app.screen.press('D');
    await app.screen.shows('Wave 1');
    app.screen.press('x', 'j'.repeat(100));
    await app.screen.shows('Wave 20');
    app.screen.press('k'.repeat(100));
    await app.screen.shows('Wave 1');
    expect(app.source.asked).toEqual([]);
  });

  it('follows what happens while it is open', async () => {
    using app = await openApp({ processes: chain(2) });
    app.screen.press('D');
    await app.screen.shows('p1  ○ stopped');
    app.source.change('p1', { state: 'waiting', brief: 'for p0 to start' });
    await app.screen.shows('p1  ◔ waiting       ← ○ p0  for p0 to start');
  });
});

describe('A notice', () => {
  it('is above the footer for some seconds', async () => {
    const news = new FakeNews();
    using app = await openApp({ news });
    news.notices.notify({ text: 'api, worker: waiting for db, which died with exit code 137', trouble: true });
    await app.screen.shows('api, worker: waiting for db, which died with exit code 137');
    app.clock.advance(9000);
    await app.screen.hides('waiting for db, which died');
  });
});

const problem = (message: string, source: string): ConfigProblem => ({
  text: `${message}\n${source}`,
  parts: [{ message, source }],
});

describe('A broken configuration', () => {
  const broken = problem('watchdog.yaml:3:5: unknown key "comand" in process "api"', '  3 | comand: x\n    | ^^^^^^');

  it('is said until it is mended, also after other messages', async () => {
    const news = new FakeNews();
    using app = await openApp({ news });
    news.problems.notify(broken);
    await app.screen.shows('watchdog.yaml:3:5: unknown key "comand" in process "api"; L shows all and tries again');
    news.notices.notify({ name: 'api', text: 'restarting: src/a.ts changed', trouble: false });
    await app.screen.shows('api: restarting: src/a.ts changed');
    app.clock.advance(600_000);
    await app.screen.shows('unknown key "comand"');
    news.problems.notify(undefined);
    await app.screen.shows('configuration valid again');
    app.clock.advance(9000);
    await app.screen.hides('configuration valid');
  });

  it('is read to its end on a narrow page, beside the line of the file as it is', async () => {
    const news = new FakeNews();
    const source = `  3 |   one: { comand: "${'while true; do echo one; '.repeat(3)}" }`;
    const message = 'watchdog.yaml:3:10: unknown key "comand" in process "one"; did you mean "command"?';
    news.outcome = { ok: false, text: message, problem: problem(message, source) };
    using app = await openApp({ news, columns: 60, rows: 24 });
    app.screen.press('L');
    await app.screen.shows('did you mean "command"?');
    expect(app.screen.line('3 |')).toMatch(/comand: "while true; do echo one; w.*…$/);
  });

  it('is shown in full by L, which tries again, and goes by itself when it is mended', async () => {
    const news = new FakeNews();
    news.outcome = { ok: false, text: broken.text, problem: broken };
    using app = await openApp({ news });
    app.screen.press('L');
    await app.screen.shows('3 | comand: x');
    expect(app.screen.text).toContain('still running the last valid one');
    news.problems.notify(problem('watchdog.yaml:9:1: something else', '  9 | x'));
    await app.screen.shows('watchdog.yaml:9:1: something else');
    app.screen.press('L');
    await app.screen.shows('3 | comand: x');
    expect(news.reloads).toBe(2);
    news.problems.notify(undefined);
    await app.screen.shows('▌ api');
  });
});
