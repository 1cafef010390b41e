import { describe, expect, it } from 'vitest';
import { pageOver } from '../../../src/view/chrome/page-over.js';
import { footerLine } from '../../../src/view/commands/footer.js';
import { press } from '../../../src/view/commands/press.js';
import { viewOf } from '../../../src/view/state/log.js';
import { currentToast } from '../../../src/view/state/toasts.js';
import { FakeContext } from '../fake-context.js';
import { textOf } from '../text-of.js';

/** With the page that is seen, as the screen would have it. */
function pressed(ctx: FakeContext, ...keys: readonly string[]): FakeContext {
  for (const key of keys) {
    press(key, ctx.snapshot);
    ctx.page = pageOver(ctx.snapshot, {
      source: { details: () => undefined, crashes: () => [], timing: () => null, events: () => ctx.records },
      wall: 0,
      width: 80,
      height: 20,
    });
  }
  return ctx;
}

const at = (selected: string, ...keys: readonly string[]) => pressed(new FakeContext(selected), ...keys);
const said = (ctx: FakeContext) => ctx.keymap.say(currentToast(ctx.ui.toasts, ctx.now)?.text ?? '');
const footer = (ctx: FakeContext) => textOf(footerLine(ctx.snapshot, 200));

describe('In a pinned pane', () => {
  const inPin = (...keys: readonly string[]) => {
    const ctx = at('web', '|', 'tab', 'tab', ...[]);
    ctx.dispatch({ type: 'select', name: 'api' });
    return pressed(ctx, ...keys);
  };

  it.each([
    ['r', ['restart web']],
    ['x', ['stop web']],
  ])('%s acts on the process of the pane, not on the selected one: %j', (key, did) => {
    expect(inPin(key).did).toEqual(did);
  });

  it('i shows the details of its process', () => {
    expect(inPin('i').ui.overlay).toMatchObject({ name: 'details', process: 'web' });
  });

  it('acts on it whatever is marked', () => {
    const ctx = inPin();
    ctx.dispatch({ type: 'table', change: { type: 'mark', names: ['db', 'queue'] } });
    expect(pressed(ctx, 'r').did).toEqual(['restart web']);
  });

  it('is said in the footer whose process the keys mean', () => {
    expect(footer(inPin())).toMatch(/x stop web {2}r restart web/);
    expect(footer(at('web'))).toMatch(/x stop {2}r restart {2}/);
  });
});

describe('A page', () => {
  it.each([
    [['E', 'D', 'i'], 'details', ['graph', 'events', 'none']],
    [['D', 'E', '?'], 'help', ['events', 'graph', 'none']],
    [['i', '?', 'D'], 'graph', ['help', 'details', 'none']],
  ])('leads to the next by its key, and Esc goes back the way one came: %j', (keys, last, back) => {
    const ctx = at('api', ...keys);
    expect(ctx.ui.overlay.name).toBe(last);
    for (const name of back) expect(pressed(ctx, 'escape').ui.overlay.name).toBe(name);
  });

  it.each(['E', 'D', 'i', '?'])('that %s opens has the keys of every page: : and q, and Tab leaves it for the panes', (key) => {
    expect(at('api', key, ':').ui.overlay.name).toBe('palette');
    expect(pressed(at('api', key, ':'), 'escape').ui.overlay).toEqual(at('api', key).ui.overlay);
    expect(at('api', key, 'q').ui.overlay).toMatchObject({ name: 'question', question: { about: 'quit' } });
    const left = at('api', key, 'tab');
    expect([left.ui.overlay.name, left.ui.focus]).toEqual(['none', 'log']);
  });

  it('is forgotten after many others, and never without end', () => {
    const ctx = at('api');
    for (let times = 0; times < 50; times += 1) pressed(ctx, 'E', 'D');
    expect(JSON.stringify(ctx.ui.overlay).match(/"over"/g)!.length).toBeLessThan(12);
  });

  it('says what a key means that it has not', () => {
    expect(said(at('api', 'E', 'a'))).toBe('a shows all logs merged; Esc goes back');
    expect(said(at('api', 'E', 'd'))).toBe('d is not a key here; ? lists them');
  });
});

describe('The dependencies', () => {
  it('have a cursor: the keys mean its process, and Enter goes there', () => {
    const ctx = at('api', 'D', 'j', 'j');
    const name = ctx.page!.page.keys![ctx.page!.cursor!]!;
    expect(name).not.toBe('api');
    expect(pressed(ctx, 'i').ui.overlay).toMatchObject({ name: 'details', process: name });
    pressed(ctx, 'escape', 'return');
    expect([ctx.ui.overlay.name, ctx.ui.selected, ctx.ui.focus]).toEqual(['none', name, 'table']);
  });
});

