import { describe, expect, it } from 'vitest';
import { type Bundle, collectBundle } from '../../../src/api/bundle/collect.js';
import type { BundleRecord } from '../../../src/api/bundle/records.js';
import { bundleFileName } from '../../../src/api/bundle/text.js';
import { EventHistory } from '../../../src/supervisor/events/history.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { settle } from '../../ports/fake-spawner.js';
import { Stage } from '../stage.js';

function collect(stage: Stage, history: EventHistory, sinceMs = 600_000): Promise<Bundle> {
  return collectBundle({ watchdog: stage.watchdog, history, clock: stage.clock, project: 'shop', sinceMs });
}

const of = <K extends BundleRecord['kind']>(records: readonly BundleRecord[], kind: K) =>
  records.filter((record): record is BundleRecord & { kind: K } => record.kind === kind);

const linesIn = (records: readonly BundleRecord[], name: string) =>
  of(records, 'log').flatMap((record) => (record.name === name ? record.lines : []));

describe('A bundle', () => {
  it('lists first what is in it, and ends with the number of its records', async () => {
    const stage = new Stage();
    const history = new EventHistory(stage.watchdog, stage.clock);
    stage.register();
    await stage.start();
    stage.spawner.last.print('one\ntwo\n');
    await stage.crash(3);
    const { header, records } = await collect(stage, history);
    const all = [...records];
    expect(header).toMatchObject({ bundle: 1, project: 'shop', names: ['api'], versions: { node: process.version } });
    expect(header.contents.map(({ what }) => what)).toEqual([
      'statuses',
      'changes of rows',
      'events',
      'details with configuration, time line, exits, checks and usage',
      'crash cards',
      'start-up timing',
      'lines of api',
    ]);
    expect(all.at(-1)).toEqual({ kind: 'end', records: all.length - 1 });
    expect(of(all, 'status')[0]?.status).toMatchObject({ name: 'api', state: 'backoff' });
    expect(of(all, 'crashes')[0]?.cards).toHaveLength(1);
    expect(linesIn(all, 'api').map(({ text }) => text)).toContain('two');
  });

  it('has each row as it was at every change of its state, its health and its counts, and not at those of figures', async () => {
    const stage = new Stage();
    const history = new EventHistory(stage.watchdog, stage.clock);
    stage.register();
    await stage.start();
    for (let at = 0; at < 20; at += 1) {
      stage.spawner.last.print('Error: no\n');
      await stage.advance(1000);
    }
    await stage.crash();
    const rows = of([...(await collect(stage, history)).records], 'row').map(({ at, row }) => [at, row?.state]);
    expect(rows.map(([, state]) => state).filter((state, at, all) => state !== all[at - 1])).toEqual([
      'starting',
      'running',
      'backoff',
    ]);
    expect(rows.length).toBeLessThan(10);
  });

  it('goes back as far as is asked, and knows how each row was then', async () => {
    const stage = new Stage();
    const history = new EventHistory(stage.watchdog, stage.clock);
    stage.register();
    await stage.start();
    stage.spawner.last.print('long ago\n');
    await stage.advance(100_000);
    stage.spawner.last.print('just now\n');
    const records = [...(await collect(stage, history, 10_000)).records];
    expect(linesIn(records, 'api').map(({ text }) => text)).toEqual(['just now']);
    expect(of(records, 'row').map(({ row }) => row?.state)).toEqual(['running']);
  });

  it('has lines that fell out of memory from the files, each once', async () => {
    await using folder = await TemporaryFolder.make();
    const stage = new Stage({ logFiles: folder.path });
    const history = new EventHistory(stage.watchdog, stage.clock);
    stage.register({ logs: { lines: 100 } });
    await stage.start();
    const count = 5000;
    for (let at = 0; at < count; at += 100)
      stage.spawner.last.print(Array.from({ length: 100 }, (_, line) => `line ${at + line}\n`).join(''));
    const lines = linesIn([...(await collect(stage, history)).records], 'api').filter(({ stream }) => stream === 'stdout');
    expect(lines.map(({ text }) => text)).toEqual(Array.from({ length: count }, (_, line) => `line ${line}`));
    const closed = stage.watchdog.shutdown();
    stage.spawner.last.exit({ signal: 'SIGTERM' });
    await closed;
  });

  it('has at most 20 MB of logs, of which floods do not take what the quiet ones need', async () => {
    const stage = new Stage();
    const history = new EventHistory(stage.watchdog, stage.clock);
    for (const name of ['quiet', 'one', 'two', 'three']) {
      stage.watchdog.register({ name, command: name, logs: { lines: 100_000 } });
      await stage.start(name);
    }
    const [quiet, ...floods] = stage.spawner.children;
    quiet!.print('here\n'.repeat(1000));
    const line = `${'x'.repeat(999)}\n`;
    for (const flood of floods) for (let at = 0; at < 10; at += 1) flood.print(line.repeat(1000));
    await settle();
    const records = [...(await collect(stage, history)).records];
    expect(linesIn(records, 'quiet').filter(({ text }) => text === 'here')).toHaveLength(1000);
    const bytes = of(records, 'log').reduce((sum, { lines }) => sum + lines.reduce((all, { text }) => all + text.length, 0), 0);
    expect(bytes).toBeGreaterThan(15_000_000);
    expect(bytes).toBeLessThanOrEqual(20 * 1024 * 1024);
  });

  it('is named after the project and the time', () => {
    const at = new Date(2026, 10, 29, 17, 5, 9).getTime();
    expect(bundleFileName('my shop/ü', at)).toBe('my-shop--20261129-170509.bundle.jsonl.gz');
    expect(bundleFileName('..', at)).toBe('watchdog-20261129-170509.bundle.jsonl.gz');
  });
});
