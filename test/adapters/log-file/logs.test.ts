import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockBytes, LogBlocks, smallBlockBytes } from '../../../src/adapters/log-file/blocks.js';
import { FiledLogs } from '../../../src/adapters/log-file/filed.js';
import { linePrefix, parseFiledLine } from '../../../src/adapters/log-file/format.js';
import { LogFileLines } from '../../../src/adapters/log-file/lines.js';
import { LogFiles } from '../../../src/adapters/log-file/logs.js';
import { logFileStem, nameOfStem } from '../../../src/adapters/log-file/name.js';
import { OpenFiles } from '../../../src/adapters/log-file/open-files.js';
import { LogFile } from '../../../src/adapters/log-file/writer.js';
import { WrittenParts } from '../../../src/adapters/log-file/written-parts.js';
import { LogStore } from '../../../src/supervisor/log/store.js';
import { mayMount, SmallDisk } from '../../fixtures/small-disk.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { FakeClock } from '../../ports/fake-clock.js';

const now = Date.parse('2026-11-23T14:02:29.113Z');
const bounds = { maxBytes: 1_000_000, keep: 5 };
const textsOf = (folder: string, name: string, query = {}): string[] =>
  [...new FiledLogs(folder).lines(name, query)].map(({ text }) => text);

/** All that waits for a file. */
function takenFrom(lines: LogFileLines): string {
  let text = '';
  for (let block = lines.take(); block !== undefined; block = lines.take()) text += block.bytes.toString('utf8', 0, block.size);
  return text;
}

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
        '2026-11-23T14:02:29.113Z --- started, pid 7\t#start\n',
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

  it('is rotated by size, and the oldest are removed', async () => {
    await using folder = await TemporaryFolder.make();
    const sink = new LogFiles(folder.path, expect.fail).open('api', { maxBytes: 1000, keep: 2 });
    for (const text of ['a', 'b', 'c', 'd', 'e']) {
      sink.write('stdout', Buffer.from(`${text}${'.'.repeat(1000)}\n`), now);
      await expect.poll(() => textsOf(folder.path, 'api').at(-1)?.[0]).toBe(text);
    }
    await sink.close();
    expect(textsOf(folder.path, 'api').map(([first]) => first)).toEqual(['c', 'd', 'e']);
    expect(readdirSync(folder.path).sort()).toEqual(['api.1.log', 'api.2.log', 'api.log']);
  });

  it.each([0, 2])('that is small keeps the newest of a burst, our notes and the last words; %i older ones', async (keep) => {
    await using folder = await TemporaryFolder.make();
    const sink = new LogFiles(folder.path, expect.fail).open('api', { maxBytes: 100_000, keep });
    sink.note('started, pid 7', now, 'start');
    const burst = Array.from({ length: 30_000 }, (_, index) => `line ${index} ${'x'.repeat(90)}\n`).join('');
    for (let at = 0; at < burst.length; at += 65_536) sink.write('stdout', Buffer.from(burst.slice(at, at + 65_536)), now);
    sink.write('stderr', Buffer.from('FATAL: the reason of the death\n'), now);
    sink.note('ended with exit code 3', now, 'crash');
    await sink.close();
    const texts = textsOf(folder.path, 'api');
    expect(texts.slice(-2)).toEqual(['FATAL: the reason of the death', 'ended with exit code 3']);
    const numbers = texts.flatMap((text) => /^line (\d+) /.exec(text)?.[1] ?? []).map(Number);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => 30_000 - numbers.length + index));
    const sizes = readdirSync(folder.path).map((file) => statSync(join(folder.path, file)).size);
    expect(sizes).toHaveLength(keep + 1);
    expect(Math.max(...sizes)).toBeLessThan(200_000);
  });

  describe.skipIf(!mayMount)('on a full disk (a small one of its own, which root alone can make)', () => {
    it('says so once, keeps what has come, and writes it when there is room again', async () => {
      await using disk = await SmallDisk.make();
      disk.fill();
      const complaints: string[] = [];
      const clock = new FakeClock();
      const complain = (text: string): void => void complaints.push(text);
      const sink = new LogFiles(disk.path, complain, clock).open('api', bounds);
      sink.write('stdout', Buffer.from(`${'one\n'.repeat(5000)}`), now);
      await expect.poll(() => complaints).toHaveLength(1);
      expect(complaints[0]).toMatch(/api\.log cannot be written, its lines are kept in memory only: ENOSPC/);
      sink.write('stdout', Buffer.from('two\n'), now);
      disk.free();
      // No further output is needed. Each write that fails is tried again after a while, and the last may still be failing.
      const textsAfterAWhile = (): readonly string[] => {
        clock.advance(5000);
        return textsOf(disk.path, 'api');
      };
      await expect.poll(textsAfterAWhile).toEqual([...Array(5000).fill('one'), 'two']);
      sink.write('stdout', Buffer.from('three\n'), now);
      await sink.close();
      expect(textsOf(disk.path, 'api')).toEqual([...Array(5000).fill('one'), 'two', 'three']);
      expect(complaints).toHaveLength(1);
    });

    it('is tried again also where the retry was due before the file that failed was closed', async () => {
      await using disk = await SmallDisk.make();
      disk.fill();
      const clock = new FakeClock();
      let failed = false;
      const complain = (): void => {
        // What fails closes its file next, which has not ended then.
        queueMicrotask(() => {
          clock.advance(5000);
          failed = true;
        });
      };
      const sink = new LogFiles(disk.path, complain, clock).open('api', bounds);
      sink.write('stdout', Buffer.from('one\n'), now);
      await expect.poll(() => failed).toBe(true);
      disk.free();
      await expect.poll(() => clock.pending).toBe(1);
      clock.advance(5000);
      await expect.poll(() => textsOf(disk.path, 'api')).toEqual(['one']);
      await sink.close();
    });

    it('that stays full for long leaves the oldest out, says how many, and keeps our notes and the last words', async () => {
      await using disk = await SmallDisk.make();
      disk.fill();
      const complaints: string[] = [];
      const sink = new LogFiles(disk.path, (text) => complaints.push(text), new FakeClock()).open('api', bounds);
      sink.note('started, pid 7', now, 'start');
      await expect.poll(() => complaints).toHaveLength(1);
      const chunk = Buffer.from(`${'x'.repeat(99)}\n`.repeat(1000));
      for (let count = 0; count < 30; count++) sink.write('stdout', chunk, now);
      sink.write('stderr', Buffer.from('last words'), now);
      disk.free();
      await sink.close();
      const texts = textsOf(disk.path, 'api');
      const missing = Number(/^(\d+) lines are missing here: they could not be written: ENOSPC/.exec(texts[0]!)?.[1]);
      expect(texts[1]).toBe('started, pid 7');
      expect(texts.at(-1)).toBe('last words');
      expect(texts.length - 3 + missing).toBe(30_000);
      expect(texts.length).toBeGreaterThan(5000);
    });
  });

  it('has what was not written yet also where the program ends without closing it', async () => {
    await using folder = await TemporaryFolder.make();
    const parts = {
      folder: folder.path,
      blocks: new LogBlocks(),
      openFiles: new OpenFiles(1),
      clock: new FakeClock(),
      failed: expect.fail,
    };
    const file = new LogFile(parts, 'api', bounds, {
      after: Promise.resolve(),
      before: { stdout: 0, stderr: 0, watchdog: 0 },
      parts: new WrittenParts(),
    });
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

  it('leaves the oldest lines out, and says how many, where the disk is slower than the child', async () => {
    await using folder = await TemporaryFolder.make();
    const sink = new LogFiles(folder.path, expect.fail).open('api', { maxBytes: 1e9, keep: 1 });
    const chunk = Buffer.from(`${'x'.repeat(99)}\n`.repeat(2000));
    // In one turn, in which nothing can be written.
    for (let count = 0; count < 100; count++) sink.write('stdout', chunk, now);
    await sink.close();
    const texts = textsOf(folder.path, 'api');
    const missing = Number(/^(\d+) lines are missing here: the disk is too slow for them$/.exec(texts[0]!)?.[1]);
    expect(missing).toBeGreaterThan(100_000);
    expect(texts.length - 1 + missing).toBe(200_000);
    expect(statSync(join(folder.path, 'api.log')).size).toBeLessThan(6e6);
  });

  it.each<[how: string, rotate: (file: string) => void]>([
    ['moved away', (file) => renameSync(file, `${file}.1`)],
    ['moved away and made anew', (file) => [renameSync(file, `${file}.1`), writeFileSync(file, '')]],
    ['compressed', (file) => [writeFileSync(`${file}.1.gz`, gzipSync(readFileSync(file))), rmSync(file)]],
    ['copied and emptied', (file) => [copyFileSync(file, `${file}.1`), truncateSync(file)]],
  ])('that is %s by another program goes on in its place, and all is read', async (_how, rotate) => {
    await using folder = await TemporaryFolder.make();
    const sink = new LogFiles(folder.path, expect.fail).open('api', { ...bounds, maxBytes: 3000 });
    const written = async (lines: number): Promise<void> => {
      for (let line = 0; line < lines; line += 1) {
        sink.write('stdout', Buffer.from('x'.repeat(50).concat('\n')), now);
        counted += 1;
      }
      await sink.place({ stdout: counted, stderr: 0, watchdog: 0 });
    };
    let counted = 0;
    await written(30);
    rotate(join(folder.path, 'api.log'));
    await written(10);
    expect(statSync(join(folder.path, 'api.log')).size).toBe(10 * 80);
    expect(textsOf(folder.path, 'api')).toHaveLength(40);
    const { missing, lines } = await sink.read({ stdout: 35, stderr: 0, watchdog: 0 }, { stdout: 40, stderr: 0, watchdog: 0 });
    expect([missing, lines.length]).toEqual([0, 5]);
    const place = await sink.place({ stdout: 38, stderr: 0, watchdog: 0 });
    expect(textsOf(folder.path, 'api', { place })).toHaveLength(38);
    // It is as large as is written there, and rotated when that is too much.
    await written(20);
    expect(existsSync(join(folder.path, 'api.1.log'))).toBe(false);
    await written(20);
    expect(textsOf(folder.path, 'api')).toHaveLength(80);
    await sink.close();
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
        const lines = new LogFileLines(new LogBlocks(), 10_000_000);
        for (const [stream, text] of chunks) {
          const bytes = Buffer.from(text);
          for (const byte of bytes) lines.write(stream, Buffer.of(byte), now);
        }
        lines.flush();
        const whole = takenFrom(lines);
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

  it('wait in a small block as long as they are few, and in a large one from there on', () => {
    const lines = new LogFileLines(new LogBlocks(), 10_000_000);
    lines.write('stdout', Buffer.from('first\n'), now);
    lines.remark('started', now, 'start');
    lines.write('stdout', Buffer.from(`${'x'.repeat(100)}\n`.repeat(200)), now);
    const blocks = [lines.take()!, lines.take()!];
    expect(blocks.map(({ bytes }) => bytes.length)).toEqual([smallBlockBytes, blockBytes]);
    expect(blocks[0]!.stdout + blocks[1]!.stdout).toBe(201);
    expect(lines.take()).toBeUndefined();
    lines.write('stdout', Buffer.from(`${'x'.repeat(smallBlockBytes)}\n`), now);
    expect(lines.take()!.bytes.length).toBe(blockBytes);
  });

  it('are broken where they are longer than 64 KiB: between two characters, with a mark, and without an empty line', () => {
    const lines = new LogFileLines(new LogBlocks(), 10_000_000);
    lines.write('stdout', Buffer.from(`${'x'.repeat(150_000)}\n${'漢'.repeat(30_000)}\n`), now);
    lines.write('stdout', Buffer.from('E'.repeat(65_536)), now);
    lines.write('stdout', Buffer.from('\nafter\n'), now);
    const texts = takenFrom(lines)
      .split('\n')
      .slice(0, -1)
      .map((line) => parseFiledLine(line)!.text);
    expect(texts).toEqual([
      `${'x'.repeat(65_536)}…`,
      `${'x'.repeat(65_536)}…`,
      'x'.repeat(18_928),
      `${'漢'.repeat(21_845)}…`,
      '漢'.repeat(8155),
      'E'.repeat(65_536),
      'after',
    ]);
  });

  it('are those of the log in memory, each stream in its order, however long they are', () => {
    const piece = fc.constantFrom('x'.repeat(40_000), '漢'.repeat(9000), '\r', '\n', 'x'.repeat(65_536), 'é');
    const step = fc.oneof(
      fc.record({ stream: fc.constantFrom('stdout' as const, 'stderr' as const), text: fc.array(piece, { maxLength: 4 }) }),
      fc.constant(undefined),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const lines = new LogFileLines(new LogBlocks(), 10_000_000);
        const store = new LogStore();
        steps.forEach((each, index) => {
          const time = now + index;
          if (each === undefined) {
            lines.flush();
            lines.remark('started', time, 'start');
            store.note('started', time, 'start');
          } else {
            lines.write(each.stream, Buffer.from(each.text.join('')), time);
            store.append(each.stream, Buffer.from(each.text.join('')), time);
          }
        });
        lines.flush();
        const filed = takenFrom(lines)
          .split('\n')
          .slice(0, -1)
          .map((line) => parseFiledLine(line)!);
        const kept = store.slice(0, store.nextSeq);
        for (const stream of ['stdout', 'stderr', 'watchdog'] as const) {
          const of = (all: readonly { stream: string; text: string; time: number }[]): unknown[] =>
            all.flatMap((line) => (line.stream === stream ? [[line.time, line.text]] : []));
          expect(of(filed)).toEqual(of(kept));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('are read back as they would be drawn on a terminal, and nothing else is taken for one', () => {
    const ours = { stream: 'watchdog', time: now, text: 'cannot start: x' };
    expect(parseFiledLine(`${linePrefix('watchdog', now)}cannot start: x\t#crash`)).toEqual({ ...ours, note: 'crash' });
    expect(parseFiledLine(`${linePrefix('watchdog', now)}cannot start: x`)).toEqual(ours);
    expect(parseFiledLine(`${linePrefix('stdout', now)}x\t#crash`)).toEqual({ stream: 'stdout', time: now, text: 'x\t#crash' });
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

  it('goes through what another program has rotated and compressed too, by the time of the last change', async () => {
    await using folder = await TemporaryFolder.make();
    const at = (file: string): string => join(folder.path, file);
    const write = (file: string, second: number): void => {
      const text = `${linePrefix('stdout', now + second * 1000)}${second}\n`;
      writeFileSync(at(file), file.endsWith('.gz') ? gzipSync(text) : text);
      utimesSync(at(file), second, second);
    };
    const files = ['api.log-20260101.gz', 'api.log.3.gz', 'api.2.log.gz', 'api.1.log.2', 'api.log.1', 'api.1.log', 'api.log'];
    for (const [second, file] of files.entries()) write(file, second);
    // Just being compressed, cut, and no gzip at all.
    writeFileSync(at('api.log.1.gz'), gzipSync(readFileSync(at('api.log.1'))));
    writeFileSync(at('api.log.8.gz'), 'no gzip');
    writeFileSync(at('api.log.9.gz'), gzipSync(`${linePrefix('stdout', now)}cut\n`.repeat(2000)).subarray(0, 100));
    utimesSync(at('api.log.9.gz'), 0, 0);
    for (const other of ['api-1.log', 'api.log.old', 'api.logs.1', 'xapi.log.1']) writeFileSync(at(other), '');
    expect(textsOf(folder.path, 'api').filter((text) => text !== 'cut')).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    expect(textsOf(folder.path, 'api')).toContain('cut');
    expect(textsOf(folder.path, 'api', { newest: 4 })).toEqual(['3', '4', '5', '6']);
    expect(new FiledLogs(folder.path).names()).toEqual(['api', 'api-1', 'xapi']);
  });

  it('keeps characters whole where a piece of the file ends', async () => {
    await using folder = await TemporaryFolder.make();
    const text = '漢'.repeat(60_000 / 3);
    writeFileSync(join(folder.path, 'api.log'), `${linePrefix('stdout', now)}${text}\n`.repeat(100));
    expect(new Set(textsOf(folder.path, 'api'))).toEqual(new Set([text]));
    expect(textsOf(folder.path, 'api')).toHaveLength(100);
  });
});
