import { afterAll, describe, expect, it } from 'vitest';
import { type CorpusEntry, causesIn, judge, readCorpus, type Verdict } from '../../fixtures/causes/judge.js';

/** What share of the causes must be named as an expert names them. */
const leastNamed = 0.9;
/** Milliseconds for one diagnosis, the first ones of a cold program aside. */
const longestMs = 50;

function countVerdicts(entries: readonly CorpusEntry[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { named: 0, line: 0, blank: 0, wrong: 0 };
  for (const entry of entries) counts[judge(entry, causesIn(entry)[0])] += 1;
  return counts;
}

function say(title: string, entries: readonly CorpusEntry[]): string {
  const { named, line, blank, wrong } = countVerdicts(entries);
  const share = ((100 * named) / entries.length).toFixed(1);
  return `${title}: ${entries.length} ends, ${named} causes named (${share} %), ${line} shown as the error line, ${blank} without any, ${wrong} wrong`;
}

describe.each(['development', 'held-out', 'texts'] as const)('Of the ends of real programs, the %s part,', (part) => {
  const entries = readCorpus(part);
  const handled = entries.filter((entry) => entry.handled === true);

  afterAll(() => {
    process.stdout.write(`${say(`causes, ${part}`, entries)}\n${say(`causes, ${part}, a problem handled before`, handled)}\n`);
  });

  it('none gets a wrong cause, and none that has an error line gets none', () => {
    const bad = entries.flatMap((entry) => {
      const [found] = causesIn(entry);
      const verdict = judge(entry, found);
      return verdict === 'wrong' || verdict === 'blank' ? [{ name: entry.name, verdict, wanted: entry.cause, found }] : [];
    });
    expect(bad).toEqual([]);
  });

  it('the same holds where they come through a terminal, which has one stream', () => {
    const verdicts = entries.map((entry) => [entry.name, judge(entry, causesIn(entry, true)[0])] as const);
    expect(verdicts.filter(([, verdict]) => verdict === 'wrong' || verdict === 'blank')).toEqual([]);
    expect(verdicts.filter(([, verdict]) => verdict === 'named').length / entries.length).toBeGreaterThanOrEqual(leastNamed);
  });

  it.each(['api-1  | ', '10:00:00 web.1   | ', '0|api  | '])(
    'the same holds where what runs several writes %j in front',
    (name) => {
      const verdicts = entries.map((entry) => {
        const lines = entry.lines.map((line) => `${line.slice(0, 4)}${name}${line.slice(4)}`);
        return [entry.name, judge(entry, causesIn({ ...entry, lines }, true)[0])] as const;
      });
      expect(verdicts.filter(([, verdict]) => verdict === 'wrong' || verdict === 'blank')).toEqual([]);
    },
  );

  it('nine of ten get the cause that an expert names, and the others their error line', () => {
    const { named, line } = countVerdicts(entries);
    expect(named / entries.length).toBeGreaterThanOrEqual(leastNamed);
    expect(named + line).toBe(entries.length);
  });

  it('none takes long', () => {
    countVerdicts(entries);
    const times = entries.map((entry) => {
      const start = performance.now();
      causesIn(entry);
      return performance.now() - start;
    });
    // One may be interrupted by others on a busy machine; the median is not.
    expect(times.sort((one, other) => one - other)[Math.floor(times.length / 2)]).toBeLessThan(longestMs);
  });
});

describe('The corpus', () => {
  it('has at least 150 ends, and thirty of them where a problem was handled before', () => {
    const entries = [...readCorpus('development'), ...readCorpus('held-out')];
    expect(entries.length).toBeGreaterThanOrEqual(150);
    expect(entries.filter(({ handled }) => handled === true).length).toBeGreaterThanOrEqual(30);
    expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length);
  });
});
