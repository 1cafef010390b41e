import { describe, expect, it } from 'vitest';
import { statFields } from '../fixtures/proc-stat.js';
import { PuppetStage } from '../fixtures/puppet.js';
import { Project, shows } from './project.js';

const sane = { alternateBuffer: false, cursorVisible: true, cooked: true };

describe('keys that are pressed while the dashboard loads', () => {
  it('are neither echoed nor commands; those that come later are', async () => {
    await using stage = await PuppetStage.open();
    // The children start before the screen is loaded. This one stops the program there, on a busy machine too.
    using project = new Project({ api: { command: `kill -STOP $PPID; ${stage.commandLine}` } });
    await using terminal = project.open();
    await stage.next();
    expect(statFields(terminal.pid)?.[0], 'the state of the program').toBe('T');
    expect(Buffer.concat(terminal.raw).toString(), 'what is drawn so far').not.toContain('NAME');
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
