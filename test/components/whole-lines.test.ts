import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InkOutput } from '../../components/ink-output.js';
import { takeWholeLines } from '../../components/whole-lines.js';
import { EmulatedTerminal } from './stage/emulated-terminal.js';

const size = { width: 24, height: 6 };
const own = InkOutput.prototype.get;
takeWholeLines();

/** The cells of a screen on which this frame was drawn. */
async function cellsOf(frame: string) {
  const terminal = new EmulatedTerminal({ columns: size.width, rows: size.height });
  await new Promise((done) => terminal.stdout.write(frame, done));
  return terminal.cells();
}

const piece = fc.constantFrom(
  'api',
  ' ',
  '   ',
  '● up',
  '─',
  '日本',
  '…',
  '\x1b[31m',
  '\x1b[39m',
  '\x1b[1;44m',
  '\x1b[49m',
  '\x1b[2m',
  '\x1b[0m',
  '\x1b[38;5;99m',
  '\x1b]8;;http://a/\x07x\x1b]8;;\x07',
);
const text = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));
const column = fc.integer({ min: 0, max: 12 });
const row = fc.integer({ min: 0, max: size.height - 1 });
const operation = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('write' as const), x: fc.constantFrom(0, 0, 12), y: row, text }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('write' as const), x: column, y: row, text }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('clip' as const), y1: row, y2: row }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('unclip' as const) }) },
);

type Step = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;

function frameOf(operations: readonly Step[]): InkOutput {
  const output = new InkOutput(size);
  let open = 0;
  for (const each of operations) {
    if (each.type === 'write') output.write(each.x, each.y, ' ', { transformers: [() => each.text] });
    else if (each.type === 'clip') {
      output.operations.push({ type: 'clip', clip: { x1: undefined, x2: undefined, y1: each.y1, y2: each.y2 } });
      open += 1;
    } else if (open > 0) {
      output.operations.push({ type: 'unclip' });
      open -= 1;
    }
  }
  return output;
}

describe('A frame of whole lines', () => {
  it('is drawn as Ink draws it, whatever is where', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 12 }), async (operations) => {
        const made = frameOf(operations).get();
        const before = own.call(frameOf(operations));
        expect(made.height).toBe(before.height);
        expect(await cellsOf(made.output)).toEqual(await cellsOf(before.output));
      }),
      { numRuns: 300 },
    );
  });

  it('is made of the lines themselves, so that Ink takes none apart', () => {
    const output = new InkOutput(size);
    for (let y = 0; y < size.height; y += 1) output.write(0, y, ' ', { transformers: [() => `\x1b[31mline ${y}\x1b[39m   `] });
    Object.defineProperty(output, 'caches', { get: () => expect.unreachable('Ink has looked at the text') });
    expect(output.get().output.split('\n')[2]).toBe('\x1b[31mline 2\x1b[39m');
  });
});
