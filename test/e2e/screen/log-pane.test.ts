import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PuppetStage } from '../../fixtures/puppet.js';
import { Project } from '../project.js';
import type { Terminal } from '../terminal.js';

const has = (text: string | RegExp) => (screen: readonly string[]) =>
  screen.some((line) => (typeof text === 'string' ? line.includes(text) : text.test(line)));

/** Whether the cells from column `x` of the row with `text` are inverse, so many of them. */
function inverseIn(terminal: Terminal, text: string): string {
  const y = terminal.screen().findIndex((line) => line.includes(text));
  return Array.from({ length: 100 }, (_, x) => terminal.cell(x, y))
    .filter(({ inverse }) => inverse)
    .map((cell) => cell.text)
    .join('');
}

describe('the log pane in a terminal', () => {
  it('finds, filters, copies to the terminal, and saves to a file that was not there', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine } });
    await using terminal = project.open({ env: { DISPLAY: undefined, WAYLAND_DISPLAY: undefined } });
    const run = await stage.next();
    const lines = Array.from({ length: 300 }, (_, line) => `GET /item/${line} ${line % 100 === 7 ? 'Failed' : 'ok'}`);
    await run.print(lines.map((line) => `\x1b[32m${line}\x1b[0m\n`).join(''));
    await terminal.until(has('GET /item/299'), 'the end of the log');
    terminal.press('tab', '/');
    terminal.type('failed');
    await terminal.until(has('▶GET /item/207'), 'the newest hit');
    expect(inverseIn(terminal, '▶GET /item/207')).toBe('Failed');
    terminal.press('enter', 'N');
    await terminal.until(has('▶GET /item/107'), 'the hit before');
    expect(has('2 of 3')(terminal.screen())).toBe(true);

    const before = Buffer.concat(terminal.raw).length;
    terminal.press('v', 'j', 'y');
    await terminal.until(has('2 lines copied'), 'the toast');
    const sent = Buffer.concat(terminal.raw).subarray(before).toString();
    const copied = /\x1b\]52;c;([^\x07]*)\x07/.exec(sent)?.[1] ?? '';
    expect(Buffer.from(copied, 'base64').toString()).toBe('GET /item/107 Failed\nGET /item/108 ok');

    terminal.press('&');
    terminal.type('/item/[0-9]$/ !ok');
    await terminal.until(has('/item/[0-9]'), 'the prompt');
    terminal.press('ctrl+u');
    terminal.type('Failed !107');
    await terminal.until(has(/2 of 30\d lines match/), 'two lines');
    terminal.press('enter', 'ctrl+s');
    await terminal.until(has('save to: .watchdog/saved/api.log'), 'the name');
    terminal.press('enter');
    await terminal.until(has('2 lines saved to .watchdog/saved/api.log'), 'the place');
    const path = join(project.folder, '.watchdog/saved/api.log');
    expect(readFileSync(path, 'utf8')).toBe('GET /item/7 Failed\nGET /item/207 Failed\n');
    terminal.press('ctrl+s', 'enter');
    await terminal.until(has('saved to .watchdog/saved/api-2.log'), 'another name');
    expect(existsSync(join(project.folder, '.watchdog/saved/api-2.log'))).toBe(true);
  });

  it('goes to the crashes, and shows all processes as one with their names', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({
      boom: { command: 'echo going; exit 3', autoRestart: false },
      api: { command: stage.commandLine },
    });
    await using terminal = project.open();
    const run = await stage.next();
    await terminal.until(has('ended with exit code 3'), 'the crash');
    await run.print('from api\n');
    terminal.press('tab', '[');
    await terminal.until(has('▶ended with exit code 3'), 'the crash gone to');
    terminal.press('a');
    await terminal.until(has(/api {2}\| from api/), 'the other log');
    expect(has('boom | going')(terminal.screen())).toBe(true);
    terminal.press('z');
    await terminal.until((screen) => screen[0]?.includes('started, pid') === true, 'nothing over the log');
    terminal.press('z', 't');
    await terminal.until(has(/\d\d:\d\d:\d\d\.\d{3} {2}boom \| going/), 'stamps');
  });
});