describe('The events', () => {
  const withEvents = () => {
    const ctx = new FakeContext('api');
    for (let line = 0; line < 50; line += 1) ctx.source.log('db').add(`${line}`, 'stdout', line * 1000);
    ctx.records = [
      { seq: 1, at: 500, event: 'notice', name: null, text: 'nothing changed' },
      { seq: 2, at: 20_500, event: 'started', name: 'db', pid: 1 },
      { seq: 3, at: 60_000, event: 'started', name: 'api', pid: 2 },
    ];
    return pressed(ctx, 'E');
  };

  it('have a cursor: Enter goes to the line of the log that came then', () => {
    const ctx = pressed(withEvents(), 'k', 'return');
    expect([ctx.ui.overlay.name, ctx.ui.selected, ctx.ui.focus]).toEqual(['none', 'db', 'log']);
    expect(viewOf(ctx.ui.log, 'db')).toMatchObject({ at: 21, anchor: { seq: 18, row: 0 } });
  });

  it('lead to the details of the process of an event with i', () => {
    expect(pressed(withEvents(), 'k', 'i').ui.overlay).toMatchObject({
      name: 'details',
      process: 'db',
      over: { name: 'events' },
    });
  });

  it('lead to the container of an event, and not to one whose name ends alike', () => {
    const ctx = withEvents();
    const row = { ...ctx.processes[0]!, kind: 'container' } as const;
    ctx.processes = [{ ...row, name: 'container:old-redis' }, { ...row, name: 'container:redis' }, ...ctx.processes];
    ctx.records = [...ctx.records, { seq: 4, at: 70_000, event: 'container_exit', containerName: 'redis', exitCode: 1 }];
    pressed(ctx, 'E');
    expect(pressed(ctx, 'E', 'i').ui.overlay).toMatchObject({ name: 'details', process: 'container:redis' });
  });

  it('say so where an event is of no process', () => {
    expect(said(pressed(withEvents(), 'g', 'return'))).toBe('this event belongs to no process; there is no log to go to');
  });
});

describe('The details', () => {
  it('go on to the next and the previous process with J and K', () => {
    const ctx = at('api', 'i', 'J');
    expect(ctx.ui.overlay).toMatchObject({ name: 'details', process: 'db' });
    expect(pressed(ctx, 'K').ui.overlay).toMatchObject({ process: 'api' });
    expect(pressed(ctx, 'escape').ui.overlay.name).toBe('none');
  });

  it('offer ] only where a newer crash can be shown', () => {
    expect(footer(at('api', 'i'))).not.toContain(']');
  });
});

describe('A key that does nothing here', () => {
  it.each([
    ['table', [], 'd', 'd is not a key here; ? lists them'],
    ['table', [], 'w', 'w wraps the log; Tab goes there'],
    ['table', [], 'n', 'n goes to the next match in the log; Tab goes there'],
    ['log', ['tab'], 'o', 'o sorts the table; h goes there'],
    ['help', ['?'], 'Z', 'Z is not a key here; / searches them'],
    ['menu', ['o'], 'z', 'z is not in this menu; Esc closes it'],
    ['events', ['E'], 'l', 'l goes to the log; Esc goes back'],
    ['timing', ['T'], '/', '/ filters the table; Esc goes back'],
  ])('in the %s is answered in words', (_place, before, key, words) => {
    const ctx = at('api', ...before, key);
    expect(said(ctx)).toBe(words);
    pressed(ctx, key, key);
    expect(currentToast(ctx.ui.toasts, ctx.now)).toMatchObject({ text: expect.any(String) });
    expect(currentToast(ctx.ui.toasts, ctx.now)?.count).toBeUndefined();
  });
});

