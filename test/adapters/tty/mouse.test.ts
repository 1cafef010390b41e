import { describe, expect, it } from 'vitest';
import { reportsMouse, TerminalMouse } from '../../../src/adapters/tty/mouse.js';

const on = '\x1b[?1000h\x1b[?1002h\x1b[?1006h';
const off = '\x1b[?1006l\x1b[?1002l\x1b[?1000l';

function openMouse(): { readonly written: string[]; readonly mouse: TerminalMouse } {
  const written: string[] = [];
  return { written, mouse: new TerminalMouse((text) => written.push(text)) };
}

describe('The mouse of a terminal', () => {
  it.each([
    ['xterm-256color', true],
    ['tmux-256color', true],
    ['linux', false],
    ['dumb', false],
    ['vt220', false],
    [undefined, false],
  ])('in %s is reported: %s', (TERM, expected) => {
    expect(reportsMouse({ TERM })).toBe(expected);
  });

  it('is on while the dashboard is shown, and off after it, once', () => {
    const { written, mouse } = openMouse();
    mouse.show();
    mouse.show();
    mouse.hide();
    mouse.hide();
    mouse.show();
    mouse.close();
    mouse.close();
    mouse.show();
    expect(written).toEqual([on, off, on, off]);
  });

  it('stays with the terminal that got it, also after a pause', () => {
    const { written, mouse } = openMouse();
    mouse.show();
    expect(mouse.toggle()).toBe(false);
    mouse.hide();
    mouse.show();
    expect(written).toEqual([on, off]);
    expect(mouse.toggle()).toBe(true);
    mouse.close();
    expect(written).toEqual([on, off, on, off]);
  });
});
