import { describe, expect, it } from 'vitest';
import { Project, shows } from '../project.js';

const heights = [24, 30, 40];

/** The same numbers in every run. */
function* numbers(): Generator<number, never> {
  for (let state = 7; ; ) {
    state = (state * 16_807) % 2_147_483_647;
    yield state;
  }
}

/** What is wrong with a screen on which nothing changes but the time of day. */
function faults(screen: readonly string[], rows: number, names: readonly string[]): string[] {
  const count = (what: RegExp): number => screen.filter((line) => what.test(line)).length;
  const logged = screen.flatMap((line) => /line \d+ of the log/.exec(line)?.[0] ?? []);
  const expected: readonly (readonly [string, boolean])[] = [
    ['the header is not in line 0', /^ e2e {2}4\/4 up/.test(screen[0] ?? '')],
    ['not one header', count(/^ e2e {2}\d/) === 1],
    ['the titles are not in their line', /^ {3}NAME/.test(screen[rows >= 20 ? 2 : 1] ?? '')],
    ['line 1 is not blank', rows < 20 || screen[1] === ''],
    ['not one line of titles', count(/NAME +STATE/) === 1],
    ['not one title of the log', count(/ following/) === 1],
    ['the footer is not in the last line', /q quit/.test(screen[rows - 1] ?? '')],
    ['not one footer', count(/q quit/) === 1],
    ['the line over the footer is not blank', screen[rows - 2] === ''],
    ['a line of the log is there twice', new Set(logged).size === logged.length],
    ...names.map((name) => [`not one row of ${name}`, count(new RegExp(`^ [ ▌•] ${name} +●`)) === 1] as const),
  ];
  return expected.flatMap(([fault, isRight]) => (isRight ? [] : [fault]));
}

describe('after the window was resized', () => {
  it('the screen holds every line once and in its place, 25 times', async () => {
    const names = ['apple', 'birch', 'cedar', 'dogwood'];
    using project = new Project(
      Object.fromEntries(names.map((name) => [name, { command: 'seq -f "line %g of the log" 60; exec sleep 1000' }])),
    );
    await using terminal = project.open();
    for (const name of names) await terminal.until(shows(name, 'running'), name);
    const random = numbers();
    for (let round = 0; round < 25; round += 1) {
      const burst = 1 + (random.next().value % 3);
      let rows = 0;
      for (let step = 0; step < burst; step += 1) {
        rows = heights[random.next().value % heights.length]!;
        terminal.resize(64 + (random.next().value % 110), rows);
      }
      // Two answers to keys say that the program has long seen the new size; what is wrong after that stays wrong.
      terminal.press('j');
      await terminal.until((screen) => screen.some((line) => line.includes('▌ birch')), 'the second row selected');
      terminal.press('k');
      await terminal.until((screen) => screen.some((line) => line.includes('▌ apple')), 'the first row selected');
      await terminal.until((screen) => faults(screen, rows, names).length === 0, `right screen ${round}`);
    }
  });

  it('all of the screen is drawn again, also what Ink believes to be there', async () => {
    using project = new Project({ api: { command: 'exec sleep 1000' } });
    await using terminal = project.open();
    await terminal.until(shows('api', 'running'), 'the table');
    const before = terminal.raw.length;
    const isAnew = (): boolean => {
      const [, afterWipe = ''] = Buffer.concat(terminal.raw.slice(before)).toString().split('\x1b[2J\x1b[H');
      return ['e2e', 'NAME', 'api', 'quit'].every((text) => afterWipe.includes(text));
    };
    terminal.resize(119, 40);
    await terminal.until(isAnew, 'a whole screen after it was wiped');
  });

  it('the screen is whole also where the terminal was small for less than a moment', async () => {
    const names = ['apple', 'birch', 'cedar', 'dogwood'];
    using project = new Project(
      Object.fromEntries(names.map((name) => [name, { command: 'seq -f "line %g of the log" 9; exec sleep 1000' }])),
    );
    await using terminal = project.open({ columns: 150, rows: 40 });
    for (const name of names) await terminal.until(shows(name, 'running'), name);
    terminal.press('k'); // The greeting goes with the first key.
    await terminal.until((screen) => faults(screen, 40, names).length === 0, 'the right screen');
    // The program asks for the size when it is the old one again, and the terminal has lost what did not fit.
    process.kill(terminal.pid, 'SIGSTOP');
    terminal.resize(70, 12);
    terminal.resize(150, 40);
    process.kill(terminal.pid, 'SIGCONT');
    expect(faults(terminal.screen(), 40, names)).not.toEqual([]);
    await terminal.until((screen) => faults(screen, 40, names).length === 0, 'the right screen again');
  });
});
