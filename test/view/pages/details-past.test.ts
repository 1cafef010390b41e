import { describe, expect, it } from 'vitest';
import type { PastExit } from '../../../src/supervisor/history/exits.js';
import type { Transition } from '../../../src/supervisor/history/timeline.js';
import { historySection } from '../../../src/view/pages/details-past.js';
import { textOf } from '../text-of.js';

const at = 1_700_000_000_000;
const end: PastExit = {
  code: 1,
  signal: null,
  at,
  words: 'exit code 1',
  ranMs: 1000,
  expected: false,
  by: 'itself',
  action: null,
  why: '',
};

function history(...timeline: readonly Transition[]): readonly string[] {
  const rows = historySection({ state: 'failed', since: null }, { timeline, ends: [end] }, 0, at + 5000);
  return rows
    .map(({ line }) =>
      textOf(line)
        .replace(/\d\d:\d\d:\d\d/, 'TIME')
        .trim(),
    )
    .filter(Boolean);
}

const failed = (from: Transition['from'], after: number, why: string): Transition => {
  return { at: at + after, from, to: 'failed', reason: `failed: ${why}`, why };
};

describe('The history of what has failed', () => {
  it('says that it gave up where the engine said so more than a second after the end', () => {
    const ending = { at, from: 'running', to: 'stopping', reason: '', why: '' } as const;
    expect(history(ending, failed('stopping', 1500, 'exit code 1; its own restart policy (on-failure) leaves it down'))).toEqual([
      'History',
      'TIME  ran 1s       exit code 1   gave up',
    ]);
  });

  it('says that a later start failed', () => {
    expect(history(failed('running', 0, 'exit code 1'), failed('starting', 4000, 'no such file'))).toEqual([
      'History',
      'TIME  failed to start   no such file',
      'TIME  ran 1s       exit code 1   gave up',
    ]);
  });
});
