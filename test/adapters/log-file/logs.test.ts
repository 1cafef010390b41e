import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogBlocks } from '../../../src/adapters/log-file/blocks.js';
import { FiledLogs } from '../../../src/adapters/log-file/filed.js';
import { linePrefix, parseFiledLine } from '../../../src/adapters/log-file/format.js';
import { LogFileLines } from '../../../src/adapters/log-file/lines.js';
import { LogFiles } from '../../../src/adapters/log-file/logs.js';
import { logFileStem, nameOfStem } from '../../../src/adapters/log-file/name.js';
import { OpenFiles } from '../../../src/adapters/log-file/open-files.js';
import { LogFile } from '../../../src/adapters/log-file/writer.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

const now = Date.parse('2026-11-23T14:02:29.113Z');
const bounds = { maxBytes: 1_000_000, keep: 5 };
const textsOf = (folder: string, name: string, query = {}): string[] =>
  [...new FiledLogs(folder).lines(name, query)].map(({ text }) => text);

describe('a log file', () => {
  it('has whole lines with time and stream, closed to other users', async () => {
    await using folder = await TemporaryFolder.make();
    const logs = join(folder.path, 'logs');
    const sink = new LogFiles(logs, expect.fail).open('api', bounds);
    sink.note('started, pid 7', now, 'start');
    sink.write('stdout', Buffer.from('GET /\nhal'), now);
    sink.write('stderr', Buffer.from('\x1b[31mno\x1b[0m\r\n'), now + 1);
    sink.write('stdout', Buffer.from('f\nrest'), now + 2);
    await sink.close();
    const file = join(logs, 'api.log');
    expect(readFileSync(file, 'utf8')).toBe(
      [
        '2026-11-23T14:02:29.113Z >>> started, pid 7\n',
        '2026-11-23T14:02:29.113Z out GET /\n',
        '2026-11-23T14:02:29.114Z err \x1b[31mno\x1b[0m\r\n',
        '2026-11-23T14:02:29.113Z out half\n',
        '2026-11-23T14:02:29.115Z out rest\n',
      ].join(''),
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(logs).mode & 0o777).toBe(0o700);
  });

  it('goes on where the last run ended, on a line of its own', async () => {
    await using folder = await TemporaryFolder.make();
    writeFileSync(join(folder.path, 'api.log'), '2026-11-23T14:02:29.000Z out cut');
    const sink = new LogFiles(folder.path, expect.fail).open('api', bounds);
    sink.write('stdout', Buffer.from('next\n'), now);
    await sink.close();
    expect(textsOf(folder.path, 'api')).toEqual(['cut', 'next']);
  });

  it('is rotated by size, at most once a second, and the oldest are removed', async () => {
    await using folder = await TemporaryFolder.make();
    let clock = 0;
    const sinks = new LogFiles(folder.path, expect.fail, () => clock);
    const sink = sinks.open('api', { maxBytes: 1000, keep: 2 });
    const write = async (text: string): Promise<void> => {
      const before = textsOf(folder.path, 'api').length;
      sink.write('stdout', Buffer.from(`${text}${'.'.repeat(1000)}\n`), now);
      await expect
        .poll(() => textsOf(folder.path, 'api').length !== before || existsSync(join(folder.path, 'api.2.log')))
        .toBe(true);
    };
    for (const text of ['a', 'b', 'c']) await write(text);
    await expect.poll(() => readdirSync(folder.path).sort()).toEqual(['api.1.log', 'api.log']);
    clock += 1000;
    await write('d');
    await expect.poll(() => readdirSync(folder.path).sort()).toEqual(['api.1.log', 'api.2.log', 'api.log']);
    clock += 1000;
    await write('e');
    await sink.close();
    expect(textsOf(folder.path, 'api').map(([first]) => first)).toEqual(['b', 'c', 'd', 'e']);
    expect(readdirSync(folder.path).sort()).toEqual(['api.1.log', 'api.2.log', 'api.log']);
  });

  it('takes no more once it is ten times its size and may not be rotated, and says what is missing', async () => {
    await using folder = await TemporaryFolder.make();
    let clock = 0;
    const sink = new LogFiles(folder.path, expect.fail, () => clock).open('api', { maxBytes: 1000, keep: 5 });
    // Asked of the same queue as the writing, so that the sink too has heard of a write that is seen.
    const sizeOf = (file: string): Promise<number> =>
      stat(join(folder.path, file)).then(
        ({ size }) => size,
        () => 0,
      );
    sink.write('stdout', Buffer.from(`${'x'.repeat(1000)}\n`), now);
    await expect.poll(() => sizeOf('api.1.log')).toBeGreaterThan(1000);
    sink.write('stdout', Buffer.from('y\n'.repeat(1000)), now);
    await expect.poll(() => sizeOf('api.log')).toBe(31_000);
    sink.write('stdout', Buffer.from('lost\nlost\nha'), now);
    clock += 1000;
    sink.write('stdout', Buffer.from('lf\n'), now);
    await sink.close();
    expect(textsOf(folder.path, 'api').slice(1001)).toEqual([
      '2 lines are missing here: they came faster than files are rotated',
      'half',
    ]);
  });

  // Root alone may make a device that is always full; a link to the system's is not followed.
  it.skipIf(process.getuid?.() !== 0 || !existsSync('/dev/full'))(
    'on a full disk says so once, and what is missing when there is room again',
    async () => {
      await using folder = await TemporaryFolder.make();
      execFileSync('mknod', [join(folder.path, 'api.log'), 'c', '1', '7']);
      const complaints: string[] = [];
      let clock = 0;
      const sinks = new LogFiles(
        folder.path,
        (text) => complaints.push(text),
        () => clock,
      );
      const sink = sinks.open('api', bounds);
      sink.write('stdout', Buffer.from('lost\nlost\n'), now);
      await expect.poll(() => complaints).toHaveLength(1);
      expect(complaints[0]).toMatch(/api\.log cannot be written, its lines are kept in memory only: ENOSPC/);
      sink.write('stdout', Buffer.from('lost\n'), now);
      rmSync(join(folder.path, 'api.log'));
      clock += 5000;
      sink.write('stdout', Buffer.from('kept\n'), now);
      await sink.close();
      expect(textsOf(folder.path, 'api')).toEqual([
        expect.stringMatching(/^3 lines are missing here: they could not be written: ENOSPC: no space left on device/),
        'kept',
      ]);
      expect(complaints).toHaveLength(1);
    },
  );

  it('has what was not written yet also where the program ends without closing it', async () => {
    await using folder = await TemporaryFolder.make();
    const parts = {
      folder: folder.path,
      blocks: new LogBlocks(),
      openFiles: new OpenFiles(1),
      now: () => 0,
      failed: expect.fail,
    };
    const file = new LogFile(parts, 'api', bounds);
    file.write('stdout', Buffer.from('one\nunfinished'), now);
    file.flushSync();
    expect(textsOf(folder.path, 'api')).toEqual(['one', 'unfinished']);
    await file.close();
    expect(textsOf(folder.path, 'api')).toEqual(['one', 'unfinished']);
  });

  it('in a folder that cannot be made costs nothing but the file', async () => {
    await using folder = await TemporaryFolder.make();
    writeFileSync(join(folder.path, 'logs'), 'not a folder');
    const complaints: string[] = [];
    const sinks = new LogFiles(join(folder.path, 'logs'), (text) => complaints.push(text));
    const [one, other] = [sinks.open('a', bounds), sinks.open('b', bounds)];
    for (const sink of [one, other]) sink.write('stdout', Buffer.from('x\n'), now);
    await Promise.all([one.close(), other.close()]);
    expect(complaints).toEqual([expect.stringMatching(/ENOTDIR|EEXIST/)]);
  });

  it('leaves lines out, and says how many, where the disk is slower than the child', async () => {
    await using folder = await TemporaryFolder.make();
    const sink = new LogFiles(folder.path, expect.fail).open('api', { maxBytes: 1e9, keep: 1 });
    const chunk = Buffer.from(`${'x'.repeat(99)}\n`.repeat(2000));
    // In one turn, in which nothing can be written.
    for (let count = 0; count < 100; count++) sink.write('stdout', chunk, now);
    await sink.close();
    const texts = textsOf(folder.path, 'api');
    const missing = Number(/^(\d+) lines are missing here: the disk is too slow for them$/.exec(texts.at(-1)!)?.[1]);
    expect(missing).toBeGreaterThan(100_000);
    expect(texts.length - 1 + missing).toBe(200_000);
    expect(statSync(join(folder.path, 'api.log')).size).toBeLessThan(6e6);
  });

  it('opened again after it was closed follows what was written before', async () => {
    await using folder = await TemporaryFolder.make();
    const sinks = new LogFiles(folder.path, expect.fail);
    const first = sinks.open('api', bounds);
    first.write('stdout', Buffer.from('one\n'.repeat(20_000)), now);
    const end = first.close();
    const second = sinks.open('api', { ...bounds, keep: 1 });
    second.write('stdout', Buffer.from('two\n'), now);
    await Promise.all([end, second.close()]);
    expect(textsOf(folder.path, 'api').at(-1)).toBe('two');
    expect(textsOf(folder.path, 'api')).toHaveLength(20_001);
  });
});

