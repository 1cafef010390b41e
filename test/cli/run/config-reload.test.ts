import { describe, expect, it } from 'vitest';
import { ConfigReload } from '../../../src/cli/run/config-reload.js';
import type { Configuration } from '../../../src/config/schema/process-config.js';
import { Stage } from '../../api/stage.js';
import { parse } from '../../config/config-text.js';
import { settle } from '../../ports/fake-spawner.js';

const oneProcess = 'processes: {api: {command: api}}';

/** A run whose file holds what the test says, and all that is said of it. */
async function openRun() {
  const stage = new Stage();
  const file = { text: oneProcess };
  const load = (): Configuration => parse(file.text);
  for (const config of load().processes) stage.watchdog.registerConfig(config);
  stage.watchdog.up();
  await settle();
  const news = new ConfigReload({ watchdog: stage.watchdog, clock: stage.clock, load });
  const problems: (string | undefined)[] = [];
  news.onProblem((problem) => problems.push(problem?.text));
  return { stage, file, news, problems };
}

describe('Reading the configuration again', () => {
  it('goes over to it, and says in one line what changes', async () => {
    const { stage, file, news } = await openRun();
    file.text = 'processes: {api: {command: api}, mail: {command: mail}}';
    expect(news.reload()).toEqual({ ok: true, text: 'reload: mail starts (new); 1 untouched' });
    await settle();
    expect(stage.spawner.last.spec.command).toBe('mail');
  });

  it('changes nothing where it is broken, says so once, and again when it is mended', async () => {
    const { stage, file, news, problems } = await openRun();
    file.text = 'processes: {api: {comand: api}}';
    const said = expect.stringContaining('unknown key "comand" in process "api"; did you mean "command"?');
    expect(news.reload()).toMatchObject({
      ok: false,
      text: said,
      problem: { parts: [{ message: said, source: expect.stringContaining('^^^') }] },
    });
    news.reload();
    await settle();
    expect(stage.status).toMatchObject({ state: 'running', startCount: 1 });
    expect(problems).toEqual([said]);
    file.text = oneProcess;
    news.reload();
    expect(problems).toEqual([said, undefined]);
    expect(stage.noticed).toEqual(['reload: nothing changed']);
  });

  it('happens once for a save in several steps', async () => {
    const { stage, news } = await openRun();
    news.watch(stage.watcher, parse(oneProcess), () => {});
    expect(stage.watcher.watches[0]?.request).toMatchObject({ paths: ['/project/shop/watchdog.yaml'] });
    stage.watcher.change('watchdog.yaml');
    await stage.advance(100);
    stage.watcher.change('watchdog.yaml');
    await stage.advance(149);
    expect(stage.noticed).toEqual([]);
    await stage.advance(1);
    expect(stage.noticed).toEqual(['reload: nothing changed']);
  });

  it('ends what a half-written file lacks only when it stays so', async () => {
    const { stage, file, news } = await openRun();
    news.watch(stage.watcher, parse(oneProcess), () => {});
    const save = async (text: string, ms: number): Promise<void> => {
      file.text = text;
      stage.watcher.change('watchdog.yaml');
      await stage.advance(ms);
    };
    await save('processes: {}', 1000);
    await save(oneProcess, 5000);
    expect(stage.noticed).toEqual(['reload: nothing changed']);
    await save('processes: {}', 2149);
    expect(stage.noticed).toHaveLength(1);
    await stage.advance(1);
    expect(stage.noticed).toHaveLength(2);
    expect(stage.spawner.last.signals).toEqual(['SIGTERM']);
  });

  it('takes variables from what runs only when the file stays without them', async () => {
    const { stage, file, news } = await openRun();
    const whole = 'processes: {api: {command: api, env: {A: a, B: b}}}';
    file.text = whole;
    news.reload();
    await settle();
    stage.spawner.children[0]!.exit({ signal: 'SIGTERM' });
    await settle();
    news.watch(stage.watcher, parse(whole), () => {});
    const save = async (text: string, ms: number): Promise<void> => {
      file.text = text;
      stage.watcher.change('watchdog.yaml');
      await stage.advance(ms);
    };
    const half = 'processes: {api: {command: api, env: {A: a}}}';
    await save(half, 1000);
    await save(whole, 5000);
    expect(stage.noticed.slice(1)).toEqual(['reload: nothing changed']);
    await save(half, 2149);
    expect(stage.noticed).toHaveLength(2);
    await stage.advance(1);
    expect(stage.noticed.at(-1)).toContain('env changed');
    // What is added or changed waits for nothing.
    await save(half.replace('A: a', 'A: c, C: c'), 150);
    expect(stage.noticed).toHaveLength(4);
  });

  it('changes nothing any more once the shutdown has begun', async () => {
    const { stage, file, news } = await openRun();
    void stage.watchdog.shutdown();
    file.text = 'processes: {mail: {command: mail}}';
    expect(news.reload().text).toBe('shutting down; nothing is reloaded');
    await settle();
    expect(stage.spawner.children).toHaveLength(1);
  });
});
