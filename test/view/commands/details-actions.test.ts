import { describe, expect, it } from 'vitest';
import { footerLine } from '../../../src/view/commands/footer.js';
import { press } from '../../../src/view/commands/press.js';
import { currentToast } from '../../../src/view/state/toasts.js';
import { FakeContext } from '../fake-context.js';
import { textOf } from '../text-of.js';

/** The details of a process, opened while `selected` is another since; and what is marked means nothing in them. */
function inDetails(name: string, selected = 'db'): FakeContext {
  const ctx = new FakeContext(name);
  press('i', ctx);
  ctx.dispatch({ type: 'select', name: selected });
  ctx.dispatch({ type: 'table', change: { type: 'mark', names: ['web', 'queue'] } });
  return ctx;
}

describe('A key in the details', () => {
  it.each([
    ['docs', 's', ['start docs']],
    ['api', 'x', ['stop api']],
    ['api', 'r', ['restart api']],
    ['payments', 'c', ['reset payments']],
  ])('acts on %s, whose details are open: %s does %j, and they stay', (name, key, did) => {
    const ctx = inDetails(name);
    press(key, ctx);
    expect(ctx.did).toEqual(did);
    expect(ctx.ui.overlay).toMatchObject({ name: 'details', process: name });
  });

  it.each([
    ['X', 'y', ['kill api']],
    ['R', 'y', ['kill-restart api']],
    ['X', 'n', []],
    ['X', 'escape', []],
  ])('%s asks first, and %s leads back into them', (key, answer, did) => {
    const ctx = inDetails('api');
    press('[', ctx);
    const { overlay } = ctx.ui;
    press(key, ctx);
    expect(ctx.did).toEqual([]);
    expect(ctx.ui.overlay).toMatchObject({ name: 'question', over: overlay });
    press(answer, ctx);
    expect(ctx.did).toEqual(did);
    expect(ctx.ui.overlay).toEqual(overlay);
  });

  it('says why it does nothing', () => {
    const ctx = inDetails('api');
    press('s', ctx);
    expect(currentToast(ctx.ui.toasts, ctx.now)?.text).toContain('api: running already');
    ctx.processes = ctx.processes.filter(({ name }) => name !== 'api');
    press('x', ctx);
    expect(currentToast(ctx.ui.toasts, ctx.now)?.text).toBe('there is no process to act on');
    expect(ctx.did).toEqual([]);
  });

  it('is in their footer, which offers what applies to the process', () => {
    const words = (name: string) => textOf(footerLine(inDetails(name), 120));
    expect(words('api')).toMatch(/x stop {2}r restart.*Esc back/);
    expect(words('api')).not.toContain('start api');
    expect(words('docs')).toMatch(/^ s start/);
    expect(words('cache')).toContain('X kill now');
  });

  it('? opens the help, whose end leads back into them', () => {
    const ctx = inDetails('api');
    press('?', ctx);
    expect(ctx.ui.overlay.name).toBe('help');
    press('/', ctx);
    press('k', ctx);
    press('return', ctx);
    expect(ctx.ui.overlay).toMatchObject({ name: 'help', words: 'k' });
    press('?', ctx);
    expect(ctx.ui.overlay).toMatchObject({ name: 'details', process: 'api' });
  });

  it('asked before the shutdown, waits for no answer in it', () => {
    const ctx = inDetails('api');
    press('X', ctx);
    ctx.shuttingDown = true;
    press('y', ctx);
    expect(ctx.did).toEqual([]);
    press('escape', ctx);
    expect(ctx.ui.overlay.name).toBe('none');
  });
});
