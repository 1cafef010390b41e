import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EmulatedScreen } from '../../../src/supervisor/terminal/emulated-screen.js';
import { invertCell } from '../../../src/supervisor/terminal/invert-cell.js';

const columns = 24;

/** What programs write: text, wide and marked characters, and colours that go on until others come. */
const written = fc
  .array(
    fc.oneof(
      fc.constantFrom('a', 'bc', ' ', '界', 'é', 'e\u0301', '│', 'x\x1b[K', '\x1b[3C'),
      fc
        .constantFrom('1', '2', '3', '4', '7', '9', '0', '31', '42', '97', '38;5;200', '48;2;1;2;3', '1;4;7;35')
        .map((each) => `\x1b[${each}m`),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''));

async function rowOf(text: string, inverted?: number): Promise<readonly [plain: string, inverted: string]> {
  const screen = new EmulatedScreen({ columns, rows: 2 }, { changed: () => {}, answered: () => {} });
  await new Promise<void>((resolve) => screen.write(Buffer.from(text), resolve));
  const rows = [screen.row(0), screen.row(0, inverted)] as const;
  screen.close();
  return rows;
}

describe('a row of a screen with one cell inverted', () => {
  it('is what the screen itself gives, to the letter', async () => {
    await fc.assert(
      fc.asyncProperty(written, fc.nat(columns - 1), async (text, column) => {
        const [plain, inverted] = await rowOf(text, column);
        expect(invertCell(plain, column)).toBe(inverted);
      }),
      { numRuns: 300 },
    );
  });

  it('is the row itself where the cell is beyond it', () => {
    expect(invertCell('\x1b[31mab\x1b[0m ', 3)).toBe('\x1b[31mab\x1b[0m ');
    expect(invertCell('', 0)).toBe('');
  });
});
