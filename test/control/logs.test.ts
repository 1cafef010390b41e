import { describe, expect, it } from 'vitest';
import { LogTail } from '../../src/control/log-tail.js';
import type { LogMessage } from '../../src/protocol/documents.js';
import { LogStore } from '../../src/supervisor/log/store.js';
import { ControlStage } from './control-stage.js';

const now = 1_000_000;

function storeOf(...texts: readonly string[]): LogStore {
  const store = new LogStore({ maxLines: 100 });
  texts.forEach((text, index) => {
    store.append('stdout', Buffer.from(text), now - 1000 * (texts.length - index));
  });
  return store;
}

function past(store: LogStore, bounds: { n?: number; since?: number } = {}): readonly string[] {
  return [...new LogTail('api', store, bounds, now).past()].map(({ text }) => text);
}

/** A tail that has read what is there. */
function tailOf(store: LogStore): LogTail {
  const tail = new LogTail('api', store, {}, now);
  for (const _line of tail.past());
  return tail;
}

const textsOf = async (tail: LogTail): Promise<readonly string[]> => (await tail.poll()).lines.map(({ text }) => text);

describe('what a log has kept', () => {
  it('is given whole, or the newest lines of it, or those since a time', () => {
    const store = storeOf('a\n', 'b\n', 'c\n', 'd\n');
    expect(past(store)).toEqual(['a', 'b', 'c', 'd']);
    expect(past(store, { n: 2 })).toEqual(['c', 'd']);
    expect(past(store, { n: 9 })).toEqual(['a', 'b', 'c', 'd']);
    expect(past(store, { n: 0 })).toEqual([]);
    expect(past(store, { since: 2000 })).toEqual(['c', 'd']);
    expect(past(store, { since: 3000, n: 1 })).toEqual(['d']);
  });

  it('stays for a slow reader, whatever comes meanwhile', () => {
    const store = storeOf('a\nb\n', 'c\n');
    const lines = new LogTail('api', store, {}, now).past();
    expect(lines.next().value).toMatchObject({ text: 'a' });
    store.append('stdout', Buffer.from('x\n'.repeat(1000)), now);
    expect([...lines].map(({ text }) => text)).toEqual(['b', 'c']);
  });

  it('is read in pieces, none lost', () => {
    const texts = Array.from({ length: 100 }, (_, index) => `line ${index}`);
    expect(past(storeOf(texts.map((text) => `${text}\n`).join('')))).toEqual(texts);
  });
});

describe('a log that is followed', () => {
  it('gives a line as soon as it has its end', async () => {
    const store = storeOf();
    const tail = tailOf(store);
    store.append('stdout', Buffer.from('a\nb\n'), now);
    expect(await tail.poll()).toMatchObject({ lines: [{ text: 'a' }, { text: 'b' }], isUnsettled: false });
    expect(await textsOf(tail)).toEqual([]);
  });

  it('gives a line whose end is missing when it rests, and again when it has grown', async () => {
    const store = storeOf();
    const tail = tailOf(store);
    store.append('stdout', Buffer.from('Pass'), now);
    expect(await textsOf(tail)).toEqual([]);
    store.append('stdout', Buffer.from('word:'), now);
    expect(await textsOf(tail)).toEqual([]);
    expect((await tail.poll()).lines).toEqual([{ name: 'api', seq: 0, stream: 'stdout', time: now, text: 'Password:' }]);
    store.append('stdout', Buffer.from(' ok\nnext\n'), now);
    expect((await tail.poll()).lines).toMatchObject([
      { seq: 0, text: 'Password: ok' },
      { seq: 1, text: 'next' },
    ]);
  });

  it('gives the other stream while one has a line open', async () => {
    const store = storeOf();
    const tail = tailOf(store);
    store.append('stdout', Buffer.from('10 %'), now);
    store.append('stderr', Buffer.from('warn 1\nwarn 2\n'), now);
    expect(await textsOf(tail)).toEqual(['warn 1', 'warn 2']);
    expect(await textsOf(tail)).toEqual(['10 %']);
    store.append('stdout', Buffer.from(' 20 %\n'), now);
    expect([...(await textsOf(tail)), ...(await textsOf(tail))]).toEqual(['10 % 20 %']);
  });

  it('goes on with the line that was the last when it began', async () => {
    const store = storeOf('half');
    const tail = tailOf(store);
    expect(await textsOf(tail)).toEqual([]);
    store.append('stdout', Buffer.from(' and half\n'), now);
    expect([...(await textsOf(tail)), ...(await textsOf(tail))]).toEqual(['half and half']);
  });

  it('says how many lines were dropped before it could read them', async () => {
    const store = storeOf();
    const tail = tailOf(store);
    store.append('stdout', Buffer.from('x\n'.repeat(250)), now);
    const news = await tail.poll();
    expect(news).toMatchObject({ missed: 150, isMore: true });
    expect(news.lines[0]!.seq).toBe(150);
  });

  it('counts also a line that was held back for its end, and dropped meanwhile', async () => {
    const store = storeOf();
    const tail = tailOf(store);
    store.append('stdout', Buffer.from('10 %'), now);
    expect(await tail.poll()).toMatchObject({ missed: 0, lines: [], isUnsettled: true });
    store.append('stderr', Buffer.from('x\n'.repeat(250)), now);
    const news = await tail.poll();
    expect([news.missed, news.lines[0]!.seq]).toEqual([151, 151]);
  });
});

describe('GET /v1/logs', () => {
  it('merges the logs by time, and ends', async () => {
    await using control = await ControlStage.open();
    const { watchdog, spawner, clock } = control.stage;
    watchdog.register({ name: 'a', command: 'a' }).register({ name: 'b', command: 'b' });
    await control.stage.start('a');
    await control.stage.start('b');
    for (const [child, text] of [
      [0, 'one'],
      [1, 'two'],
      [0, 'three'],
    ] as const) {
      clock.advance(10);
      spawner.children[child]!.print(`${text}\n`);
    }
    const texts: string[] = [];
    for await (const message of control.client.logs({ names: [], follow: false })) {
      if (message.event === 'line') texts.push(`${message.data.name} ${message.data.text}`);
    }
    expect(texts.slice(-3)).toEqual(['a one', 'b two', 'a three']);
  });

  it('says when it has come to the present, and goes on', async () => {
    await using control = await ControlStage.open();
    control.stage.register();
    await control.stage.start();
    const child = control.stage.spawner.last;
    child.print('before\n');
    const seen: string[] = [];
    for await (const message of control.client.logs({ names: ['api'], n: 1, follow: true })) {
      seen.push(wordOf(message));
      if (message.event === 'live') child.print('after\n');
      if (seen.at(-1) === 'after') child.print('wait: ');
      if (seen.at(-1) === 'wait: ') child.print('done\n');
      if (seen.at(-1) === 'wait: done') break;
    }
    expect(seen).toEqual(['before', 'live', 'after', 'wait: ', 'wait: done']);
  });
});

function wordOf(message: LogMessage): string {
  return message.event === 'line' ? message.data.text : message.event;
}
