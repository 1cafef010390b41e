import { describe, expect, it } from 'vitest';
import { parseProcess } from '../../../src/config/resolve/parse-process.js';
import { plainText } from '../../../src/policy/words/plain-text.js';
import { Stage } from '../../api/stage.js';
import { ArraySinks } from '../../ports/array-sinks.js';
import { settle } from '../../ports/fake-spawner.js';

const config = (logs: object = {}, name = 'api') => parseProcess({ name, command: name, logs }, { directory: '/project' });

/** A stage whose logs go into arrays, on which `api` runs. */
async function stageWith(logs: object) {
  const sinks = new ArraySinks();
  const stage = new Stage({}, { sinks });
  stage.watchdog.registerConfig(config(logs));
  await stage.start();
  return { stage, sinks, print: (text: string) => stage.spawner.last.print(text) };
}

describe('The log of a process', () => {
  it('goes into its sink as it comes, with the rules between generations', async () => {
    const { stage, sinks, print } = await stageWith({ maxSize: '1MB', keep: 2 });
    const { bounds, written } = sinks.of('api');
    expect(bounds).toEqual({ maxBytes: 1_000_000, keep: 2 });
    const time = stage.clock.wallTime();
    print('one\ntw');
    await stage.crash(3);
    expect(written).toEqual([
      `${time} watchdog started, pid 1000 [start]`,
      `${time} stdout one\ntw`,
      `${time} watchdog ended with exit code 3 [crash]`,
    ]);
  });

  it('says what of a control string is left out below the lines that had begun, which it does not cut', async () => {
    const { stage, sinks, print } = await stageWith({});
    const string = `\x1b]52;c;${'x'.repeat(10_000)}\x07`;
    print(`50% ${string}`);
    print('of it\rdone');
    const complain = (text: string) => stage.spawner.last.events.output('stderr', Buffer.from(text));
    complain('an error');
    print('\nnext\n');
    complain('\nmore');
    complain('\n');
    print(`two ${string}lines\n${string}three`);
    await stage.crash(1);
    const left = (bytes: number) => `${bytes} bytes of a control string for a terminal are left out here`;
    const log = stage.watchdog.log('api')!;
    const texts = log.slice(log.firstSeq, log.nextSeq).map(({ text }) => plainText(text));
    expect(texts.slice(1, -1)).toEqual(['done', 'an error', 'next', left(5911), 'more', 'two lines', 'three', left(11822)]);
    expect(sinks.of('api').written.filter((line) => line.includes('left out'))).toHaveLength(2);
  });

  it('says how a life ended after the last of its output, however late that is read on a busy machine', async () => {
    const { stage, sinks, print } = await stageWith({});
    const notes = () => sinks.of('api').written.filter((line) => line.includes('ended with'));
    stage.spawner.last.exitLeavingDescendants({ code: 3 });
    for (let piece = 0; piece < 5; piece += 1) {
      await stage.advance(150);
      print('half a line, ');
      expect(notes()).toEqual([]);
    }
    await stage.advance(250);
    expect(notes()).toEqual([expect.stringContaining('ended with exit code 3')]);
  });

  it('waits two seconds for it at most, since what a process leaves behind may write for ever', async () => {
    const { stage, sinks, print } = await stageWith({});
    const endedAfter = (): number => sinks.of('api').written.findIndex((line) => line.includes('ended with'));
    stage.spawner.last.exitLeavingDescendants({ code: 3 });
    for (let piece = 0; piece < 60 && endedAfter() < 0; piece += 1) {
      print('still here\n');
      await stage.advance(50);
    }
    expect(endedAfter()).toBe(41); // The start, and a line for each attempt.
  });

  it('calls a life no crash that ended with a code of a success', async () => {
    const sinks = new ArraySinks();
    const stage = new Stage({}, { sinks });
    const lasting = { name: 'api', command: 'api', successExitCodes: [0, 130], autoRestart: true };
    stage.watchdog.registerConfig(parseProcess(lasting, { directory: '/project' }));
    await stage.start();
    await stage.crash(130);
    expect(sinks.of('api').written.at(-1)).toMatch(/ended with exit code 130 .*\[end\]$/);
  });

  it('has no sink where it says so, nor where the library was not asked for files', async () => {
    const { sinks } = await stageWith({ file: false });
    expect(sinks.opened).toEqual([]);
  });

  it('keeps less or more lines from the moment of a reload on, without a restart', async () => {
    const { stage, sinks, print } = await stageWith({ lines: 4 });
    print('1\n2\n3\n4\n5\n');
    const texts = () =>
      stage.watchdog
        .log('api')!
        .slice(0, 99)
        .map(({ text }) => text);
    expect(texts()).toEqual(['2', '3', '4', '5']);
    expect(stage.watchdog.reload([config({ lines: 2 })]).text).toBe('reload: api goes on (logs changed); 0 untouched');
    expect(texts()).toEqual(['4', '5']);
    stage.watchdog.reload([config({ lines: 3 })]);
    print('6\n');
    expect(texts()).toEqual(['4', '5', '6']);
    expect(stage.spawner.children).toHaveLength(1);
    expect(sinks.opened).toHaveLength(1);
  });

  it('changes its sink with a reload, and closes the old one', async () => {
    const { stage, sinks, print } = await stageWith({ keep: 1 });
    const before = sinks.of('api');
    stage.watchdog.reload([config({ keep: 2 })]);
    print('new\n');
    expect(before.closed).toBe(true);
    expect(sinks.of('api').written.at(-1)).toContain('new');
    stage.watchdog.reload([config({ file: false })]);
    print('nowhere\n');
    expect(sinks.of('api').closed).toBe(true);
    expect(sinks.opened).toHaveLength(2);
  });

  it('closes its sink at the end, after the last words, and with the process', async () => {
    const { stage, sinks } = await stageWith({});
    stage.watchdog.registerConfig(config({}, 'old'));
    stage.watchdog.reload([config({})]);
    await settle();
    expect(sinks.of('old').closed).toBe(true);
    const ended = stage.watchdog.shutdown();
    stage.spawner.last.print('bye\n');
    stage.spawner.last.exit({ code: 0 });
    await ended;
    expect(sinks.of('api').closed).toBe(true);
    expect(sinks.of('api').written.at(-1)).toMatch(/watchdog ended with exit code 0/);
  });

  it('does not wait for a disk for ever', async () => {
    const { stage, sinks } = await stageWith({});
    sinks.of('api').close = () => new Promise(() => {});
    let isOver = false;
    void stage.watchdog.shutdown().then(() => {
      isOver = true;
    });
    await settle();
    stage.spawner.last.exit({ code: 0 });
    await settle();
    await stage.advance(1999);
    expect(isOver).toBe(false);
    await stage.advance(1);
    expect(isOver).toBe(true);
  });
});

