import { describe, expect, it } from 'vitest';
import { hungAfterMs } from '../../fixtures/hung.js';
import { statFields } from '../../fixtures/proc-stat.js';
import { PuppetStage } from '../../fixtures/puppet.js';
import { Project, shows } from '../project.js';
import type { Terminal } from '../terminal.js';

const sane = { alternateBuffer: false, cursorVisible: true, cooked: true };

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const written = (terminal: Terminal): string => Buffer.concat(terminal.raw).toString();

/**
 * A dashboard that holds the keyboard and has drawn nothing. It asks the terminal for its background at that moment; where it has
 * drawn by the time that we have stopped it, as on a busy machine, another is opened.
 */
async function stoppedBeforeItsScreen(project: Project): Promise<Terminal> {
  for (let tries = 0; tries < 20; tries++) {
    const terminal = project.open();
    for (const begun = performance.now(); !written(terminal).includes(']11;?'); await turn()) {
      if (performance.now() - begun > hungAfterMs) throw new Error('it never asked for the background');
    }
    process.kill(terminal.pid, 'SIGSTOP');
    await expect.poll(() => statFields(terminal.pid)?.[0], { interval: 5 }).toBe('T');
    // What it wrote before that is read by then.
    await turn();
    await turn();
    if (!written(terminal).includes('NAME')) return terminal;
    process.kill(terminal.pid, 'SIGCONT');
    await terminal[Symbol.asyncDispose]();
  }
  throw new Error('it was never stopped in time');
}

describe('keys that are pressed while the dashboard loads', () => {
  it('are neither echoed nor commands; those that come later are', async () => {
    using project = new Project({ api: { command: 'exec sleep 600' } });
    await using terminal = await stoppedBeforeItsScreen(project);
    terminal.type('xxzzy');
    process.kill(terminal.pid, 'SIGCONT');
    await terminal.until(shows('api', '● running'), 'the row');
    terminal.press('?');
    await terminal.until((screen) => screen.some((line) => line.startsWith(' Keys ')), 'the help');
    terminal.press('escape');
    await terminal.until(shows('api', 'running'), 'the table again');
    expect(terminal.screen().join('\n')).not.toMatch(/xx|zzy|stopping/);
    expect(Buffer.concat(terminal.raw).toString()).not.toMatch(/xx|zzy/);
    terminal.press('q');
    await terminal.until((screen) => screen.some((line) => line.includes('Quit and stop')), 'the question');
    terminal.press('y');
    expect(await terminal.exited).toEqual({ code: 0, signal: null });
    expect(await terminal.modes()).toEqual(sane);
  });

  it('are dropped but for Ctrl+C, which ends everything and leaves a sane terminal', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine } });
    await using terminal = project.open();
    await stage.next();
    terminal.press('ctrl+c');
    expect(await terminal.exited).toEqual({ code: 0, signal: null });
    expect(await terminal.modes()).toEqual(sane);
  });
});
