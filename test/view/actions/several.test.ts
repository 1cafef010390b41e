import { describe, expect, it } from 'vitest';
import type { ProcessSnapshot } from '../../../src/supervisor/snapshot/process.js';
import { questionLine } from '../../../src/view/chrome/notice.js';
import { menuLines } from '../../../src/view/commands/menu.js';
import { press } from '../../../src/view/commands/press.js';
import { currentToast } from '../../../src/view/state/toasts.js';
import { lineWidth } from '../../../src/view/text/span.js';
import { runningProcess, sampleProcess } from '../../components/stage/sample-processes.js';
import { FakeContext } from '../fake-context.js';

/** Two of group back, one of them down, one of front, and one alone. */
function shop(now: number): readonly ProcessSnapshot[] {
  return [
    runningProcess('db', now, 5000),
    runningProcess('api', now, 5000, { group: 'back', dependsOn: ['db'] }),
    sampleProcess('job', { group: 'back' }),
    runningProcess('mail', now, 5000, { group: 'back' }),
    runningProcess('web', now, 5000, { group: 'front', dependsOn: ['api'] }),
  ];
}

function at(selected: string, ...keys: readonly string[]): FakeContext {
  const ctx = new FakeContext(selected);
  ctx.processes = shop(ctx.now);
  for (const key of keys) press(key, ctx);
  return ctx;
}

const asked = ({ ui, processes }: FakeContext, width = 200) =>
  ui.overlay.name === 'question'
    ? questionLine(ui.overlay.question, { processes }, width)
        .map(({ text }) => text)
        .join('')
        .replace(/ {3}y .* n cancel $/, '')
        .trim()
    : undefined;

const said = (ctx: FakeContext) => currentToast(ctx.ui.toasts, ctx.now)?.text;

const menu = (ctx: FakeContext, width = 80, height = 20) =>
  menuLines(ctx, width, height)?.map((line) =>
    line
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );

describe('Marks', () => {
  it('are set and taken away with Space, and all of them with Esc, before the filter', () => {
    const ctx = at('db', ' ', 'G', ' ');
    expect([...ctx.ui.table.marked]).toEqual(['db', 'web']);
    press(' ', ctx);
    expect([...ctx.ui.table.marked]).toEqual(['db']);
    ctx.dispatch({ type: 'table', change: { type: 'filter', words: 'd' } });
    press('escape', ctx);
    expect([ctx.ui.table.marked.size, ctx.ui.table.filter]).toEqual([0, 'd']);
    press('escape', ctx);
    expect(ctx.ui.table.filter).toBe('');
  });

  it('on the heading of a group are those of all its rows', () => {
    const ctx = at('db', 'j', ' ');
    expect([...ctx.ui.table.marked]).toEqual(['api', 'job', 'mail']);
    press(' ', ctx);
    expect(ctx.ui.table.marked.size).toBe(0);
  });

  it.each([
    ['s', ['start job'], undefined],
    ['x', [], 'Stop db, mail? api depends on them.'],
    ['r', [], 'Restart db, job, mail?'],
    ['X', [], 'Kill db, mail now, without grace?'],
    ['R', [], 'Kill db, job, mail without grace and start again?'],
  ])('%s acts on those to which it applies: does %j and asks %j', (key, did, question) => {
    const ctx = at('web');
    ctx.dispatch({ type: 'table', change: { type: 'mark', names: ['mail', 'db', 'job', 'gone'] } });
    press(key, ctx);
    expect([ctx.did, asked(ctx)]).toEqual([did, question]);
  });

  it('ask with Enter not being yes', () => {
    const ctx = at('db', ' ', 'G', ' ', 'x');
    for (const key of ['return', 'n', 'x', 'return', 'escape']) press(key, ctx);
    expect([ctx.did, ctx.ui.overlay.name]).toEqual([[], 'none']);
    press('x', ctx);
    press('y', ctx);
    expect(ctx.did).toEqual(['stop db web']);
  });

  it('that are filtered out are left alone, and it is said', () => {
    const ctx = at('db', ' ', 'G', ' ');
    ctx.dispatch({ type: 'table', change: { type: 'filter', words: 'web' } });
    press('x', ctx);
    expect(asked(ctx)).toBe('Stop web? 1 filtered out is left alone.');
    press('y', ctx);
    expect(ctx.did).toEqual(['stop web but 1']);
    ctx.dispatch({ type: 'table', change: { type: 'filter', words: 'api' } });
    press('x', ctx);
    expect(said(ctx)).toBe('2 filtered out, none is listed; {table.filter} changes the filter');
    expect(ctx.did).toHaveLength(1);
  });

  it('say what to do where nothing applies', () => {
    const ctx = at('job', ' ', 'x');
    expect(said(ctx)).toBe('the 1 marked: none of them is running; {process.start} starts them');
    press('c', ctx);
    expect(said(ctx)).toBe('the 1 marked: nothing to reset, no failures are counted');
  });

  it('of processes that are gone act on nothing: the selected one is meant again', () => {
    const ctx = at('job');
    ctx.dispatch({ type: 'table', change: { type: 'mark', names: ['gone'] } });
    press('s', ctx);
    expect(ctx.did).toEqual(['start job']);
  });
});

