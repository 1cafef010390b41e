import { expect, it } from 'vitest';
import { Project, shows } from '../project.js';

it('The first start in a project names the keys to begin with, until the first key, and no later start does', async () => {
  using project = new Project({ api: { command: 'exec sleep 600' } });
  const words = '? shows what every key does; q quits and stops everything';
  const isGreeted = (screen: readonly string[]): boolean => screen.at(-2)?.trim() === words;
  for (const isFirst of [true, false]) {
    await using terminal = project.open({ columns: 80, rows: 24 });
    await terminal.until(shows('api', '● running'), 'the row');
    expect(isGreeted(terminal.screen())).toBe(isFirst);
    terminal.press('tab');
    await terminal.until((screen) => screen.at(-1)!.includes('/ find') && !isGreeted(screen), 'the log, and no greeting');
    terminal.press('ctrl+c');
    await terminal.exited;
  }
});
