import { describe, expect, it, vi } from 'vitest';
import { painterFor, sizeOf, takesSequences } from '../../../src/cli/output/text-sink.js';

const sink = (isTTY: boolean) => ({ isTTY, write: () => true });
const painted = (isTTY: boolean): string => painterFor(sink(isTTY))('api', 'trouble');

describe('Colours of what the commands print', () => {
  it.each([
    [true, { TERM: 'xterm' }, true],
    [true, { TERM: 'dumb' }, false],
    [true, { TERM: 'xterm', NO_COLOR: '1' }, false],
    [true, { TERM: 'dumb', FORCE_COLOR: '1' }, true],
    [false, { TERM: 'xterm' }, false],
    [false, { TERM: 'xterm', FORCE_COLOR: '1' }, true],
  ] as const)('on a terminal: %s, with %j: %s', (isTTY, env, coloured) => {
    for (const name of ['NO_COLOR', 'FORCE_COLOR', 'TERM']) vi.stubEnv(name, undefined);
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    expect(painted(isTTY)).toBe(coloured ? '\x1b[31mapi\x1b[0m' : 'api');
  });

  it('are none of the sequences with which a table is drawn over the last one, on a dumb terminal', () => {
    vi.stubEnv('TERM', 'dumb');
    expect(takesSequences(sink(true))).toBe(false);
  });
});

it.each([
  [
    { isTTY: true, columns: 80, rows: 24 },
    { columns: 80, rows: 24 },
  ],
  [
    { isTTY: true, columns: 0, rows: 0 },
    { columns: Infinity, rows: Infinity },
  ],
  [{ isTTY: true }, { columns: Infinity, rows: Infinity }],
  [
    { columns: 80, rows: 24 },
    { columns: Infinity, rows: Infinity },
  ],
])('The room of a sink %j is %j', (given, room) => {
  expect(sizeOf(given)).toEqual(room);
});
