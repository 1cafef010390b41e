import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { nodeClock } from '../../../src/adapters/node/clock.js';
import { LineAssembler } from '../../../src/cli/output/line-assembler.js';
import { plainText } from '../../../src/policy/words/plain-text.js';
import { FakeClock } from '../../ports/fake-clock.js';

function assembled() {
  const clock = new FakeClock();
  const printed: string[] = [];
  const lines = new LineAssembler(
    clock,
    (some) => printed.push(...some),
    () => {},
  );
  return { clock, printed, lines };
}

describe('lines that come in pieces', () => {
  it('are printed when their end comes, each output by itself', () => {
    const { printed, lines } = assembled();
    lines.add('stdout', 'one\ntw');
    lines.add('stderr', 'trouble\r\n');
    lines.add('stdout', 'o\n');
    expect(printed).toEqual(['one', 'trouble', 'two']);
  });

  it('are printed as a terminal shows them in the end, where carriage returns have overwritten some of it', () => {
    const { clock, printed, lines } = assembled();
    for (let percent = 0; percent <= 100; percent += 1) lines.add('stdout', `\rloading ${percent} %`);
    lines.add('stdout', '\nabc\rxy\n10 %\r');
    lines.add('stdout', '20 %\r\n\r\n');
    expect(printed).toEqual(['loading 100 %', 'xy', '20 %', '']);
    lines.add('stdout', 'a\rb\r');
    clock.advance(1000);
    expect(printed.at(-1)).toBe('b');
    const bar = `${'x'.repeat(40_000)}\r`;
    for (let drawn = 0; drawn < 5; drawn += 1) lines.add('stderr', bar);
    lines.add('stderr', 'done\n');
    expect(printed.slice(5)).toEqual(['done']);
  });

  it('are not broken while nothing comes because it is not read', () => {
    const clock = new FakeClock();
    const printed: string[] = [];
    let released = Number.POSITIVE_INFINITY;
    const lines = new LineAssembler(
      clock,
      (some) => printed.push(...some),
      () => {},
      () => Math.min(released, clock.now()),
    );
    lines.add('stdout', 'half');
    clock.advance(9990);
    released = clock.now();
    // What is read again comes a moment later.
    clock.advance(990);
    lines.add('stdout', ' and half\n');
    expect(printed).toEqual(['half and half']);
    lines.add('stdout', 'a question');
    clock.advance(1000);
    expect(printed.at(-1)).toBe('a question');
  });

  it('are not broken at the end of a process while the rest of them is being read', () => {
    const { clock, printed, lines } = assembled();
    lines.add('stdout', 'half');
    lines.ended();
    clock.advance(60);
    lines.add('stdout', ' and');
    clock.advance(60);
    lines.add('stdout', ' half\n');
    lines.add('stdout', 'last words');
    expect(printed).toEqual(['half and half']);
    clock.advance(100);
    expect(printed).toEqual(['half and half', 'last words']);
  });

  it('are not broken where a busy machine kept the program from reading what was written long before', async () => {
    const printed: string[] = [];
    const lines = new LineAssembler(
      nodeClock,
      (some) => printed.push(...some),
      () => {},
    );
    // Of one turn of the event loop timers come first, then what is read, then this.
    await setImmediate();
    lines.add('stdout', 'half');
    lines.ended();
    const read = setImmediate().then(() => lines.add('stdout', ' and half\n'));
    const until = performance.now() + 200;
    while (performance.now() < until);
    await read;
    expect(printed).toEqual(['half and half']);
  });

  it('are printed without their end after a second in which no more came', () => {
    const { clock, printed, lines } = assembled();
    lines.add('stdout', 'Pass');
    clock.advance(600);
    lines.add('stdout', 'word: ');
    clock.advance(999);
    expect(printed).toEqual([]);
    clock.advance(1);
    expect(printed).toEqual(['Password: ']);
    expect(clock.pending).toBe(0);
  });

  it.each([
    ['\x1b]0;ti', 'tle\x07 done\n'],
    ['\x1b]8;;http://x', '/y\x1b\\ done\n'],
    ['\x1bPq~~\x1b', '\\ done\n'],
    ['\x1b[3', '1m done\n'],
    ['\x1b', '[31m done\n'],
    ['\u009d0;ti', 'tle\u009c done\n'],
    ['\x1b(', 'B done\n'],
  ])('cut in the middle of a sequence, at %j, keep it whole for the next part', (begun, rest) => {
    const { clock, printed, lines } = assembled();
    lines.add('stdout', `working${begun}`);
    clock.advance(5000);
    expect(printed).toEqual(['working']);
    lines.add('stdout', rest);
    expect(printed.map(plainText)).toEqual(['working', ' done']);
    lines.add('stdout', `more${begun}`);
    clock.advance(5000);
    lines.add('stdout', '\nnext\n');
    lines.add('stdout', begun);
    clock.advance(5000);
    expect(printed.slice(2)).toEqual(['more', 'next']);
    lines.flush();
    expect(printed).toHaveLength(4);
  });

  it('that were printed are not followed by an empty line where only colours and their end come', () => {
    const { clock, printed, lines } = assembled();
    lines.add('stdout', '\x1b[31mred');
    clock.advance(1000);
    lines.add('stdout', '\x1b[0m');
    clock.advance(1000);
    lines.add('stdout', '\x1b[K\r\n\nnext\n');
    expect(printed.map(plainText)).toEqual(['red', '', 'next']);
  });

  it('wait a second each, not for the other output', () => {
    const { clock, printed, lines } = assembled();
    lines.add('stdout', 'out');
    clock.advance(500);
    lines.add('stderr', 'err');
    clock.advance(500);
    expect(printed).toEqual(['out']);
    clock.advance(500);
    expect(printed).toEqual(['out', 'err']);
  });

  it('that were printed without their end go on in a line of their own, which their end alone is not', () => {
    const { clock, printed, lines } = assembled();
    lines.add('stdout', 'Password: ');
    clock.advance(1000);
    lines.add('stdout', '\nwelcome\n');
    lines.add('stdout', '10 %');
    clock.advance(1000);
    lines.add('stdout', ', 20 %\n\nend\n');
    expect(printed).toEqual(['Password: ', 'welcome', '10 %', ', 20 %', '', 'end']);
  });

  it('are printed when their process has ended, with what comes just behind the news of it', () => {
    const { clock, printed, lines } = assembled();
    lines.add('stderr', 'last wor');
    lines.ended();
    lines.add('stderr', 'ds');
    clock.advance(100);
    expect(printed).toEqual(['last words']);
    lines.add('stdout', '\nnext\n');
    expect(printed).toEqual(['last words', '', 'next']);
  });

  it('are printed at once where nothing belongs to them any more', () => {
    const { clock, printed, lines } = assembled();
    lines.add('stdout', 'half');
    lines.flush();
    lines.add('stdout', 'whole\n');
    expect(printed).toEqual(['half', 'whole']);
    expect(clock.pending).toBe(0);
  });

  it('are broken where one grows without end: with a mark, between two characters, and without an empty line', () => {
    const { printed, lines } = assembled();
    for (let piece = 0; piece < 3; piece += 1) lines.add('stdout', 'x'.repeat(30_000));
    lines.add('stdout', '\n');
    expect(printed).toEqual([`${'x'.repeat(65_536)}…`, 'x'.repeat(24_464)]);
    lines.add('stderr', 'E'.repeat(65_536));
    lines.add('stderr', '\nafter\n');
    expect(printed.slice(2)).toEqual(['E'.repeat(65_536), 'after']);
    lines.add('stdout', `x${'😀'.repeat(40_000)}`);
    expect(printed.slice(4)).toEqual([`x${'😀'.repeat(32_767)}…`]);
  });
});
