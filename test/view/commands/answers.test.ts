import { describe, expect, it } from 'vitest';
import { emptyPaneWords } from '../../../src/view/chrome/empty-words.js';
import { standardKeymap } from '../../../src/view/commands/keymap.js';
import { press } from '../../../src/view/commands/press.js';
import { currentToast } from '../../../src/view/state/toasts.js';
import { sampleProcess } from '../../components/stage/sample-processes.js';
import { FakeContext } from '../fake-context.js';

/** The places from which a key of another one is answered, and the keys that lead there. */
const ways = { table: [], log: ['tab'], help: ['?'], graph: ['D'], timing: ['T'], details: ['i'], events: ['E'] } as const;

const chords = [...new Set(standardKeymap.commands.flatMap(({ keys }) => keys))];

function saidAt(ctx: FakeContext, way: readonly string[], chord: string): string {
  for (const key of way) press(key, ctx.snapshot);
  press(chord, ctx.snapshot);
  return ctx.keymap.say(currentToast(ctx.ui.toasts, ctx.now)?.text ?? '');
}

describe('A key of another place', () => {
  it.each(Object.entries(ways))('is answered in the %s by what it does there, in words', (_place, way) => {
    for (const chord of chords) {
      const said = saidAt(new FakeContext('api'), way, chord);
      expect(said, chord).not.toContain('“');
      if (said.endsWith(' goes back') || said.endsWith(' goes there')) expect(said, chord).toMatch(/^\S+ [a-z-]+s\b.*; \S+ goes/);
    }
  });

  it.each([
    ['help', 'c', 'c resets the circuit of a process; Esc goes back'],
    ['events', 's', 's starts a process; Esc goes back'],
    ['log', '3', '3 goes to a row of the table; h goes there'],
    ['table', 'right', '→ scrolls the log; Tab goes there'],
    ['table', 'h', 'h goes to the table, which has the focus already'],
    ['log', 'l', 'l goes to the log, which has the focus already'],
    ['table', '}', 'the next crash: only in a replay; watchdog replay opens one'],
  ] as const)('in the %s: %s', (place, chord, words) => {
    expect(saidAt(new FakeContext('api'), ways[place], chord)).toBe(words);
  });
});

describe('The answer to a key without a meaning', () => {
  it('goes with the next key that has one', () => {
    const ctx = new FakeContext('api');
    expect(saidAt(ctx, [], 'd')).toBe('d is not a key here; ? lists them');
    expect(saidAt(ctx, [], 'j')).toBe('');
  });
});

describe('A key that needs a log, or a row', () => {
  const needsLog = ['f', 'l', 'z', '|'];
  const inLog = ['j', 'g', 'G', '/', '&', 'e', '[', ']', 'm', "'", 'n', 'ctrl+k', 'pageup', 'right'];

  it.each([...needsLog.map((key) => ['table', key] as const), ...inLog.map((key) => ['log', key] as const)])(
    'says so on the heading of a group, in the %s: %s',
    (place, key) => {
      const ctx = new FakeContext('a');
      ctx.processes = [sampleProcess('a', { group: 'back' })];
      ctx.dispatch({ type: 'table', change: { type: 'group', group: 'back' } });
      expect(saidAt(ctx, ways[place], key)).toMatch(/^(no process is selected, so there is no log|no search yet)/);
    },
  );

  it.each([...needsLog, ' ', '1'])('says that there are no processes where there are none: %s', (key) => {
    const ctx = new FakeContext('a');
    ctx.processes = [];
    expect(saidAt(ctx, [], key)).toBe('there are no processes');
    expect(emptyPaneWords(undefined, undefined, false)).toBe('no log to show');
    expect(emptyPaneWords(undefined, undefined, true)).toBe('select a process to read its log');
  });

  it('says how to list all where the filter lists none', () => {
    const ctx = new FakeContext('api');
    ctx.dispatch({ type: 'table', change: { type: 'filter', words: 'nothing at all' } });
    expect(saidAt(ctx, [], '1')).toBe('no row is listed; Esc shows all');
  });
});
