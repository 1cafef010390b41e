import { resolve } from 'node:path';
import { sayFileFault } from '../../adapters/files/fault-words.js';
import { writeGzip } from '../../adapters/files/gzip.js';
import { nodeClock } from '../../adapters/node/clock.js';
import type { BundleHeader } from '../../api/bundle/records.js';
import { bundleFileName } from '../../api/bundle/text.js';
import type { ControlClient } from '../../client/client.js';
import { writtenDuration } from '../../policy/words/duration.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { plainLine } from '../../policy/words/plain-text.js';
import { jsonText, print, say } from '../output/print.js';

/** What the user asked for. */
export interface BundleRequest {
  /** The file; undefined for one with a name of its own in the current folder. */
  readonly output: string | undefined;
  /** How far back logs and rows go, in milliseconds. */
  readonly sinceMs: number;
  /** Whether only what would go in is listed. */
  readonly list: boolean;
  readonly json: boolean;
}

/**
 * Writes a bundle of a running watchdog, and says before what goes in.
 * @throws WatchdogError NOT_RUNNING, ACTION_FAILED where the file cannot be written
 */
export async function writeBundle(client: ControlClient, { output, sinceMs, list, json }: BundleRequest): Promise<void> {
  const header = await client.bundleContents(sinceMs);
  if (list && json) return print(`${jsonText(header, 2)}\n`);
  if (list)
    return print(
      contentLines(header)
        .map((line) => `${line}\n`)
        .join(''),
    );
  for (const line of contentLines(header)) say(line);
  const path = resolve(output ?? bundleFileName(header.project, nodeClock.wallTime()));
  try {
    await writeGzip(path, await client.bundle(sinceMs));
  } catch (error) {
    if (error instanceof WatchdogError) throw error;
    throw new WatchdogError('ACTION_FAILED', `cannot write ${path}: ${sayFileFault(error)}`);
  }
  await print(json ? `${jsonText({ file: path, contents: header.contents })}\n` : `${plainLine(path)}\n`);
}

function contentLines({ project, sinceMs, contents }: BundleHeader): readonly string[] {
  const counts = contents.map(({ count }) => String(count));
  const width = Math.max(0, ...counts.map((count) => count.length));
  return [
    `bundle of ${plainLine(project)}, logs of the last ${writtenDuration(sinceMs)} or 20 MB; values of secret variables and tokens are masked`,
    ...contents.map(({ what }, index) => `  ${counts[index]!.padStart(width)}  ${plainLine(what)}`),
  ];
}
