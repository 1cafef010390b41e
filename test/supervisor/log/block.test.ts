import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocksOf } from '../../../src/supervisor/log/block.js';
import type { LogBlock, LogLine } from '../../../src/supervisor/log/line.js';
import { LogStore } from '../../../src/supervisor/log/store.js';

const stream = fc.constantFrom('stdout', 'stderr');
const text = fc
  .array(fc.constantFrom('a', 'é', '漢', '\n', '\r', '\r\n', 'progress 10%\r', 'x'.repeat(30), '\x1b[31m'), { maxLength: 12 })
  .map((pieces) => pieces.join(''));
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ stream, text, cut: fc.nat(5), later: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.constantFrom('note' as const, 'flush' as const) },
);

function linesOf(blocks: Iterable<LogBlock>): readonly LogLine[] {
  return [...blocks].flatMap((block) => {
    const texts = block.text().split('\n');
    expect(texts).toHaveLength(block.nextSeq - block.firstSeq);
    return texts.map((each, index) => ({
      seq: block.firstSeq + index,
      stream: block.stream,
      time: block.time,
      text: each,
    }));
  });
}

describe('The blocks of a log', () => {
  it('hold the same lines as a slice, for any part of any log', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.nat(40), fc.nat(40), (steps, from, count) => {
        const store = new LogStore({ maxLines: 20, maxLineBytes: 24 });
        let time = 0;
        for (const each of steps) {
          if (each === 'note') store.note('started, pid 1', time);
          else if (each === 'flush') store.flush();
          else {
            time += each.later;
            const bytes = Buffer.from(each.text);
            store.append(each.stream, bytes.subarray(0, bytes.length - each.cut), time);
          }
        }
        expect(linesOf(blocksOf(store, from, from + count))).toEqual(store.slice(from, from + count));
        expect(linesOf(store.blocks(0, Infinity))).toEqual(store.slice(0, Infinity));
      }),
      { numRuns: 500 },
    );
  });

  it('say which lines wait for their end', () => {
    const store = new LogStore();
    store.append('stdout', Buffer.from('a\nbuil'), 1);
    store.append('stderr', Buffer.from('b\n'), 2);
    const open = () => [...store.blocks(0, 9)].map(({ firstSeq, isOpen }) => [firstSeq, isOpen]);
    expect(open()).toEqual([
      [0, false],
      [1, true],
      [2, false],
    ]);
    store.append('stdout', Buffer.from('ding\n'), 3);
    expect(open().some(([, isOpen]) => isOpen)).toBe(false);
  });

  it('are made of single lines where a reader has none', () => {
    const line = (seq: number): LogLine => ({ seq, stream: 'stdout', time: 7, text: `line ${seq}` });
    const reader = {
      firstSeq: 0,
      nextSeq: 3,
      revision: 1,
      errors: 0,
      slice: (from: number, to: number) => [0, 1, 2].slice(from, to).map(line),
    };
    expect(linesOf(blocksOf(reader, 1, 3))).toEqual([line(1), line(2)]);
  });
});
