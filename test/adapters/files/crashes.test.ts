import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CrashFile } from '../../../src/adapters/files/crashes.js';
import type { CrashCard } from '../../../src/policy/diagnosis/crash.js';
import { Stage } from '../../api/stage.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { settle } from '../../ports/fake-spawner.js';

function card(at: number, text = 'Error: no'): CrashCard {
  return {
    id: at,
    firstAt: at,
    count: 1,
    at,
    exit: { code: 1, signal: null },
    words: 'exit code 1',
    ranMs: 12,
    lines: [{ stream: 'stderr', text }],
    cpu: 1.5,
    memory: null,
    checks: [{ id: 'health', ok: false, message: 'HTTP 503', at, latencyMs: 3 }],
    causes: [{ kind: 'port_in_use', what: 'w', advice: 'a', port: 3000, line: 'Error: no', place: 'a.js:1' }],
  };
}

describe('The file of crashes', () => {
  it('brings back what was written, is for its user alone, and leaves no other file', async () => {
    await using folder = await TemporaryFolder.make();
    const cards = new Map([
      ['api', [card(1), card(2)]],
      ['__proto__', [card(3)]],
    ]);
    const file = new CrashFile(folder.path, expect.unreachable);
    expect(file.read()).toEqual(new Map());
    file.write(cards);
    file.close();
    expect(new CrashFile(folder.path, expect.unreachable).read()).toEqual(cards);
    expect(statSync(join(folder.path, 'crashes.json')).mode & 0o777).toBe(0o600);
    expect(existsSync(join(folder.path, 'crashes.json.new'))).toBe(false);
  });

  it('is written soon without being closed, the last state even where more came while it was being written', async () => {
    await using folder = await TemporaryFolder.make();
    const file = new CrashFile(folder.path, expect.unreachable);
    file.write(new Map([['api', [card(1)]]]));
    await expect.poll(() => new CrashFile(folder.path, expect.unreachable).read().get('api')?.length).toBe(1);
    file.write(new Map([['api', [card(1), card(2)]]]));
    await expect.poll(() => new CrashFile(folder.path, expect.unreachable).read().get('api')?.length).toBe(2);
    file.close();
  });

  it('keeps the newest two hundred of all processes', async () => {
    await using folder = await TemporaryFolder.make();
    const file = new CrashFile(folder.path, expect.unreachable);
    const list = (from: number) => Array.from({ length: 150 }, (_, index) => card(from + index));
    file.write(
      new Map([
        ['old', list(0)],
        ['new', list(1000)],
      ]),
    );
    file.close();
    const kept = file.read();
    expect([kept.get('old')?.length, kept.get('new')?.length]).toEqual([50, 150]);
    expect(kept.get('old')?.at(0)?.at).toBe(100);
  });

  it.each([
    ['half of one', '{"version":1,"proce'],
    ['of another form', '{"version":2,"processes":{}}'],
    ['with a card that is none', JSON.stringify({ version: 1, processes: { api: [{ ...card(1), lines: [{ text: 1 }] }] } })],
    [
      'with a cause that is none',
      JSON.stringify({ version: 1, processes: { api: [{ ...card(1), causes: [{ ...card(1).causes[0], line: {} }] }] } }),
    ],
    ['a list', '[]'],
    ['empty', ''],
  ])('that is %s is said once, and nothing is taken from it', async (_what, text) => {
    await using folder = await TemporaryFolder.make();
    writeFileSync(join(folder.path, 'crashes.json'), text);
    const said: string[] = [];
    expect(new CrashFile(folder.path, (words) => said.push(words)).read()).toEqual(new Map());
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('the crashes of earlier runs are not shown: crashes.json: ');
  });

  it('that cannot be written is said once', async () => {
    await using folder = await TemporaryFolder.make();
    mkdirSync(join(folder.path, 'crashes.json.new'));
    mkdirSync(join(folder.path, 'crashes.json.next'));
    const said: string[] = [];
    const file = new CrashFile(folder.path, (words) => said.push(words));
    file.write(new Map([['api', [card(1)]]]));
    await expect.poll(() => said.length).toBe(1);
    file.write(new Map([['api', [card(2)]]]));
    file.close();
    expect(said).toEqual([expect.stringContaining('the crashes cannot be kept for the next run: EISDIR')]);
  });
});

describe('A file of crashes that could not be written, as on a full disk,', () => {
  /** A file in a folder in which it cannot be written until the returned function is called. */
  async function full(folder: string, retryMs: number) {
    mkdirSync(join(folder, 'crashes.json.next'));
    const said: string[] = [];
    const file = new CrashFile(folder, (words) => said.push(words), retryMs);
    file.write(new Map([['api', [card(1)]]]));
    await expect.poll(() => said).toHaveLength(1);
    return { file, free: () => rmSync(join(folder, 'crashes.json.next'), { recursive: true }) };
  }

  it('is written as soon as that can be done', async () => {
    await using folder = await TemporaryFolder.make();
    const { file, free } = await full(folder.path, 5);
    free();
    await expect.poll(() => new CrashFile(folder.path, expect.unreachable).read().get('api')?.length).toBe(1);
    file.close();
  });

  it('is written at the end at the latest', async () => {
    await using folder = await TemporaryFolder.make();
    const { file, free } = await full(folder.path, 60_000);
    free();
    file.close();
    expect(new CrashFile(folder.path, expect.unreachable).read().get('api')).toHaveLength(1);
  });
});

describe('A Watchdog with a folder for crashes', () => {
  it('knows in its next life how processes died, and goes on counting', async () => {
    await using folder = await TemporaryFolder.make();
    for (const run of [1, 2]) {
      const stage = new Stage({ crashes: folder.path }).register();
      await stage.start();
      stage.spawner.last.events.output('stderr', Buffer.from(`Error: no stock for ${run}\n`));
      await stage.crash();
      expect(stage.watchdog.crashes('api').map(({ id, count }) => [id, count])).toEqual([[1, run]]);
      await stage.watchdog.shutdown();
    }
  });

  it('says a broken file in its log and starts empty; without a folder it writes nothing', async () => {
    await using folder = await TemporaryFolder.make();
    writeFileSync(join(folder.path, 'crashes.json'), 'no');
    chmodSync(join(folder.path, 'crashes.json'), 0o644);
    const warned: string[] = [];
    const logger = { info: () => {}, warn: (_fields: object, text: string) => void warned.push(text) };
    const stage = new Stage({ crashes: folder.path, logger }).register();
    expect(stage.watchdog.crashes('api')).toEqual([]);
    expect(warned).toHaveLength(1);
    await stage.start();
    await stage.crash();
    await stage.watchdog.shutdown();
    expect(JSON.parse(readFileSync(join(folder.path, 'crashes.json'), 'utf8')).processes.api).toHaveLength(1);
    expect(statSync(join(folder.path, 'crashes.json')).mode & 0o777).toBe(0o600);

    const silent = new Stage().register();
    await silent.start();
    await silent.crash();
    await settle();
    await silent.watchdog.shutdown();
    expect(existsSync('crashes.json')).toBe(false);
  });
});
