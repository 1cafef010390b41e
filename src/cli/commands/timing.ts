import type { ControlClient } from '../../client/client.js';
import { plainLine } from '../../policy/words/plain-text.js';
import { timingLines } from '../../view/pages/timing.js';
import { jsonText, print } from '../output/print.js';
import { painterFor, sizeOf } from '../output/text-sink.js';

/** Columns where no terminal bounds them. */
const usualColumns = 100;

/** Prints how the project came up: when each process was spawned and ready, and the critical chain. */
export async function showTiming(client: ControlClient, json: boolean): Promise<void> {
  const report = await client.timing();
  if (json) return print(`${jsonText(report, 2)}\n`);
  const { stdout } = process;
  const paint = painterFor(stdout);
  const { columns } = sizeOf(stdout);
  const lines = timingLines(report, Number.isFinite(columns) ? columns : usualColumns).map((line) =>
    line.map(({ text, tone }) => (tone === undefined ? plainLine(text) : paint(plainLine(text), tone))).join(''),
  );
  await print(`${lines.map((line) => line.trimEnd()).join('\n')}\n`);
}