describe('A group', () => {
  it('is acted upon where its heading is selected', () => {
    const ctx = at('db', 'j', 'x');
    expect(asked(ctx)).toBe('Stop api, mail? web depends on them.');
    press('y', ctx);
    press('s', ctx);
    expect(ctx.did).toEqual(['stop api mail', 'start job']);
  });

  it('comes after the marks', () => {
    const ctx = at('web', ' ', 'g', 'j', 'r');
    expect(ctx.did).toEqual(['restart web']);
  });

  it('of which only one is to be stopped is asked about as that one', () => {
    const ctx = at('web', 'k', 'x');
    expect([ctx.row?.kind, ctx.did]).toEqual(['group', ['stop web']]);
  });

  it('is left by j and k like any row', () => {
    const ctx = at('db', 'j', 'j');
    expect(ctx.selected?.name).toBe('api');
    press('k', ctx);
    expect([ctx.selected, ctx.row?.kind]).toEqual([undefined, 'group']);
    press('k', ctx);
    expect(ctx.selected?.name).toBe('db');
  });
});

describe('The menu of A', () => {
  it('says on whom one can act, then what can be done', () => {
    const ctx = at('api', ' ', 'A');
    expect(menu(ctx)).toEqual([
      ` ── act on several processes ${'─'.repeat(50)}`,
      ' m  the 1 marked                        a  all 5',
      ' g  the 3 of back',
    ]);
    press('g', ctx);
    expect(menu(ctx)![0]).toContain('act on the 3 of back ─');
    press('x', ctx);
    expect(asked(ctx)).toBe('Stop api, mail? web depends on them.');
    press('y', ctx);
    expect([ctx.did, menu(ctx)]).toEqual([['stop api mail'], undefined]);
  });

  it('acts on all that are listed', () => {
    const ctx = at('db', 'A', 'a', 'r');
    expect(asked(ctx)).toBe('Restart db, api, job, mail, web?');
    expect(asked(ctx, 30)).toBe('Restart db, api and 3 more?');
    press('escape', ctx);
    ctx.dispatch({ type: 'table', change: { type: 'filter', words: 'back' } });
    press('A', ctx);
    expect(menu(ctx)!.join('\n')).toContain('a  all 3 listed; 2 filtered out ar');
    press('a', ctx);
    press('r', ctx);
    press('y', ctx);
    expect(ctx.did).toEqual(['restart api job mail but 2']);
  });

  it('refuses what applies to none of them', () => {
    expect(menu(at('db', 'A'))!.join('\n')).not.toContain('…');
    const ctx = at('db', 'A', 'm');
    expect(said(ctx)).toBe('nothing is marked; {table.mark} marks');
    press('g', ctx);
    expect(said(ctx)).toContain('the selected process is in no group');
    press('escape', ctx);
    expect(ctx.ui.overlay.name).toBe('none');
  });

  it('is gone once the shutdown begins', () => {
    const ctx = at('db', 'A', 'a');
    ctx.shuttingDown = true;
    press('x', ctx);
    expect([menu(ctx), ctx.did, said(ctx)]).toEqual([undefined, [], 'shutting down; nothing can be changed any more']);
  });

  it.each([40, 41, 60, 80, 119, 200])('has lines of exactly %i cells, and no more than there is room for', (width) => {
    for (const keys of [['o'], ['A'], ['A', 'a']]) {
      for (const height of [3, 5, 7, 20]) {
        const lines = menuLines(at('db', ...keys), width, height)!;
        expect(lines.map(lineWidth)).toEqual(lines.map(() => width));
        expect(lines.length).toBeLessThanOrEqual(height);
      }
    }
  });
});

describe('The menu of o', () => {
  it('sorts, reverses, and says what is chosen', () => {
    const ctx = at('db', 'o', 'c');
    expect(ctx.ui.table.sort).toEqual({ by: 'cpu', reversed: false });
    press('o', ctx);
    expect(menu(ctx, 120)!.join('\n')).toContain('c  By cpu ▼, again reverses');
    press('c', ctx);
    expect([ctx.ui.table.sort, ctx.ui.overlay.name]).toEqual([{ by: 'cpu', reversed: true }, 'none']);
    for (const key of ['o', 't', 'o', 'f', 'o']) press(key, ctx);
    expect([ctx.ui.table.sort, ctx.ui.table.troubleFirst]).toEqual([undefined, true]);
    expect(menu(ctx, 120)!.join('\n')).toContain('f  As in the file ✔');
    expect(menu(ctx, 120)!.join('\n')).toContain('t  Trouble first ✔');
  });

  it('keeps the selected process selected', () => {
    const ctx = at('web', 'o', 'n');
    expect(ctx.selected?.name).toBe('web');
  });
});
