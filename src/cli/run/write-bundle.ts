import { join } from 'node:path';
import { sayFileFault } from '../../adapters/files/fault-words.js';
import { writeGzip } from '../../adapters/files/gzip.js';
import { nodeClock } from '../../adapters/node/clock.js';
import { bundleFileName } from '../../api/bundle/text.js';
import type { ActionOutcome } from '../../view/state/source.js';

/** Writes a bundle into a folder, for the dashboard; says the name of the file, or why there is none. Never rejects. */
export async function writeBundleInto(
  folder: string,
  project: string,
  open: () => Promise<Iterable<string> | AsyncIterable<string | Buffer>>,
): Promise<ActionOutcome> {
  const name = bundleFileName(project, nodeClock.wallTime());
  try {
    await writeGzip(join(folder, name), await open());
    return { ok: true, text: `bundle written: ${name}; watchdog replay ${name} opens it` };
  } catch (error) {
    return { ok: false, text: `no bundle: ${sayFileFault(error)}` };
  }
}
