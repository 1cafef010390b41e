import { resolve } from 'node:path';
import { sayFileFault } from '../../adapters/files/fault-words.js';
import { writeGzip } from '../../adapters/files/gzip-file.js';
import { type BundleParts, collectBundle } from '../../api/bundle/collect.js';
import { bundleText } from '../../api/bundle/text.js';
import type { ActionOutcome } from '../../view/state/source.js';
import { writeBundleInto } from './write-bundle.js';

/** Writes a bundle of a run that ends with anything but 0, and says where it is, or why there is none. Never rejects. */
export async function bundleFailure(
  status: number,
  file: string,
  { say, ...parts }: BundleParts & { say(text: string): void },
): Promise<void> {
  if (status === 0) return;
  const path = resolve(file);
  try {
    await writeGzip(path, bundleText(await collectBundle(parts)));
    say(`watchdog: ended with ${status}; bundle: ${path}`);
  } catch (error) {
    say(`watchdog: cannot write the bundle ${path}: ${sayFileFault(error)}`);
  }
}

/** Writes a bundle of the run so far into a folder, for the dashboard. Never rejects. */
export function bundleOfRun(folder: string, parts: BundleParts): Promise<ActionOutcome> {
  return writeBundleInto(folder, parts.project, async () => bundleText(await collectBundle(parts)));
}
