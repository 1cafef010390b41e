import { readdirSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogPosition } from '../../src/control/log-cursor.js';
import { LogTail } from '../../src/control/log-tail.js';
import { readLogs } from '../../src/control/read-logs.js';
import type { LogRecord } from '../../src/protocol/pages.js';
import { now, TwofoldLog } from '../adapters/log-file/twofold-log.js';
import { sampleOf } from '../fixtures/long-runs.js';
import { TemporaryFolder } from '../fixtures/temporary-folder.js';

/** What a reader got. */
interface Got {
  readonly lines: LogRecord[];
  missed: number;
}

/** A reader that follows a log until it has all. */
type Follow = (log: TwofoldLog, got: Got) => () => Promise<void>;

const followers: readonly (readonly [string, Follow])[] = [
  [
    'a follower',
    (log, got) => {
      const tail = new LogTail('api', log.store, {}, now);
      return async () => {
        for (let isMore = true; isMore; ) {
          const news = await tail.poll();
          got.lines.push(...news.lines);
          got.missed += news.missed;
          isMore = news.isMore || news.isUnsettled;
        }
      };
    },
  ],
  [
    'a reader with a cursor',
    (log, got) => {
      let at = new Map<string, LogPosition>([['api', { next: 0, before: log.store.beyond!.before(0), open: [] }]]);
      return async () => {
        for (let more = true; more; ) {
          const page = await readLogs(new Map([['api', log.store]]), 'run', {
            after: { run: 'run', at },
            tail: undefined,
            limit: 7,
            bytes: undefined,
            shown: (line) => line,
          });
          got.lines.push(...page.lines);
          got.missed += page.missed.reduce((sum, { lines }) => sum + lines, 0);
          more = page.more;
          at = new Map(page.next.at);
        }
      };
    },
  ],
];

const textsOf = (lines: readonly LogRecord[], stream: string): readonly string[] =>
  lines.flatMap((line) => (line.stream === stream ? [line.text] : []));

describe.each(followers)('lines that fell out of memory before %s took them', (_, follow) => {
  it('come from the files, each once, in the order of its stream, wherever it asks', async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ stream: fc.constantFrom('stdout' as const, 'stderr' as const), lines: fc.nat(30) }) },
      { weight: 1, arbitrary: fc.constantFrom('note' as const) },
      { weight: 2, arbitrary: fc.constantFrom('ask' as const, 'turn' as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.integer({ min: 1, max: 40 }), async (steps, maxLines) => {
        await using folder = await TemporaryFolder.make();
        const log = new TwofoldLog(folder.path, maxLines, { maxBytes: 900, keep: 100 });
        const got: Got = { lines: [], missed: 0 };
        const readOn = follow(log, got);
        const written = { stdout: [] as string[], stderr: [] as string[], watchdog: [] as string[] };
        for (const each of steps) {
          if (each === 'ask') await readOn();
          else if (each === 'turn') await turn();
          else if (each === 'note') {
            log.note(`rule ${written.watchdog.length}`);
            written.watchdog.push(`rule ${written.watchdog.length}`);
          } else {
            const { stream } = each;
            const texts = Array.from({ length: each.lines }, (_, index) => `${stream} ${written[stream].length + index}`);
            written[stream].push(...texts);
            log.append(stream, texts.map((text) => `${text}\n`).join(''));
          }
        }
        await readOn();
        expect(got.missed).toBe(0);
        for (const stream of ['stdout', 'stderr', 'watchdog'] as const)
          expect(textsOf(got.lines, stream)).toEqual(written[stream]);
        expect(got.lines.map(({ seq }) => seq)).toEqual(got.lines.map((_, index) => index));
        await log.close();
      }),
      { numRuns: sampleOf(60) },
    );
  });

  it('are counted where the oldest files were removed by rotation', async () => {
    await using folder = await TemporaryFolder.make();
    const log = new TwofoldLog(folder.path, 100, { maxBytes: 10_000, keep: 2 });
    const got: Got = { lines: [], missed: 0 };
    const readOn = follow(log, got);
    for (let number = 0; number < 5000; number += 100) {
      log.append('stdout', Array.from({ length: 100 }, (_, index) => `line ${number + index}\n`).join(''));
      await turn();
    }
    await readOn();
    expect(got.lines.length).toBeGreaterThan(100);
    expect(got.missed + got.lines.length).toBe(5000);
    expect(got.lines.map(({ text }) => text)).toEqual(got.lines.map((_, index) => `line ${got.missed + index}`));
    expect(got.lines.every(({ seq, text }) => text === `line ${seq}`)).toBe(true);
    await log.close();
  });

  it.each([
    ['removed', (file: string) => rmSync(file)],
    ['emptied', (file: string) => truncateSync(file)],
  ])('are counted where somebody has %s the file', async (_, spoil) => {
    await using folder = await TemporaryFolder.make();
    const log = new TwofoldLog(folder.path, 100);
    const got: Got = { lines: [], missed: 0 };
    const readOn = follow(log, got);
    log.append('stdout', Array.from({ length: 1000 }, (_, index) => `line ${index}\n`).join(''));
    await log.store.hold().filed();
    for (const file of readdirSync(folder.path)) spoil(join(folder.path, file));
    await readOn();
    expect([got.missed, got.lines.length]).toEqual([900, 100]);
    await log.close();
  });
});
