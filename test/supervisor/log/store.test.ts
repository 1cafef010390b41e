import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SegmentMemory } from '../../../src/supervisor/log/segment-memory.js';
import { LogStore } from '../../../src/supervisor/log/store.js';
import { sampleOf } from '../../fixtures/long-runs.js';
import { type LogStep, referenceLines } from './reference.js';

const NOW = 1_700_000_000_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** A store that has received these chunks on stdout. */
function storeOf(...chunks: readonly (string | Buffer)[]): LogStore {
  const store = new LogStore();
  for (const chunk of chunks) store.append('stdout', Buffer.from(chunk), NOW);
  return store;
}

function texts(store: LogStore): string[] {
  return store.slice(store.firstSeq, store.nextSeq).map((line) => line.text);
}

describe('lines', () => {
  it.each<[string, (string | Buffer)[], string[]]>([
    ['are split at newlines', ['a\nb\n'], ['a', 'b']],
    ['may be empty', ['\n\na\n'], ['', '', 'a']],
    ['are joined across chunks', ['on', 'e\ntw', 'o\n'], ['one', 'two']],
    ['are shown before their end has come', ['a\nb'], ['a', 'b']],
    ['lose the carriage return of a CRLF', ['a\r\nb\r', '\nc'], ['a', 'b', 'c']],
    ['show the last state of a progress bar', ['10%\r20%\r'], ['20%']],
    ['show the last state that is not empty', ['10%\r20%\r\r\r\n'], ['20%']],
    ['may consist of carriage returns', ['\r\r\n', 'a\n'], ['', 'a']],
    [
      'decode characters across chunks',
      [Buffer.from('é漢').subarray(0, 1), Buffer.from('é漢').subarray(1, 4), Buffer.from('é漢').subarray(4)],
      ['é漢'],
    ],
    ['replace bytes that are not UTF-8', [Buffer.from([0x61, 0xff, 0x62, 0x0a])], ['a\ufffdb']],
    ['keep NUL and escape sequences', ['a\0\x1b[31mb\n'], ['a\0\x1b[31mb']],
  ])('%s', (_, chunks, expected) => {
    expect(texts(storeOf(...chunks))).toEqual(expected);
  });

  it('carry stream, time and number in the order in which they began', () => {
    const store = new LogStore();
    store.append('stdout', Buffer.from('a\n'), NOW);
    store.append('stderr', Buffer.from('b\n'), NOW + 1);
    store.append('stdout', Buffer.from('c\n'), NOW + 2);
    expect(store.slice(0, 9)).toEqual([
      { seq: 0, stream: 'stdout', time: NOW, text: 'a' },
      { seq: 1, stream: 'stderr', time: NOW + 1, text: 'b' },
      { seq: 2, stream: 'stdout', time: NOW + 2, text: 'c' },
    ]);
  });

  it('keep number, place and time while they grow, whatever the other stream writes', () => {
    const store = new LogStore();
    store.append('stdout', Buffer.from('building'), NOW);
    store.append('stderr', Buffer.from('warning\nerr'), NOW + 1);
    store.append('stdout', Buffer.from(' done\n'), NOW + 2);
    expect(store.slice(0, 9)).toEqual([
      { seq: 0, stream: 'stdout', time: NOW, text: 'building done' },
      { seq: 1, stream: 'stderr', time: NOW + 1, text: 'warning' },
      { seq: 2, stream: 'stderr', time: NOW + 1, text: 'err' },
    ]);
  });

  it('that are too long are broken with a mark, between two characters', () => {
    const store = storeOf(`${'é'.repeat(33_000)}\nb\n`);
    expect(texts(store)).toEqual([`${'é'.repeat(32_768)}…`, 'é'.repeat(232), 'b']);
    const odd = storeOf(`x${'é'.repeat(33_000)}\n`);
    expect(texts(odd)).toEqual([`x${'é'.repeat(32_767)}…`, 'é'.repeat(233)]);
  });

  it('are not broken when a progress bar returns again and again', () => {
    const store = new LogStore({ maxLineBytes: 16 });
    for (let percent = 0; percent <= 100; percent++) store.append('stdout', Buffer.from(`${percent} %\r`), NOW);
    expect(texts(store)).toEqual(['100 %']);
  });

  it('read alike for every split into chunks of both streams, whatever the bytes', () => {
    const byte = fc.oneof(
      fc.constantFrom(0x0a, 0x0d, 0x08, 0x61, 0x62, 0),
      fc.constantFrom(...Buffer.from('é漢👩')),
      fc.nat(255),
    );
    const column = fc.constantFrom('\x1b[G', '\x1b[1G', '\x1b[31m', '\x1b[').map((text) => [...Buffer.from(text)]);
    const piece = fc.oneof({ weight: 15, arbitrary: byte.map((each) => [each]) }, { weight: 1, arbitrary: column });
    const chunk = fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.flat()));
    const time = fc.integer({ min: NOW, max: NOW + 1 });
    const step: fc.Arbitrary<LogStep> = fc.oneof(
      {
        weight: 20,
        arbitrary: fc.record({ do: fc.constant('append'), stream: fc.constantFrom('stdout', 'stderr'), chunk, time }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('note'), text: fc.constantFrom('generation 2', ''), time }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('flush') }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.integer({ min: 8, max: 64 }), (steps, maxLineBytes) => {
        const store = new LogStore({ maxLineBytes });
        for (const each of steps) {
          if (each.do === 'append') {
            const chunk = Buffer.from(each.chunk);
            store.append(each.stream, chunk, each.time);
            chunk.fill('!'); // Its memory is used again for what is read next.
          } else if (each.do === 'note') store.note(each.text, each.time);
          else store.flush();
          // Looking in between must not change what is read later.
          store.slice(store.nextSeq - 3, store.nextSeq);
        }
        expect(store.slice(0, Infinity)).toEqual(referenceLines(steps, maxLineBytes));
      }),
      { numRuns: sampleOf(1500) },
    );
  });
});

