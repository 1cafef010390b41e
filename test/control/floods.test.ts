import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ControlStage } from './control-stage.js';

/** Lines that come at once, and how many of them. */
const floods = [1, 7, 64, 65, 1000, 3000, 9999, 10_000, 10_001, 25_000] as const;

const text = (number: number): string => `line ${number} ${'x'.repeat(60)}\n`;

/** What a reader got: each number that it was shown, and how many it was told that it missed, in order. */
class Account {
  next = 0;
  shown = 0;
  missed = 0;

  show(line: string): void {
    const number = Number(/^line (\d+) /.exec(line)?.[1]);
    if (Number.isNaN(number)) return;
    expect(number).toBe(this.next);
    this.next += 1;
    this.shown += 1;
  }

  miss(lines: number): void {
    this.next += lines;
    this.missed += lines;
  }
}

describe('ten floods', () => {
  it.each([
    ['fast', 0, 0],
    ['slow', 500, 3],
    ['very slow', 100, 10],
  ])('are accounted for to every number by a %s reader', { timeout: 120_000 }, async (_, every, ms) => {
    await using control = await ControlStage.open();
    control.stage.register();
    await control.stage.start();
    const child = control.stage.spawner.last;
    const account = new Account();
    let printed = 0;
    const flood = async (): Promise<void> => {
      for (const lines of floods) {
        let chunk = '';
        for (let count = 0; count < lines; count++) {
          chunk += text(printed++);
          // As a pipe cuts it.
          if (chunk.length > 65_536 && lines !== 3000) {
            child.print(chunk.slice(0, 65_536));
            chunk = chunk.slice(65_536);
            await pause(0);
          }
        }
        child.print(chunk);
        await pause(5);
      }
      child.print('the end\n');
    };
    let flooding: Promise<void> | undefined;
    let read = 0;
    for await (const message of control.client.logs({ names: ['api'], follow: true })) {
      if (message.event === 'live') flooding = flood();
      if (message.event === 'missed') account.miss(message.data.lines);
      if (message.event === 'line') account.show(message.data.text);
      if (message.event === 'line' && message.data.text === 'the end') break;
      read += 1;
      if (every > 0 && read % every === 0) await pause(ms);
    }
    await flooding;
    expect(account.next).toBe(printed);
    expect(account.shown + account.missed).toBe(printed);
    // Where all was read at once there is nothing to miss, and where hardly anything was, there is.
    if (ms === 10) expect(account.missed).toBeGreaterThan(0);
  });

  it('leave what was kept before them to a reader that began then, however slow it is', { timeout: 60_000 }, async () => {
    await using control = await ControlStage.open();
    control.stage.register();
    await control.stage.start();
    const child = control.stage.spawner.last;
    for (let number = 0; number < 5000; number++) child.print(text(number));
    const account = new Account();
    for await (const message of control.client.logs({ names: ['api'], follow: false })) {
      if (message.event === 'line') account.show(message.data.text);
      if (message.event === 'missed') expect.fail('nothing of it may be missed');
      if (account.shown % 500 !== 1) continue;
      child.print('flood\n'.repeat(20_000));
      await pause(2);
    }
    expect(account.shown).toBe(5000);
  });
});