describe('From pane to pane', () => {
  it('l goes to the log and h back', () => {
    const ctx = at('api', 'l');
    expect(ctx.ui.focus).toBe('log');
    expect(pressed(ctx, 'h').ui.focus).toBe('table');
  });

  it('Ctrl+D and Ctrl+U page in the table, and a number goes to that row', () => {
    expect(at('api', 'ctrl+d').ui.selected).toBe('payments');
    expect(at('api', 'ctrl+d', 'ctrl+u').ui.selected).toBe('api');
    expect(at('docs', '3').ui.selected).toBe('web');
  });

  it('! goes to the next process in trouble, and on from the last to the first', () => {
    const ctx = at('api', '!');
    const troubled = ctx.processes.filter(({ trouble }) => trouble).map(({ name }) => name);
    const seen = troubled.map(() => {
      const name = ctx.ui.selected;
      pressed(ctx, '!');
      return name;
    });
    expect([seen, ctx.ui.selected]).toEqual([troubled, troubled[0]]);
    ctx.processes = ctx.processes.filter(({ trouble }) => !trouble);
    pressed(ctx, '!');
    expect(ctx.processes.find(({ name }) => name === ctx.ui.selected)?.state).toBe('backoff');
    ctx.processes = ctx.processes.filter(({ state }) => state !== 'backoff');
    expect(said(pressed(ctx, '!'))).toBe('no process is in trouble');
  });

  it('! goes from a blocked process to what blocks it, and to blocked ones only where nothing else is wrong', () => {
    const blocked = { root: 'docs', why: 'docs is stopped by the user', brief: 'docs is stopped by the user' };
    const ctx = new FakeContext('mailer');
    ctx.processes = ctx.processes.map((each) => (each.name === 'mailer' ? { ...each, trouble: true, blocked } : each));
    expect(footer(ctx)).toContain('! what blocks it');
    pressed(ctx, '!');
    expect(ctx.ui.selected).toBe('docs');
    expect(footer(ctx)).toContain('! next trouble');
    const seen = ctx.processes.map(() => pressed(ctx, '!').ui.selected);
    expect(seen).toContain('web');
    expect(seen).not.toContain('mailer');
    ctx.processes = ctx.processes.filter(({ name }) => name === 'mailer' || name === 'docs');
    expect([1, 2].map(() => pressed(ctx, '!').ui.selected)).toEqual(['docs', 'mailer']);
  });

  it('zoom takes the focus for as long as it lasts, and gives it back', () => {
    const ctx = at('api', 'z');
    expect([ctx.ui.focus, ctx.ui.log.zoomed]).toEqual(['log', true]);
    expect([pressed(ctx, 'z').ui.focus, ctx.ui.log.zoomed]).toEqual(['table', false]);
    expect(pressed(ctx, 'tab', 'z', 'escape').ui.focus).toBe('log');
  });

  it('Ctrl+L draws again, from everywhere', () => {
    for (const keys of [[], ['?'], ['/'], ['q'], ['o']]) expect(at('api', ...keys, 'ctrl+l').did).toEqual(['redraw']);
  });
});

describe('The palette', () => {
  const found = (typed: string, ...before: readonly string[]) => {
    const ctx = at('web', ...before, ':');
    for (const key of typed) pressed(ctx, key);
    return ctx.page!.page.lines.map((line) =>
      textOf(line)
        .replace(/^ ▌| {2,}\S*$/g, '')
        .trim(),
    );
  };

  it.each([
    ['api', 'go to api'],
    ['pay', 'go to payments'],
    ['qu', 'go to queue'],
    ['stop', 'stop web'],
    ['zoom', 'Zoom the log'],
  ])('for %j has %j first', (typed, first) => {
    expect(found(typed)[0]).toBe(first);
  });

  it('never acts by the name of a process alone, and asks before what is dangerous', () => {
    const ctx = at('web', ':');
    for (const key of 'api') pressed(ctx, key);
    pressed(ctx, 'return');
    expect([ctx.did, ctx.ui.selected]).toEqual([[], 'api']);
    pressed(ctx, ':');
    for (const key of 'stop api') pressed(ctx, key);
    pressed(ctx, 'return');
    expect([ctx.did, ctx.ui.overlay.name]).toEqual([[], 'question']);
    expect(pressed(ctx, 'y').did).toEqual(['stop api']);
  });

  it('holds the checks of a process that has some, and has them go on', () => {
    expect(found('hold checks')[0]).toBe('hold checks of web');
    const ctx = at('web', 'H');
    expect(ctx.did).toEqual(['hold-checks web']);
    ctx.processes = ctx.processes.map((process) => (process.name === 'web' ? { ...process, checksHeld: true } : process));
    pressed(ctx, ':');
    for (const key of 'resume checks') pressed(ctx, key);
    expect(pressed(ctx, 'return').did).toEqual(['hold-checks web', 'resume-checks web']);
    expect(said(at('docs', 'H'))).toBe('docs: it has no health check; healthCheck in watchdog.yaml adds one');
  });

  it('offers only what can be run where it was opened', () => {
    expect(found('wrap')).not.toContain('Wrap long lines w');
    expect(found('start web')).not.toContain('start web');
    expect(found('sort', 'E')).not.toContain('Sort the rows');
  });
});