describe('What a row shows of the log', () => {
  it('is how many errors it has, over all generations, some moments after they came', async () => {
    const { stage, print } = await stageWith({});
    const errors = () => stage.watchdog.snapshots()[0]!.errors;
    print('ERROR one\n');
    expect(errors()).toBe(0);
    await stage.advance(250);
    expect(errors()).toBe(1);
    const before = stage.watchdog.snapshots();
    print('fine\n');
    await stage.advance(250);
    expect(stage.watchdog.snapshots()).toBe(before);
    await stage.crash();
    await stage.advance(1000);
    print('ERROR two\n');
    await stage.advance(250);
    expect(errors()).toBe(2);
    expect(stage.watchdog.log('api')!.errors).toBe(2);
  });

  it('is how fast lines came, renewed at the end of every two seconds in which any did', async () => {
    const { stage, print } = await stageWith({});
    const rate = () => stage.watchdog.snapshots()[0]!.logRate;
    await stage.advance(20_000 - (stage.clock.now() % 2000));
    const begin = stage.clock.now();
    expect(rate()).toBeNull();
    print('a\nb\n');
    await stage.advance(1999);
    print('c\n');
    expect(rate()).toBeNull();
    await stage.advance(1);
    expect(rate()).toEqual({ until: begin + 2000, lines: [0, 0, 0, 0, 0, 3] });
    const silent = stage.watchdog.snapshots();
    await stage.advance(60_000);
    expect(stage.watchdog.snapshots()).toBe(silent);
    print('d\n');
    await stage.advance(4000);
    expect(rate()).toEqual({ until: begin + 64_000, lines: [0, 0, 0, 0, 0, 1] });
  });

  it('takes no timer where nothing is printed, and one for all that print', async () => {
    const { stage, print } = await stageWith({});
    for (const name of ['b', 'c', 'd']) {
      stage.watchdog.registerConfig(config({}, name));
      await stage.start(name);
    }
    await stage.advance(60_000);
    const idle = stage.clock.pending;
    for (const child of stage.spawner.children) child.print('a\n');
    await stage.advance(250);
    expect(stage.clock.pending).toBe(idle + 1);
    await stage.advance(2000);
    expect(stage.clock.pending).toBe(idle);
    print('b\n');
    const ended = stage.watchdog.shutdown();
    for (const child of stage.spawner.children) child.exit({ code: 0 });
    await ended;
    expect(stage.clock.pending).toBe(0);
  });

  it('is how many lines came in each of the last seconds', async () => {
    const { stage, print } = await stageWith({});
    print('a\nb\n');
    await stage.advance(1000);
    print('c\n');
    await stage.advance(1000);
    expect(stage.watchdog.logRates('api').slice(-3)).toEqual([0, 2, 1]);
    expect(stage.watchdog.logRates('nobody')).toEqual([]);
  });
});