describe('the lines of a log file', () => {
  it('are the same however the output was cut, each stream in its order', () => {
    const chunk = fc.tuple(
      fc.constantFrom('stdout' as const, 'stderr' as const),
      fc.string({ unit: fc.constantFrom('a', '\n', 'é'), maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 30 }), (chunks) => {
        const lines = new LogFileLines(new LogBlocks());
        for (const [stream, text] of chunks) {
          const bytes = Buffer.from(text);
          for (const byte of bytes) lines.write(stream, Buffer.of(byte), now);
        }
        lines.flush();
        const whole = lines
          .take()
          .map(({ bytes, size }) => bytes.toString('utf8', 0, size))
          .join('');
        const filed = whole
          .split('\n')
          .slice(0, -1)
          .map((line) => parseFiledLine(line)!);
        for (const stream of ['stdout', 'stderr'] as const) {
          const sent = chunks
            .flatMap(([each, text]) => (each === stream ? [text] : []))
            .join('')
            .split('\n');
          if (sent.at(-1) === '') sent.pop();
          expect(filed.filter((line) => line.stream === stream).map(({ text }) => text)).toEqual(sent);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are broken where they are longer than 64 KiB', () => {
    const lines = new LogFileLines(new LogBlocks());
    lines.write('stdout', Buffer.from(`${'x'.repeat(150_000)}\nnext\n`), now);
    const text = lines
      .take()
      .map(({ bytes, size }) => bytes.toString('utf8', 0, size))
      .join('');
    expect(
      text
        .split('\n')
        .slice(0, -1)
        .map((line) => parseFiledLine(line)!.text.length),
    ).toEqual([65_536, 65_536, 18_928, 4]);
  });

  it('are read back as they would look on a terminal, and nothing else is taken for one', () => {
    expect(parseFiledLine(`${linePrefix('crash', now)}cannot start: x`)).toEqual({
      stream: 'watchdog',
      time: now,
      text: 'cannot start: x',
      note: 'crash',
    });
    expect(parseFiledLine(`${linePrefix('stdout', now)}10%\r100%\r`)).toEqual({ stream: 'stdout', time: now, text: '100%' });
    for (const line of ['', 'text', '2026-11-23T14:02:29.113Z xyz text', '2026-99-23T14:02:29.113Z out text'])
      expect(parseFiledLine(line)).toBeUndefined();
  });
});

describe('the name of a log file', () => {
  it.each([
    ['api', 'api'],
    ['a/b', 'a%2Fb'],
    ['..', '%2E.'],
    ['api.1', 'api%2E1'],
    ['a.b', 'a.b'],
    ['grüße *', 'gr%C3%BC%C3%9Fe%20%2A'],
  ])('of %s is %s', (name, stem) => {
    expect(logFileStem(name)).toBe(stem);
    expect(nameOfStem(stem)).toBe(name);
  });

  it('is short enough for any name, and never the same for two', () => {
    const names = ['ü'.repeat(300), `${'ü'.repeat(300)}x`, 'x'.repeat(1000)].map(logFileStem);
    expect(Math.max(...names.map(({ length }) => length))).toBeLessThan(200);
    expect(new Set(names).size).toBe(3);
  });
});

describe('reading log files', () => {
  it('goes through rotated files in order, by number and by time', async () => {
    await using folder = await TemporaryFolder.make();
    mkdirSync(join(folder.path, 'sub'));
    const line = (second: number): string => `${linePrefix('stdout', now + second * 1000)}${second}\n`;
    for (const [file, seconds] of [
      ['api.2.log', [1, 2]],
      ['api.10.log', [0]],
      ['api.1.log', [3, 4]],
      ['api.log', [5]],
      ['api.1x.log', [9]],
      ['other.log', [9]],
    ] as const)
      writeFileSync(join(folder.path, file), `no line\n${seconds.map(line).join('')}${linePrefix('stderr', now)}being writ`);
    expect(textsOf(folder.path, 'api')).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(textsOf(folder.path, 'api', { newest: 4 })).toEqual(['2', '3', '4', '5']);
    expect(textsOf(folder.path, 'api', { newest: 0 })).toEqual([]);
    expect(textsOf(folder.path, 'api', { since: now + 3500 })).toEqual(['4', '5']);
    const matches = ({ text }: { text: string }): boolean => Number(text) % 2 === 0;
    expect(textsOf(folder.path, 'api', { newest: 2, matches })).toEqual(['2', '4']);
    expect(new FiledLogs(folder.path).names()).toEqual(['api', 'api.1x', 'other']);
    expect(new FiledLogs(join(folder.path, 'none')).names()).toEqual([]);
  });

  it('keeps characters whole where a piece of the file ends', async () => {
    await using folder = await TemporaryFolder.make();
    const text = '漢'.repeat(60_000 / 3);
    writeFileSync(join(folder.path, 'api.log'), `${linePrefix('stdout', now)}${text}\n`.repeat(100));
    expect(new Set(textsOf(folder.path, 'api'))).toEqual(new Set([text]));
    expect(textsOf(folder.path, 'api')).toHaveLength(100);
  });
});