describe('append', () => {
  it('never writes to the chunks that it was given', () => {
    const store = new LogStore({ maxLineBytes: 16 });
    const chunk = Buffer.allocUnsafeSlow(16).fill('10 %\r20 %\r30 %\r');
    const before = Buffer.from(chunk);
    store.append('stdout', chunk, NOW);
    store.append('stdout', Buffer.from('x'), NOW);
    expect(chunk).toEqual(before);
    expect(texts(store)).toEqual(['1x']);
  });
});

describe('a note', () => {
  it('is a line of the watchdog, after the finished ends of the streams', () => {
    const store = storeOf('half');
    store.note('generation 2', NOW + 5);
    store.append('stdout', Buffer.from('new\n'), NOW + 6);
    expect(store.slice(0, 9).map(({ stream, text }) => `${stream} ${text}`)).toEqual([
      'stdout half',
      'watchdog generation 2',
      'stdout new',
    ]);
    expect(store.counts).toEqual({ lines: 2, bytes: 8 });
  });
});

describe('flush', () => {
  it('finishes the unterminated end, so that what follows is a new line', () => {
    const store = storeOf('half');
    store.flush();
    store.append('stdout', Buffer.from('new\n'), NOW);
    expect(texts(store)).toEqual(['half', 'new']);
  });
});

describe('clear', () => {
  it('hides every line so far and goes on counting', () => {
    const store = storeOf('a\nb\nc');
    store.clear();
    expect([store.firstSeq, store.nextSeq, store.dropped]).toEqual([3, 3, 0]);
    expect(store.slice(0, 9)).toEqual([]);
    store.append('stdout', Buffer.from('d\n'), NOW);
    expect(store.slice(0, 9)).toEqual([{ seq: 3, stream: 'stdout', time: NOW, text: 'd' }]);
    expect(store.counts).toEqual({ lines: 4, bytes: 7 });
  });
});

describe('slice', () => {
  const store = storeOf('0\n1\n2\n', '3\n4\n', '5');
  it.each([
    [0, 6, '012345'],
    [2, 4, '23'],
    [5, 6, '5'],
    [-5, 1, '0'],
    [4, 99, '45'],
    [4, 4, ''],
    [5, 2, ''],
    [9, 12, ''],
  ])('gives the lines from %i up to %i that there are', (from, to, expected) => {
    expect(
      store
        .slice(from, to)
        .map((line) => line.text)
        .join(''),
    ).toBe(expected);
  });
});

