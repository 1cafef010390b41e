import { nodeClock } from '../../adapters/node/clock.js';
import type { ControlClient } from '../../client/client.js';
import type { StatusRow } from '../../protocol/documents.js';
import { jsonText, print } from '../output/print.js';
import { statusTable } from '../output/status-table.js';
import { painterFor, sizeOf, takesSequences } from '../output/text-sink.js';

/** Milliseconds between two polls with `--watch`. */
const watchMs = 1000;

/** What `status` is asked for. */
export interface StatusRequest {
  readonly names: readonly string[];
  readonly json: boolean;
  readonly watch: boolean;
}

/** Prints the table, or the documents; with `watch` again and again, until the watchdog ends. */
export async function showStatus(client: ControlClient, { names, json, watch }: StatusRequest): Promise<void> {
  if (!watch) {
    return print(
      json ? `${jsonText(await client.status(names), 2)}\n` : `${linesOf(await client.statusRows(names)).join('\n')}\n`,
    );
  }
  for (let drawn = 0; ; ) {
    const lines = json ? [jsonText(await client.status(names))] : clipped(linesOf(await client.statusRows(names)));
    const isRedrawn = !json && takesSequences(process.stdout) && drawn > 0;
    // Up to the first line of the last drawing, and away with all below.
    await print(`${isRedrawn ? `\x1b[${drawn}A\r\x1b[J` : ''}${lines.join('\n')}\n`);
    drawn = lines.length;
    await new Promise<void>((resolve) => nodeClock.setTimer(resolve, watchMs));
  }
}

function linesOf(statuses: readonly StatusRow[]): readonly string[] {
  const { stdout } = process;
  return statusTable(statuses, sizeOf(stdout).columns, painterFor(stdout));
}

/** As many lines as the terminal has room for, since a cursor cannot go up into what has scrolled away. */
function clipped(lines: readonly string[]): readonly string[] {
  const room = sizeOf(process.stdout).rows - 1;
  if (lines.length <= room) return lines;
  return [...lines.slice(0, Math.max(1, room - 1)), `… ${lines.length - Math.max(1, room - 1)} more`];
}
