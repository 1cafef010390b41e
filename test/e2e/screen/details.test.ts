import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PuppetStage } from '../../fixtures/puppet.js';
import { Project, shows } from '../project.js';
import type { Terminal } from '../terminal.js';

async function until(terminal: Terminal, text: string): Promise<void> {
  await terminal.until((screen) => screen.some((line) => line.includes(text)), `"${text}"`);
}

async function quit(terminal: Terminal): Promise<void> {
  terminal.press('q');
  await until(terminal, 'Quit and stop');
  terminal.press('y');
  expect(await terminal.exited).toEqual({ code: 0, signal: null });
}

describe('the details of a real process', () => {
  it('show what it is, how it died with [ and ], and what happened with E; the next run still knows', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({
      api: { command: stage.commandLine, restartDelay: 50, env: { API_TOKEN: 'hunter2' }, circuit: { threshold: 100 } },
    });
    {
      await using terminal = project.open({ columns: 100, rows: 30 });
      for (const [words, code] of [
        ["Error: Cannot find module 'express'\n", 1],
        ['Error: no stock for 17\n', 3],
        ['Error: no stock for 4\n', 3],
      ] as const) {
        const run = await stage.next();
        await run.printErr(words);
        await run.exit(code);
      }
      const { pid } = await stage.next();
      await terminal.until(shows('api', 'running'), 'the fourth run');

      terminal.press('i');
      await until(terminal, `pid ${pid}`);
      await until(terminal, 'exit code 3   twice');
      await until(terminal, 'the module express is missing; run npm install');
      await until(terminal, `${pid} node`);
      terminal.press('G');
      await until(terminal, 'watch: null');
      terminal.press('pageup');
      await until(terminal, 'API_TOKEN: "***"');
      terminal.press('[');
      await until(terminal, 'crash 2 of 2, twice, last');
      await until(terminal, '▏Error: no stock for 4');
      terminal.press('[');
      await until(terminal, 'crash 1 of 2');
      await until(terminal, "▏Error: Cannot find module 'express'");
      terminal.press(']');
      await until(terminal, 'crash 2 of 2');
      terminal.press('escape');
      await until(terminal, 'desired: up');
      terminal.press('escape');
      await until(terminal, 'CIRCUIT');

      terminal.press('enter');
      await until(terminal, `pid ${pid}`);
      terminal.press('i');
      await until(terminal, 'CIRCUIT');

      terminal.resize(100, 16);
      terminal.press('E');
      await until(terminal, `api  started, pid ${pid}`);
      await until(terminal, 'ended with exit code 3');
      terminal.press('g');
      await until(terminal, 'G follows');
      terminal.press('E');
      await until(terminal, 'CIRCUIT');
      await quit(terminal);
    }
    expect(existsSync(join(project.folder, '.watchdog/crashes.json'))).toBe(true);
    await using again = project.open({ columns: 100, rows: 30 });
    await stage.next();
    await again.until(shows('api', 'running'), 'the next run');
    again.press('i', '[', '[');
    await until(again, 'crash 1 of 2');
    await until(again, "▏Error: Cannot find module 'express'");
    again.press('escape');
    await until(again, 'desired: up');
    again.press('escape');
    await until(again, 'CIRCUIT');
    await quit(again);
  });
});
