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
  ])('are accounted for to every number by a %s reader', async (_, every, ms) => {
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

  it('leave what was kept before them to a reader that began then, however slow it is', async () => {
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

  it.each([
    ['often', 1],
    ['seldom', 40],
  ])('are accounted for to every number by a reader with a cursor that asks %s', async (_, ms) => {
    await using control = await ControlStage.open();
    control.stage.register();
    await control.stage.start();
    const child = control.stage.spawner.last;
    const account = new Account();
    let { next } = await control.client.readLogs({});
    let printed = 0;
    let isOver = false;
    const flood = async (): Promise<void> => {
      for (const lines of floods) {
        for (let count = 0; count < lines; count++) {
          // Some lines come in two pieces, with a poll between them or not.
          const line = text(printed++);
          child.print(line.slice(0, 20));
          if (count % 500 === 0) await pause(1);
          child.print(line.slice(20));
        }
        await pause(5);
      }
      isOver = true;
    };
    const flooding = flood();
    for (let isLast = false; !isLast; ) {
      isLast = isOver;
      let more = true;
      while (more) {
        const page = await control.client.readLogs({ after: next, limit: 700 });
        expect(page.startedOver).toBe(false);
        for (const { lines } of page.missed) account.miss(lines);
        for (const line of page.lines) account.show(line.text);
        ({ next, more } = page);
        await pause(ms);
      }
    }
    await flooding;
    expect(account.next).toBe(printed);
    expect(account.shown + account.missed).toBe(printed);
  });

  it('do not keep the lines of others from a reader with a cursor, nor those that wait for their end', async () => {
    await using control = await ControlStage.open();
    const { watchdog, spawner, clock } = control.stage;
    watchdog.register({ name: 'a', command: 'a' }).register({ name: 'b', command: 'b' });
    await control.stage.start('a');
    await control.stage.start('b');
    const first = await control.client.readLogs({ tail: 0 });
    expect(first).toMatchObject({ lines: [], missed: [], more: false, startedOver: false });
    const [a, b] = spawner.children;
    a!.print('Pass');
    clock.advance(1);
    b!.print('one\n');
    const second = await control.client.readLogs({ after: first.next });
    expect(second.lines.map((line) => line.text)).toEqual(['one']);
    a!.print('word\n');
    const third = await control.client.readLogs({ after: second.next });
    expect(third.lines.map((line) => line.text)).toEqual(['Password']);
    expect((await control.client.readLogs({ after: third.next })).lines).toEqual([]);
    expect((await control.client.readLogs({ after: first.next, names: ['b'] })).lines).toMatchObject([
      { name: 'b', text: 'one' },
    ]);
  });

  it('of another watchdog are begun again, which is said, and what is no cursor is refused', async () => {
    await using one = await ControlStage.open();
    one.stage.register();
    const { next } = await one.client.readLogs({});
    const earlier = Buffer.from(JSON.stringify(['an earlier run', { api: { next: 7, open: [] } }])).toString('base64url');
    expect(await one.client.readLogs({ after: next })).toMatchObject({ startedOver: false });
    expect(await one.client.readLogs({ after: earlier })).toMatchObject({ startedOver: true, missed: [] });
    await expect(one.client.readLogs({ after: 'nonsense' })).rejects.toThrow(/after: not a cursor/);
  });
});
