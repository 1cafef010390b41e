import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RemoteLog } from '../../src/client/log.js';
import { linePage, pageLines } from '../../src/control/log-routes.js';
import { LogStore } from '../../src/supervisor/log/store.js';

/** A log here and its copy there, with as much time between question and answer as the test gives. */
class Pair {
  readonly store: LogStore;
  readonly copy: RemoteLog;
  changes = 0;
  readonly #asked: (() => void)[] = [];

  constructor(maxLines = 10_000) {
    this.store = new LogStore({ maxLines });
    this.copy = new RemoteLog(
      (from, to) => new Promise((resolve) => this.#asked.push(() => resolve(linePage(this.store, from, to)))),
      () => (this.changes += 1),
    );
  }

  get asked(): number {
    return this.#asked.length;
  }

  write(text: string, stream: 'stdout' | 'stderr' = 'stdout'): void {
    this.store.append(stream, Buffer.from(text), 0);
  }

  notify(): void {
    const { firstSeq, nextSeq, revision, errors } = this.store;
    this.copy.moved({ firstSeq, nextSeq, revision, errors });
  }

  async answerOne(): Promise<void> {
    this.#asked.shift()?.();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }

  async answerAll(): Promise<void> {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    while (this.#asked.length > 0) await this.answerOne();
  }
}

describe('A copy of a log in another program', () => {
  it('fetches nothing before it is read, then everything, then what is new', async () => {
    const pair = new Pair();
    pair.write('one\ntwo\n');
    pair.notify();
    expect(pair.asked).toBe(0);
    expect(pair.copy.slice(0, 10)).toEqual([]);
    await pair.answerAll();
    expect(pair.copy.slice(0, 10).map(({ text }) => text)).toEqual(['one', 'two']);
    pair.write('three\n');
    pair.notify();
    await pair.answerAll();
    expect(pair.copy.slice(2, 10).map(({ text }) => text)).toEqual(['three']);
  });

  it('shows an unterminated line as it grows, on both streams', async () => {
    const pair = new Pair();
    pair.write('progr', 'stdout');
    pair.write('warn', 'stderr');
    pair.notify();
    void pair.copy.revision;
    await pair.answerAll();
    pair.write('ess\n', 'stdout');
    pair.notify();
    await pair.answerAll();
    expect(pair.copy.slice(0, 9).map(({ text }) => text)).toEqual(['progress', 'warn']);
  });

  it('leaves lines out in a flood, and has them all once that is over', async () => {
    const pair = new Pair(20_000);
    pair.write('first\n');
    pair.notify();
    void pair.copy.revision;
    await pair.answerAll();
    pair.write('x\n'.repeat(15_000));
    pair.notify();
    await pair.answerOne();
    expect(pair.copy.nextSeq).toBe(15_001);
    expect(pair.copy.firstSeq).toBe(15_001 - pageLines);
    await pair.answerAll();
    expect([pair.copy.firstSeq, pair.copy.nextSeq]).toEqual([0, 15_001]);
    expect(pair.copy.slice(0, 2).map(({ text }) => text)).toEqual(['first', 'x']);
  });

  it('agrees with the log whenever all questions are answered, and never has a hole', async () => {
    const step = fc.oneof(
      fc.record({ stream: fc.constantFrom('stdout', 'stderr'), text: fc.constantFrom('a', 'b\n', 'c\nd\n', 'e\n'.repeat(30)) }),
      fc.constantFrom('notify', 'answer', 'note'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const pair = new Pair(50);
        void pair.copy.revision;
        for (const each of steps) {
          if (each === 'notify') pair.notify();
          else if (each === 'answer') await pair.answerOne();
          else if (each === 'note') pair.store.note('--- ended', 0);
          else if (typeof each === 'object') pair.write(each.text, each.stream as 'stdout');
          const seqs = pair.copy.slice(0, Infinity).map(({ seq }) => seq);
          expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
        }
        pair.notify();
        await pair.answerAll();
        expect(pair.copy.slice(0, Infinity)).toEqual(pair.store.slice(0, Infinity));
        expect([pair.copy.firstSeq, pair.copy.nextSeq]).toEqual([pair.store.firstSeq, pair.store.nextSeq]);
      }),
    );
  });
});

describe('A page of lines', () => {
  it('ends after so many lines, or so much text, and has at least one line', () => {
    const store = new LogStore({ maxLines: 10_000 });
    store.append('stdout', Buffer.from('x\n'.repeat(5000)), 0);
    expect(linePage(store, 10, 5000)).toHaveLength(pageLines);
    store.append('stdout', Buffer.from(`${'y'.repeat(60_000)}\n`.repeat(40)), 0);
    const long = linePage(store, 5000, 5040);
    expect(long.length).toBeGreaterThan(10);
    expect(long.length).toBeLessThan(25);
    expect(linePage(store, 5039, 5040)).toHaveLength(1);
    expect(linePage(store, 9000, 9001)).toEqual([]);
  });
});