describe('the revision', () => {
  it('grows with everything that changes what is read, and with nothing else', () => {
    const store = new LogStore();
    const changes: readonly (readonly [boolean, () => void])[] = [
      [true, () => store.append('stdout', Buffer.from('a'), NOW)],
      [true, () => store.append('stdout', Buffer.from('b'), NOW)],
      [false, () => store.append('stdout', Buffer.alloc(0), NOW)],
      [false, () => void store.slice(0, 9)],
      [true, () => store.flush()],
      [false, () => store.flush()],
      [true, () => store.note('rule', NOW)],
      [true, () => store.clear()],
    ];
    for (const [isChange, change] of changes) {
      const before = store.revision;
      change();
      expect(store.revision > before).toBe(isChange);
    }
  });
});

describe('the bounds', () => {
  it('let the newest lines through, drop the oldest and count them', () => {
    const store = new LogStore({ maxLines: 3 });
    for (let line = 0; line < 10; line++) store.append('stdout', Buffer.from(`${line}\n`), NOW);
    expect(texts(store)).toEqual(['7', '8', '9']);
    expect([store.firstSeq, store.nextSeq, store.dropped, store.counts.lines]).toEqual([7, 10, 7, 10]);
  });

  it('keep as much as they allow', () => {
    const store = new LogStore({ maxLines: 1_000_000, maxBytes: 1024 * 1024 });
    for (let time = 0; time < 1000; time++) store.append('stdout', Buffer.alloc(16_384, `${'x'.repeat(63)}\n`), NOW + time);
    expect((store.nextSeq - store.firstSeq) * 64).toBeGreaterThan(900 * 1024);
    expect((store.nextSeq - store.firstSeq) * 64).toBeLessThanOrEqual(1024 * 1024);
  });

  it('begin a new line with what follows of a dropped one', () => {
    const store = new LogStore({ maxLines: 2 });
    store.append('stderr', Buffer.from('Password: '), NOW);
    for (let line = 0; line < 5; line++) store.append('stdout', Buffer.from('x\n'), NOW + line);
    store.append('stderr', Buffer.from('secret\n'), NOW);
    expect(texts(store)).toEqual(['x', 'secret']);
  });

  it('hold, and numbers rise without a gap or a repetition, whatever comes', () => {
    const chunk = fc.string({ unit: fc.constantFrom('\n', 'a', 'bbbb', '\r'), maxLength: 40 }).map((text) => Buffer.from(text));
    const steps = fc.array(fc.tuple(fc.constantFrom('stdout' as const, 'stderr' as const), chunk), { maxLength: 40 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 500, max: 5000 }), (each, maxLines, maxBytes) => {
        const store = new LogStore({ maxLines, maxBytes, maxLineBytes: 32 });
        const streams = new Map<number, string>();
        let next = 0;
        let first = 0;
        for (const [index, [stream, bytes]] of each.entries()) {
          const chunk = Buffer.from(bytes);
          store.append(stream, chunk, NOW + (index >> 1));
          chunk.fill('!');
          expect(store.nextSeq).toBeGreaterThanOrEqual(next);
          expect(store.firstSeq).toBeGreaterThanOrEqual(first);
          next = store.nextSeq;
          first = store.firstSeq;
          const lines = store.slice(0, Infinity);
          expect(lines.map((line) => line.seq)).toEqual(Array.from({ length: next - first }, (_, line) => first + line));
          expect(lines.length).toBeLessThanOrEqual(maxLines);
          expect(store.dropped).toBe(first);
          for (const line of lines) {
            expect(streams.get(line.seq) ?? line.stream).toBe(line.stream);
            streams.set(line.seq, line.stream);
          }
        }
      }),
    );
  });

  it('leave what is kept as it was, whoever else uses the memory again that was freed', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 150 });
    const append = fc.tuple(fc.nat({ max: 1 }), fc.array(line, { minLength: 1, maxLength: 8 }), fc.nat({ max: 1 }));
    fc.assert(
      fc.property(fc.array(append, { minLength: 20, maxLength: 80 }), fc.integer({ min: 1, max: 30 }), (appends, maxLines) => {
        const memory = new SegmentMemory();
        const stores = [0, 1].map(() => ({ store: new LogStore({ maxLines }, memory), expected: [] as string[] }));
        for (const [index, lines, later] of appends) {
          const { store, expected } = stores[index]!;
          store.append('stdout', Buffer.from(lines.map((each) => `${each}\n`).join('')), NOW + expected.length * later);
          expected.push(...lines);
          for (const each of stores) expect(texts(each.store)).toEqual(each.expected.slice(each.store.firstSeq));
        }
      }),
    );
  });

  it.each<[string, () => Buffer, number, number]>([
    ['large chunks', () => Buffer.alloc(65_536, `${'x'.repeat(99)}\n`), 1000, 9000],
    ['one line a chunk', () => Buffer.from('\n'), 200_000, 2000],
    ['slivers of large buffers', () => Buffer.alloc(65_536, 'x\n').subarray(0, 2), 3000, 2000],
    ['a line without an end', () => Buffer.alloc(1000, 'x'), 20_000, 8],
  ])('keep the memory small under %s, and yet many lines', (_, chunk, times, kept) => {
    const store = new LogStore({ maxBytes: 1024 * 1024, maxLines: 1_000_000 });
    const before = memoryInUse();
    for (let time = 0; time < times; time++) store.append('stdout', chunk(), NOW + time);
    expect(memoryInUse() - before).toBeLessThan(2 * 1024 * 1024);
    expect(store.nextSeq - store.firstSeq).toBeGreaterThanOrEqual(kept);
  });

  it('take many small parts of one long line in linear time', () => {
    const store = new LogStore({ maxLineBytes: 1 << 22 });
    const part = Buffer.from('x');
    // Copying the whole line each time would move half a terabyte.
    for (let count = 0; count < 1 << 20; count++) store.append('stdout', part, NOW);
    expect(store.slice(0, 1)[0]!.text.length).toBe(1 << 20);
  });
});

