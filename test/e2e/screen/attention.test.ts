import { describe, expect, it } from 'vitest';
import { PuppetStage } from '../../fixtures/puppet.js';
import { Project, shows } from '../project.js';
import type { Terminal } from '../terminal.js';

const restored = '\x1b[23;0t';

function written({ raw }: Terminal): string {
  return Buffer.concat(raw).toString('latin1');
}

const ways: Readonly<Record<string, (terminal: Terminal) => void>> = {
  q: (terminal) => void terminal.press('q'),
  SIGTERM: ({ pid }) => void process.kill(pid, 'SIGTERM'),
  'Ctrl+C': (terminal) => void terminal.press('\x03'),
};

describe('the window around the dashboard', () => {
  it.each(Object.keys(ways))('says how many fail, rings once for them, and has its title back after %s', async (way) => {
    await using stage = await PuppetStage.open();
    const two = { command: stage.commandLine, autoRestart: false };
    using project = new Project({ one: { command: '/nowhere/one', args: [] }, two, three: { command: 'sleep 600' } });
    await using terminal = project.open({ env: { TERM: 'xterm-256color', DISPLAY: undefined, WAYLAND_DISPLAY: undefined } });
    await terminal.until(shows('one', 'failed'), 'the failed one');
    await terminal.until(() => written(terminal).includes('failing\x1b\\'), 'the title');
    expect(written(terminal)).toMatch(/\x1b\[22;0t.*\x1b\]2;watchdog [^\x1b]*: 1 failing\x1b\\/s);
    // It had failed before there was a screen, where everybody sees it.
    expect(written(terminal)).not.toMatch(/\x1b\]9;/);
    await (await stage.next()).exit(3);
    await terminal.until(() => /\x1b\]9;[^\x1b]*: two failed[^\x1b]*\x1b\\/.test(written(terminal)), 'the notification');
    expect(written(terminal)).not.toContain(restored);
    ways[way]!(terminal);
    if (way === 'q') {
      await terminal.until((screen) => screen.some((line) => line.includes('Quit and stop')), 'the question');
      terminal.press('y');
    }
    expect(await terminal.exited).toEqual({ code: 0, signal: null });
    expect(written(terminal).split(restored)).toHaveLength(2);
    expect(written(terminal).indexOf(restored)).toBeGreaterThan(written(terminal).lastIndexOf('\x1b]2;'));
  });
});
