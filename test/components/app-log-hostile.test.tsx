import xterm from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { nastyStreams } from '../view/log/nasty-streams.js';
import { openApp } from './stage/open-app.js';

const columns = 120;
const rows = 60;

/** The cells of a frame as a terminal draws it: character, colours, looks. */
async function cellsOf(frame: string): Promise<readonly (readonly unknown[])[]> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  const heard: string[] = [];
  terminal.onTitleChange((title) => heard.push(title));
  terminal.onBell(() => heard.push('bell'));
  terminal.onData((answer) => heard.push(answer));
  await new Promise<void>((done) => terminal.write(frame, done));
  const { active } = terminal.buffer;
  const cells = Array.from({ length: rows }, (_, y) =>
    Array.from({ length: columns }, (_unused, x) => {
      const cell = active.getLine(y)!.getCell(x)!;
      return [
        cell.getChars() || ' ',
        cell.getFgColor(),
        cell.getBgColor(),
        cell.isBold(),
        cell.isInverse(),
        cell.isUnderline(),
      ].join();
    }),
  );
  expect([active.type, heard]).toEqual(['normal', []]);
  terminal.dispose();
  return cells;
}

/** The frame with these lines in the log of api, after keys. */
async function frameOf(lines: readonly string[], keys: readonly string[]): Promise<string> {
  using app = await openApp({ columns, rows });
  app.source.write('api', lines);
  await app.screen.shows(`${lines.length} lines`);
  app.screen.press('tab');
  for (const key of keys) app.screen.press(key);
  app.clock.advance(30_000);
  await app.screen.shows('2m00s');
  return app.screen.text;
}

// One of each that fits beside the others, as it comes and as the message of a JSON line.
const nasty = nastyStreams.map(([, stream]) => stream.replace(/[\p{Emoji_Presentation}\u0900-\u097f\n\r]/gu, ''));
const hostile = [...nasty, ...nasty.map((stream) => JSON.stringify({ level: 'error', msg: stream, [stream]: stream }))].slice(
  -150,
);
const harmless = hostile.map((_, index) => (index === 0 ? 'x'.repeat(300) : `line ${index}`));

describe('Hostile output', () => {
  it.each([
    ['as it comes', []],
    ['from the first line', ['g']],
    ['wrapped', ['w']],
    ['pretty', ['p']],
    ['pretty and wrapped, with stamps', ['p', 'w', 't']],
    ['of all processes', ['a']],
    ['of all, pretty and wrapped, with stamps', ['a', 'p', 'w', 't']],
    ['in a pinned pane', ['|']],
    ['sideways', ['right']],
    ['selected', ['v', 'g']],
  ] as const)('%s leaves every cell outside of its pane as it was', async (_, keys) => {
    const [with_, without] = [await cellsOf(await frameOf(hostile, keys)), await cellsOf(await frameOf(harmless, keys))];
    const [first, last] = [17, rows - 3];
    // The line over the log, but for where in it the reader is, and the last column, which is the scrollbar's, are ours too.
    const ours = (cells: typeof with_) => [...cells.slice(0, first - 1), ...cells.slice(last + 1)];
    expect(ours(with_)).toEqual(ours(without));
    const bar = (cells: typeof with_) => cells.slice(first, last + 1).map((row) => String(row[columns - 1]));
    for (const cell of bar(with_)) expect(cell).toMatch(/^[ ▐],-1,-1,0,0,0$/);
  });
});