/** Bytes of objects and buffers after a collection of garbage. */
function memoryInUse(): number {
  // The second collection waits for the buffers that the first one frees in the background.
  collectGarbage();
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

describe('errors', () => {
  it('are counted once each, also where a line came in pieces or was not whole at the first search', () => {
    const store = storeOf('fine\nERR', 'OR one\n{"level":50}\nERROR tw');
    expect(store.searchErrors()).toBe(true);
    expect(store.errors).toBe(2);
    store.append('stdout', Buffer.from('o\nfine\n'), NOW);
    store.append('stderr', Buffer.from('TypeError: x\n'), NOW);
    expect(store.searchErrors()).toBe(true);
    expect(store.errors).toBe(4);
    expect(store.searchErrors()).toBe(false);
  });

  it('are not those that the watchdog itself writes, and outlast what falls out and what is cleared', () => {
    const store = new LogStore({ maxLines: 3 });
    store.note('cannot start: Error: ERROR', NOW);
    store.append('stdout', Buffer.from('ERROR\nERROR\n'), NOW);
    store.searchErrors();
    store.append('stdout', Buffer.from('a\nb\nc\nd\n'), NOW);
    store.clear();
    expect(store.searchErrors()).toBe(false);
    expect(store.errors).toBe(2);
  });

  it('are counted in all of a burst, also where most of it is dropped before the first search', () => {
    const store = new LogStore({ maxLines: 1000 });
    const line = `ERROR${' '.repeat(94)}\n`;
    for (let count = 0; count < 50; count++) store.append('stdout', Buffer.from(line.repeat(1000)), NOW + count);
    store.searchErrors();
    expect(store.errors).toBe(50_000);
    expect(store.searchErrors()).toBe(false);
  });

  it('are counted in a part of a flood that lasts, which costs little', () => {
    const store = new LogStore({ maxLines: 1000 });
    const chunk = Buffer.from(`ERROR${' '.repeat(9994)}\n`.repeat(100));
    for (let count = 0; count < 100; count++) store.append('stdout', chunk, NOW + count);
    store.searchErrors();
    expect(store.errors).toBeGreaterThan(1000);
    expect(store.errors).toBeLessThan(1500);
  });
});
