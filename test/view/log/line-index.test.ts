import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogStore } from '../../../src/supervisor/log/store.js';
import { LineIndex } from '../../../src/view/log/line-index.js';
import { type LineSource, SingleLog } from '../../../src/view/log/line-source.js';
import { parseFilter, parseSearch } from '../../../src/view/log/line-test.js';
import { MergedLog } from '../../../src/view/log/merged.js';
import { stripSgr } from '../../../src/view/text/sgr.js';
import { sanitize } from '../../../src/view/text/terminal.js';

const all = { stderrOnly: false, fromSeq: 0 };

function testOf(filter: string) {
  const parsed = parseFilter(filter);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.test;
}

/** A budget of so many readings of the clock. */
function looks(count: number): () => boolean {
  let left = count;
  return () => left-- <= 0;
}

const words = fc.constantFrom('get', 'cart', 'Error', '\x1b[31merr', 'or\x1b[0m', 'été', '\x1b]0;x\x07', '漢', '500', '\t');
const chunk = fc.record({
  stream: fc.constantFrom('stdout', 'stderr'),
  text: fc
    .array(fc.oneof(words, fc.constant('\n'), fc.constant('\n'), fc.constant('\r')), { maxLength: 14 })
    .map((each) => each.join(' ')),
  later: fc.nat(1),
  steps: fc.nat(2),
});
const filter = fc.constantFrom('get', 'error', 'Error', 'get !cart', '!get', '/^ *get/', '/5\\d+/ été', '!/cart|err/', '漢 500');

describe('The lines that match', () => {
  it('are the same as of a search of every line, whatever comes and goes and however short the slices are', () => {
    fc.assert(
      fc.property(
        fc.array(chunk, { maxLength: 30 }),
        filter,
        fc.boolean(),
        fc.boolean(),
        (chunks, wanted, stderrOnly, isMerged) => {
          const stores = [new LogStore({ maxLines: 12 }), new LogStore({ maxLines: 20 })];
          const logs = stores.map((reader, index) => ({ name: `p${index}`, reader }));
          const source: LineSource = isMerged ? new MergedLog(() => logs) : new SingleLog('p0', stores[0]!);
          const test = testOf(wanted)!;
          const index = new LineIndex(source, { test, stderrOnly, fromSeq: 0 });
          let time = 0;
          chunks.forEach(({ stream, text, later, steps }, at) => {
            time += later;
            stores[isMerged ? at % 2 : 0]!.append(stream, Buffer.from(text), time);
            for (let step = 0; step < steps; step += 1) {
              source.refresh();
              index.step(looks(1));
            }
          });
          source.refresh();
          while (!index.isComplete) index.step(looks(1));
          const expected = source
            .lines(0, source.length)
            .filter(
              (line) =>
                (!stderrOnly || line.stream === 'stderr') && test.passes(stripSgr(sanitize(line.text.replaceAll('\t', ' ')))),
            );
          expect(index.lines(0, index.length).map(({ text }) => text)).toEqual(expected.map(({ text }) => text));
          expected.forEach(({ seq }, at) => {
            expect([index.seqAt(at), index.indexOf(seq)]).toEqual([seq, at]);
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are found in slices, and it says how far that is', () => {
    const store = new LogStore();
    const source = new SingleLog('api', store);
    store.append('stdout', Buffer.from('one line\n'.repeat(4000)), 1);
    const index = new LineIndex(source, { ...all, test: testOf('line') });
    index.step(looks(2));
    expect(index.isComplete).toBe(false);
    expect(index.progress).toBeGreaterThan(0);
    expect(index.progress).toBeLessThan(1);
    while (!index.isComplete) index.step(looks(2));
    expect([index.progress, index.length]).toEqual([1, 4000]);
  });

  it('begin where they are to begin', () => {
    const store = new LogStore();
    store.append('stdout', Buffer.from('a1\na2\na3\n'), 1);
    const index = new LineIndex(new SingleLog('api', store), { ...all, test: testOf('a'), fromSeq: 2 });
    index.step(() => false);
    expect(index.lines(0, 9).map(({ text }) => text)).toEqual(['a3']);
  });
});

describe('What is typed', () => {
  it.each([
    ['cart 500', 'Cart 500', true],
    ['Cart', 'cart', false],
    ['cart !500', 'cart 500', false],
    ['!', 'anything', true],
    ['/cart/items', 'GET /cart/items', true],
    ['/cart', 'GET /cart', true],
    ['/a.c/', 'abc', true],
    ['/A B/i', 'a b', true],
    ['!/a.c/ x', 'x abd', true],
    ['İ', 'x İ', true],
  ])('as a filter %j passes %j: %s', (typed, line, passes) => {
    expect(testOf(typed)?.passes(line) ?? true).toBe(passes);
  });

  it('as a search is one text with its spaces', () => {
    const parsed = parseSearch('a b');
    expect(parsed.ok && parsed.test?.ranges('xa bA B')).toEqual([
      { start: 1, end: 4 },
      { start: 4, end: 7 },
    ]);
    expect(parseSearch('/(/')).toEqual({ ok: false, problem: 'missing closing ): "("' });
  });

  it('keeps its place in a line whose small letters are longer', () => {
    const parsed = parseSearch('end');
    expect(parsed.ok && parsed.test?.ranges('İİ END')).toEqual([{ start: 3, end: 6 }]);
  });

  it('takes linear time, whatever the expression', () => {
    const parsed = parseSearch('/(a+)+$/');
    expect(parsed.ok && parsed.test?.passes(`${'a'.repeat(5000)}!`)).toBe(false);
  });
});
