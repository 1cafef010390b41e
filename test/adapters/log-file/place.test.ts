import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FiledLogs } from '../../../src/adapters/log-file/filed.js';
import { LogStore } from '../../../src/supervisor/log/store.js';
import { sampleOf } from '../../fixtures/long-runs.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { now, TwofoldLog } from './twofold-log.js';

describe('where the lines in files end and those in memory begin', () => {
  it.each([
    ['whatever stream they are of', ['stdout', 'stderr'] as const, '\n'],
    ['however the output of one is cut', ['stdout'] as const, ''],
  ])('is found exactly, %s, whenever it is asked', async (_, streams, end) => {
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          stream: fc.constantFrom(...streams),
          text: fc.array(fc.constantFrom('a', 'é', '\n'), { maxLength: 40 }).map((parts) => `${parts.join('')}${end}`),
        }),
      },
      { weight: 1, arbitrary: fc.constantFrom('note' as const, 'ask' as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.integer({ min: 1, max: 40 }), async (steps, maxLines) => {
        await using folder = await TemporaryFolder.make();
        const log = new TwofoldLog(folder.path, maxLines);
        const all = new LogStore({ maxLines: 1_000_000 });
        for (const each of [...steps, 'ask' as const]) {
          if (each === 'note') {
            log.note('started');
            all.note('started', now, 'start');
          } else if (each === 'ask') {
            const held = log.store.hold();
            const kept = held.slice(0, held.nextSeq);
            const expected = all.slice(0, all.nextSeq);
            const asked = held.filed();
            // What comes while it is found out belongs to neither.
            log.append('stdout', 'later\n');
            all.append('stdout', Buffer.from('later\n'), now);
            const filed = [...new FiledLogs(folder.path).lines('api', { place: (await asked)! })];
            for (const stream of ['stdout', 'stderr', 'watchdog'] as const) {
              const of = (lines: readonly { readonly stream: string; readonly text: string }[]): readonly string[] =>
                lines.flatMap((line) => (line.stream === stream ? [line.text] : []));
              expect(of([...filed, ...kept])).toEqual(of(expected));
            }
          } else {
            log.append(each.stream, each.text);
            all.append(each.stream, Buffer.from(each.text), now);
          }
        }
        await log.close();
      }),
      { numRuns: sampleOf(60) },
    );
  });

  it('does not move while a flood goes on and files are rotated', async () => {
    await using folder = await TemporaryFolder.make();
    const log = new TwofoldLog(folder.path, 100, { maxBytes: 200_000, keep: 3 });
    let number = 0;
    let isOver = false;
    const flood = async (): Promise<void> => {
      while (!isOver) {
        log.append('stdout', Array.from({ length: 400 }, () => `line ${number++}\n`).join(''));
        await turn();
      }
    };
    const flooding = flood();
    try {
      for (let round = 0; round < 25; round++) {
        for (let count = 0; count < 10; count++) await turn();
        const held = log.store.hold();
        const place = await held.filed();
        const filed = [...new FiledLogs(folder.path).lines('api', { place: place! })];
        const kept = held.slice(0, held.nextSeq);
        let next: number | undefined;
        const show = ({ text }: { readonly text: string }): void => {
          // Where the disk is too slow the file says what it left out, at its place.
          const missing = /^(\d+) lines are missing here/.exec(text)?.[1];
          if (missing !== undefined && next === undefined) return;
          const shown = missing === undefined ? Number(text.split(' ')[1]) : next!;
          if (shown !== (next ?? shown)) expect.fail(`${text} instead of line ${next}`);
          next = shown + Number(missing ?? 1);
        };
        for (const line of filed) show(line);
        if (next !== undefined) next += place!.missing;
        for (const line of kept) show(line);
        expect(next).toBe(held.nextSeq);
      }
    } finally {
      isOver = true;
      await flooding;
      await log.close();
    }
  });

  it('is distinguished from a run before it, also where the clock was set back', async () => {
    await using folder = await TemporaryFolder.make();
    const before = new TwofoldLog(folder.path, 100);
    before.append('stdout', 'one 1\none 2\n', now + 3_600_000);
    await before.close();
    const log = new TwofoldLog(folder.path, 100);
    const first = await log.store.hold().filed();
    const textsUpTo = (place: typeof first): readonly string[] =>
      [...new FiledLogs(folder.path).lines('api', { place: place! })].map(({ text }) => text);
    expect(textsUpTo(first)).toEqual(['one 1', 'one 2']);
    log.append('stdout', 'two 1\ntwo 2\n');
    expect(textsUpTo(await log.store.hold().filed())).toEqual(['one 1', 'one 2']);
    await log.close();
  });
});
