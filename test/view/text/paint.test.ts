import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { paintLine } from '../../../src/view/text/paint.js';
import type { Theme } from '../../../src/view/text/theme.js';
import { themeFor } from '../../../src/view/text/themes.js';

let paint: typeof paintLine;

beforeAll(async () => {
  vi.stubEnv('FORCE_COLOR', '3');
  ({ paintLine: paint } = await import('../../../src/view/text/paint.js'));
});

function painted(line: Parameters<typeof paintLine>[0], choice: Parameters<typeof themeFor>[1] = {}, selected = false): string {
  const theme: Theme = themeFor({ LANG: 'C.UTF-8' }, choice);
  return paint(line, selected ? theme.selected : theme.tones, theme.ascii);
}

describe('a painted line', () => {
  it('opens the colours of a text and closes them after it', () => {
    expect(painted([{ text: 'up', tone: 'good' }, { text: ' now' }])).toBe('\x1b[32mup\x1b[39m now');
  });

  it('takes neighbours in one style together', () => {
    const line = [
      { text: 'a', tone: 'dim' },
      { text: 'b', tone: 'dim' },
    ] as const;
    expect(painted(line)).toBe('\x1b[2mab\x1b[22m');
  });

  it('has a ground under every text of the selected row', () => {
    const row = painted([{ text: 'api ' }, { text: 'up', tone: 'good' }], {}, true);
    expect(row).toBe('\x1b[48;5;237m\x1b[97mapi \x1b[39m\x1b[49m\x1b[48;5;237m\x1b[92mup\x1b[39m\x1b[49m');
  });

  it('is bold where the theme or the text asks for it', () => {
    expect(painted([{ text: 'q', tone: 'key' }], { asked: 'contrast' })).toBe('\x1b[1m\x1b[96mq\x1b[39m\x1b[22m');
    expect(painted([{ text: 'q', bold: true }])).toBe('\x1b[1mq\x1b[22m');
  });

  it('has no colours in the theme without them, and ASCII where that is asked for', () => {
    expect(painted([{ text: '● up', tone: 'good' }], { asked: 'none', ascii: true })).toBe('* up');
  });
});
