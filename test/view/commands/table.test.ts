import { describe, expect, it } from 'vitest';
import { keyRows } from '../../../src/view/chrome/key-table.js';
import { questionLine } from '../../../src/view/chrome/notice.js';
import { places, reach, standardKeymap } from '../../../src/view/commands/keymap.js';
import { press } from '../../../src/view/commands/press.js';
import { runCommand } from '../../../src/view/commands/run.js';
import { commands } from '../../../src/view/commands/table.js';
import { viewOf } from '../../../src/view/state/log.js';
import { activePlace } from '../../../src/view/state/place.js';
import { currentToast } from '../../../src/view/state/toasts.js';
import { FakeScreen } from '../../components/stage/fake-screen.js';
import { FakeContext } from '../fake-context.js';
import { sampleReplay } from '../sample-replay.js';
import { textOf } from '../text-of.js';

const asked = ({ ui, processes }: FakeContext) =>
  ui.overlay.name === 'question' ? textOf(questionLine(ui.overlay.question, { processes }, 120)) : '';

describe('The table of commands', () => {
  it.each(commands.map((command) => [command.id, command] as const))('lets %s change nothing in a replay', (_id, command) => {
    const ctx = new FakeContext('api');
    ctx.replay = sampleReplay();
    ctx.processes = ctx.processes.map((process) => ({ ...process, replicaOf: process.name }));
    if (command.where === 'signal') ctx.dispatch({ type: 'overlay', overlay: { name: 'signal', names: ['api'] } });
    if (command.where === 'action') ctx.dispatch({ type: 'overlay', overlay: { name: 'action', target: { kind: 'all' } } });
    runCommand(command, ctx.snapshot);
    const harmless = /^(copy|save|quit|interrupt|redraw|open) ?/;
    expect(ctx.did.filter((each) => !harmless.test(each))).toEqual([]);
    if (command.changes)
      expect(currentToast(ctx.ui.toasts, ctx.now)?.text).toBe('this is a replay; nothing in it can be changed');
  });

  it.each(places)('has no two commands with one key in the place %s', (place) => {
    const keys = standardKeymap.commandsIn(place).flatMap((command) => command.keys);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it.each(commands.map((command) => [command.id, command] as const))('gives %s a key, a title and a place', (id, command) => {
    expect(command.keys.length).toBeGreaterThan(0);
    expect(command.title).toMatch(/^[A-Z].*[^.]$/);
    expect(places.some((place) => reach[place].includes(command.where))).toBe(true);
    expect(commands.filter((other) => other.id === id)).toHaveLength(1);
  });

  it('has a row in docs/keys.md for every command', () => {
    expect(keyRows()).toHaveLength(commands.length);
    expect(keyRows()).toContainEqual({
      id: 'process.start',
      keys: 's F7',
      where: 'anywhere, details',
      title: 'Start the selected process',
    });
    expect(keyRows()).toContainEqual({ id: 'interrupt', keys: 'Ctrl+C', where: 'always', title: 'Shut down; again forces it' });
  });
});

describe('A key', () => {
  it('means what its place says', () => {
    expect(standardKeymap.commandFor('j', 'table')?.id).toBe('select.down');
    expect(standardKeymap.commandFor('j', 'log')?.id).toBe('scroll.down');
    expect(standardKeymap.commandFor('s', 'log')?.id).toBe('process.start');
    expect(standardKeymap.commandFor('s', 'help')).toBeUndefined();
    expect(standardKeymap.commandFor('return', 'question')).toBeUndefined();
    expect(standardKeymap.commandFor('ctrl+c', 'question')?.id).toBe('interrupt');
    expect(standardKeymap.commandFor('Z', 'table')).toBeUndefined();
  });

  it.each([
    ['api', 's', [], 'api: running already; r restarts it'],
    ['api', 'x', ['stop api'], undefined],
    ['api', 'r', ['restart api'], undefined],
    ['db', 'c', [], 'db: nothing to reset, no failures are counted'],
    ['payments', 'c', ['reset payments'], undefined],
    ['payments', 'r', [], 'payments: circuit open, trial in 42s; c resets it and starts it'],
    ['payments', 'x', ['stop payments'], undefined],
    ['flaky', 's', ['start flaky'], undefined],
    ['flaky', 'x', ['stop flaky'], undefined],
    ['docs', 'x', [], 'docs: not running; s starts it'],
    ['docs', 'f7', ['start docs'], undefined],
    ['cache', 'x', [], 'cache: stopping already'],
    ['cache', 's', ['start cache'], undefined],
    ['search', 's', [], 'search: starting already'],
  ])('on %s: %s does %j and says %j', (name, key, did, said) => {
    const ctx = new FakeContext(name);
    press(key, ctx);
    expect(ctx.did).toEqual(did);
    const toast = currentToast(ctx.ui.toasts, ctx.now);
    expect(toast && ctx.keymap.say(toast.text)).toBe(said);
  });

  it.each([
    ['api', 'X', ['kill api'], 'Kill api now, without grace?'],
    ['api', 'R', ['kill-restart api'], 'Kill api without grace and start again?'],
    ['db', 'x', ['stop db'], 'Stop db? mailer depends on it.'],
  ])('on %s: %s asks, and only y does %j', (name, key, did, words) => {
    const ctx = new FakeContext(name);
    ctx.processes = ctx.processes.map((process) => (process.name === 'mailer' ? { ...process, dependsOn: ['db'] } : process));
    press(key, ctx);
    expect(asked(ctx)).toContain(words);
    press('return', ctx);
    press('n', ctx);
    expect([ctx.did, ctx.ui.overlay.name]).toEqual([[], 'none']);
    press(key, ctx);
    press('y', ctx);
    expect([ctx.did, ctx.ui.overlay.name]).toEqual([did, 'none']);
  });

  it.each([
    [undefined, 'api has no terminal; tty: true gives it one'],
    [Object.assign(new FakeScreen(), { open: false }), 'api is not running; {process.start} starts it'],
  ])('I says why nothing can be typed', (screen, said) => {
    const ctx = new FakeContext('api');
    ctx.screen = screen;
    press('I', ctx);
    expect([ctx.ui.typing, currentToast(ctx.ui.toasts, ctx.now)?.text]).toEqual([undefined, said]);
  });

  it('means nothing while the user types into a terminal, but for the way out', () => {
    const ctx = new FakeContext('api');
    ctx.screen = new FakeScreen();
    press('f', ctx);
    press('I', ctx);
    expect([ctx.ui.typing, activePlace(ctx.ui, false), activePlace(ctx.ui, true)]).toEqual(['api', 'typing', 'typing']);
    for (const key of commands.flatMap((command) => command.keys)) if (key !== 'ctrl+]') press(key, ctx);
    expect([ctx.did, ctx.ui.typing, ctx.ui.overlay.name]).toEqual([[], 'api', 'none']);
    press('ctrl+]', ctx);
    expect(activePlace(ctx.ui, false)).toBe('table');
  });

  it('X while it is stopping forces at once', () => {
    const ctx = new FakeContext('cache');
    press('X', ctx);
    expect(ctx.did).toEqual(['kill cache']);
  });

  it.each(['flaky', 'payments', 'mailer'])('X on %s, of which nothing is alive, stops it without a question', (name) => {
    const ctx = new FakeContext(name);
    press('X', ctx);
    expect([ctx.did, ctx.ui.overlay.name]).toEqual([[`kill ${name}`], 'none']);
  });

  it.each(['flaky', 'mailer', 'migrate', 'assets', 'docs'])(
    'R on %s, which is not up, restarts it without a question',
    (name) => {
      const ctx = new FakeContext(name);
      press('R', ctx);
      expect([ctx.did, ctx.ui.overlay.name]).toEqual([[`kill-restart ${name}`], 'none']);
    },
  );

  it('changes nothing any more once the shutdown has begun', () => {
    const ctx = new FakeContext('docs');
    ctx.shuttingDown = true;
    for (const key of ['s', 'r', 'q']) press(key, ctx);
    expect(ctx.did).toEqual([]);
    expect(currentToast(ctx.ui.toasts, ctx.now)?.text).toContain('shutting down');
    press('ctrl+c', ctx);
    expect(ctx.did).toEqual(['interrupt']);
  });

  it('leaves the question as soon as the shutdown begins', () => {
    const ctx = new FakeContext('api');
    press('q', ctx);
    expect(activePlace(ctx.ui, false)).toBe('question');
    expect(activePlace(ctx.ui, true)).toBe('table');
  });

  it('goes back with Esc and never quits', () => {
    const ctx = new FakeContext('api');
    press('tab', ctx);
    expect(ctx.ui.focus).toBe('log');
    for (let times = 0; times < 3; times += 1) press('escape', ctx);
    expect(ctx.ui.focus).toBe('table');
    expect(ctx.did).toEqual([]);
  });

  it('moves the selection by pages and stops at the ends', () => {
    const ctx = new FakeContext('api');
    press('pagedown', ctx);
    expect(ctx.ui.selected).toBe('payments');
    for (const key of ['pagedown', 'pagedown', 'j']) press(key, ctx);
    expect(ctx.ui.selected).toBe('docs');
    press('g', ctx);
    press('k', ctx);
    expect(ctx.ui.selected).toBe('api');
  });

  it('holds the log and follows it again with f, from the table too', () => {
    const ctx = new FakeContext('api');
    for (let line = 0; line < 50; line += 1) ctx.source.log('api').add(`${line}`, 'stdout', 0);
    press('f', ctx);
    expect(viewOf(ctx.ui.log, 'api').anchor).toEqual({ seq: 40, row: 0 });
    press('f5', ctx);
    expect(viewOf(ctx.ui.log, 'api').anchor).toBeUndefined();
  });
});
