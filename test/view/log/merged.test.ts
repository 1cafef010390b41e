import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogStore } from '../../../src/supervisor/log/store.js';
import { LineIndex } from '../../../src/view/log/line-index.js';
import { MergedLog, type NamedLog } from '../../../src/view/log/merged.js';

function mergedOf(...logs: readonly NamedLog[]): MergedLog {
  return new MergedLog(() => logs);
}

function texts(merged: MergedLog): readonly string[] {
  return merged.lines(0, merged.length).map(({ text }) => text);
}

describe('The logs of several processes as one', () => {
  it('stand in the order in which they were received, each in its own order', () => {
    const [api, db] = [new LogStore(), new LogStore()];
    const merged = mergedOf({ name: 'api', reader: api }, { name: 'db', reader: db });
    db.append('stdout', Buffer.from('db 1\n'), 5);
    api.append('stdout', Buffer.from('api 1\n'), 7);
    db.append('stderr', Buffer.from('db 2\ndb 3\n'), 7);
    api.append('stdout', Buffer.from('api 2\n'), 3);
    merged.refresh();
    expect(texts(merged)).toEqual(['db 1', 'api 1', 'api 2', 'db 2', 'db 3']);
    expect(merged.origin(merged.seqAt(4))).toEqual({ name: 'db', seq: 2 });
    expect(merged.seqOf({ name: 'db', seq: 2 })).toBe(4);
  });

  it('do not change between two refreshes, and then show an end that grew', () => {
    const api = new LogStore();
    const merged = mergedOf({ name: 'api', reader: api });
    api.append('stdout', Buffer.from('buil'), 1);
    merged.refresh();
    api.append('stdout', Buffer.from('ding\nnext\n'), 2);
    expect(merged.length).toBe(1);
    merged.refresh();
    expect(texts(merged)).toEqual(['building', 'next']);
  });

  it('lose a process that is there no longer', () => {
    const logs = ['api', 'db'].map((name) => ({ name, reader: new LogStore() }));
    for (const { name, reader } of logs) reader.append('stdout', Buffer.from(`${name}\n`), 1);
    let present: readonly NamedLog[] = logs;
    const merged = new MergedLog(() => present);
    merged.refresh();
    present = [logs[1]!];
    merged.refresh();
    expect(texts(merged)).toEqual(['db']);
  });

  it('are merged in slices, the oldest first, and say how far that is', () => {
    const logs = ['api', 'db'].map((name) => ({ name, reader: new LogStore() }));
    for (let time = 0; time < 1000; time += 1) logs[time % 2]!.reader.append('stdout', Buffer.from(`${time}\n`), time);
    const merged = mergedOf(...logs);
    merged.refresh(() => true);
    expect([merged.isComplete, merged.progress]).toEqual([false, 0.256]);
    expect(texts(merged)).toEqual(Array.from({ length: 256 }, (_, time) => `${time}`));
    const index = new LineIndex(merged, { test: undefined, stderrOnly: false, fromSeq: 0 });
    index.step(() => false);
    expect([index.isComplete, index.length]).toEqual([true, 256]);
    while (!merged.isComplete) merged.refresh(() => true);
    expect([merged.progress, index.isComplete]).toEqual([1, false]);
    expect(texts(merged)).toEqual(Array.from({ length: 1000 }, (_, time) => `${time}`));
  });

  const step = fc.record({
    of: fc.nat(2),
    lines: fc.integer({ min: 1, max: 6 }),
    later: fc.nat(2),
    look: fc.boolean(),
    cut: fc.boolean(),
  });

  it('hold what each log still keeps, under numbers that stay, for any history', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const logs = [5, 12, 100].map((maxLines, index) => ({ name: `p${index}`, reader: new LogStore({ maxLines }) }));
        const merged = mergedOf(...logs);
        const index = new LineIndex(merged, { test: undefined, stderrOnly: false, fromSeq: 0 });
        const seqs = new Map<string, number>();
        let time = 0;
        let count = 0;
        for (const { of, lines, later, look, cut } of steps) {
          time += later;
          for (let line = 0; line < lines; line += 1) logs[of]!.reader.append('stdout', Buffer.from(`${count++}\n`), time);
          if (!look) continue;
          merged.refresh(() => cut);
          index.step(() => cut);
        }
        merged.refresh();
        index.step(() => false);
        expect(index.lines(0, index.length)).toEqual(merged.lines(0, merged.length));
        const all = merged.lines(0, merged.length);
        expect(all).toHaveLength(merged.length);
        const kept = logs.flatMap(({ reader }) => reader.slice(0, Infinity).map(({ text }) => text));
        expect(all.map(({ text }) => text).sort()).toEqual(kept.sort());
        all.forEach(({ seq, text }, index) => {
          expect([merged.seqAt(index), merged.indexOf(seq)]).toEqual([seq, index]);
          expect(seqs.get(text) ?? seq).toBe(seq);
          seqs.set(text, seq);
          const { name, seq: own } = merged.origin(seq);
          const { reader } = logs.find((log) => log.name === name)!;
          expect(reader.slice(own, own + 1)[0]!.text).toBe(text);
        });
        const blocks = [...merged.blocks(0, merged.nextSeq)].flatMap((block) => block.text().split('\n'));
        expect(blocks).toEqual(all.map(({ text }) => text));
      }),
      { numRuns: 300 },
    );
  });
});
