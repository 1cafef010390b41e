import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SingleLog } from '../../../src/view/log/line-source.js';
import {
  anchorOf,
  anchorReaching,
  anchorShowing,
  type LogViewport,
  logWindow,
  scrollAnchor,
} from '../../../src/view/log/window.js';
import { FakeLog } from '../../components/stage/fake-log.js';

/** A log with the lines `first <= seq < next`, each of which takes as many rows as `rows` says. */
function room(first: number, next: number, height: number, rows?: (seq: number) => number): LogViewport {
  const log = new FakeLog(next - first);
  for (let seq = 0; seq < next; seq += 1) log.add(`line ${seq}`, 'stdout', 0);
  const list = new SingleLog('api', log);
  return { list, height, rowsOf: rows && ((index) => rows(list.seqAt(index))) };
}

const held = (seq: number, row = 0) => ({ seq, row });
const hundred = room(100, 200, 10);

/** The sequence numbers and rows that are seen, top down. */
function seenRows(anchor: { seq: number; row: number } | undefined, { list, height, rowsOf }: LogViewport): readonly string[] {
  const { from, skip, to } = logWindow(anchor, { list, height, rowsOf });
  const rows: string[] = [];
  for (let index = from; index < to; index++) {
    for (let row = index === from ? skip : 0; row < (rowsOf?.(index) ?? 1); row++) rows.push(`${list.seqAt(index)}.${row}`);
  }
  return rows.slice(0, height);
}

describe('The window on a log', () => {
  it('shows the end while it follows', () => {
    expect(logWindow(undefined, hundred)).toEqual({ from: 90, skip: 0, to: 100, following: true, newer: 0 });
    expect(logWindow(undefined, room(0, 3, 10))).toMatchObject({ from: 0, to: 3 });
  });

  it('keeps its lines while new ones come', () => {
    expect(seenRows(held(150), hundred)[0]).toBe('150.0');
    expect(logWindow(held(150), hundred)).toMatchObject({ following: false, newer: 40 });
    expect(seenRows(held(150), room(120, 1000, 10))[0]).toBe('150.0');
    expect(logWindow(held(150), room(120, 1000, 10)).newer).toBe(840);
  });

  it('moves to the oldest line that is kept', () => {
    expect(seenRows(held(150), room(180, 280, 10))[0]).toBe('180.0');
  });

  it('fills the room where more of it came below the last line', () => {
    expect(seenRows(held(195), hundred)[0]).toBe('190.0');
    expect(logWindow(held(195), hundred).following).toBe(false);
  });

  it.each([
    ['up from the end', undefined, -1, 189],
    ['up by a page', undefined, -10, 180],
    ['up beyond the oldest line', 105, -10, 100],
    ['to the oldest line', undefined, -Infinity, 100],
    ['down', 150, 3, 153],
    ['down to the end, which follows', 185, 5, undefined],
    ['to the end', 100, Infinity, undefined],
    ['on from a line that is no longer kept', 20, 1, 101],
  ])('scrolls %s', (_, seq, lines, expected) => {
    const anchor = seq === undefined ? undefined : held(seq);
    expect(scrollAnchor(anchor, hundred, lines)?.seq).toBe(expected);
  });

  it('goes on following a log that is shorter than the window', () => {
    expect(scrollAnchor(undefined, room(0, 3, 10), -1)).toBeUndefined();
  });

  it('brings a line into view a third down, and leaves the view where it is in it', () => {
    expect(anchorShowing(20, held(160), hundred)).toEqual(held(117));
    expect(anchorShowing(65, held(160), hundred)).toEqual(held(160));
    expect(anchorShowing(98, undefined, hundred)).toEqual(held(190));
  });
});

describe('The window on wrapped lines', () => {
  const anyRoom = fc
    .record({ count: fc.integer({ min: 1, max: 30 }), height: fc.integer({ min: 1, max: 12 }), seed: fc.nat(6) })
    .map(({ count, height, seed }) => room(5, 5 + count, height, (seq) => 1 + ((seq * 7 + seed) % 4)));

  it('is full of rows wherever there are enough, and ends with the last one while it follows', () => {
    fc.assert(
      fc.property(anyRoom, fc.nat(40), fc.nat(3), (space, seq, row) => {
        const total = seenRows(undefined, { ...space, height: 1000 }).length;
        expect(seenRows(held(seq, row), space)).toHaveLength(Math.min(total, space.height));
        const last = space.list.length - 1;
        expect(seenRows(undefined, space).at(-1)).toBe(`${space.list.seqAt(last)}.${space.rowsOf!(last) - 1}`);
      }),
    );
  });

  it('moves by exactly as many rows as it is scrolled, and back again', () => {
    fc.assert(
      fc.property(anyRoom, fc.integer({ min: 1, max: 20 }), (space, rows) => {
        const all = seenRows(undefined, { ...space, height: 1000 });
        const end = all.indexOf(seenRows(undefined, space)[0]!);
        const up = scrollAnchor(undefined, space, -rows);
        expect(all.indexOf(seenRows(up, space)[0]!)).toBe(Math.max(0, end - rows));
        expect(scrollAnchor(up, space, rows)).toBeUndefined();
      }),
    );
  });

  it('reaches any line with all of its rows, as far as there is room', () => {
    fc.assert(
      fc.property(anyRoom, fc.nat(100), fc.nat(100), (space, start, wanted) => {
        const { list, height } = space;
        const index = wanted % list.length;
        const from = held(list.seqAt(start % list.length));
        const rows = Math.min(space.rowsOf!(index), height);
        const all = seenRows(undefined, { ...space, height: 1000 });
        for (const anchor of [anchorReaching(index, from, space), anchorShowing(index, from, space)]) {
          const seen = seenRows(anchor, space);
          expect(seen.filter((row) => row.startsWith(`${list.seqAt(index)}.`)).length).toBeGreaterThanOrEqual(Math.min(rows, 1));
          expect(all.join().includes(seen.join())).toBe(true);
        }
      }),
    );
  });

  it('holds exactly what is seen', () => {
    fc.assert(
      fc.property(anyRoom, fc.nat(40), fc.nat(3), (space, seq, row) => {
        const seen = logWindow(held(seq, row), space);
        expect(seenRows(anchorOf(seen, space), space)).toEqual(seenRows(held(seq, row), space));
      }),
    );
  });
});
