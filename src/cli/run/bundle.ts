import { resolve } from 'node:path';
import { sayFileFault } from '../../adapters/files/fault-words.js';
import { writeGzip } from '../../adapters/files/gzip.js';
import { nodeClock } from '../../adapters/node/clock.js';
import { type BundleParts, collectBundle, usualSinceMs } from '../../api/bundle/collect.js';
import { bundleText } from '../../api/bundle/text.js';
import type { ActionOutcome } from '../../view/state/source.js';
import { warn } from '../output/print.js';
import type { ShutdownSequence } from './shutdown-sequence.js';
import { writeBundleInto } from './write-bundle.js';

/** Writes bundles of the run of this program. */
export class RunBundles {
  readonly #parts: BundleParts;

  constructor(parts: Pick<BundleParts, 'watchdog' | 'history' | 'project'>) {
    this.#parts = { ...parts, clock: nodeClock, sinceMs: usualSinceMs };
  }

  /** Has one written, where a file is named for it, when the run ends with anything but 0; says where it is, or why there is none. */
  onFailure(ending: ShutdownSequence, file: string | undefined): void {
    if (file === undefined) return;
    const path = resolve(file);
    ending.beforeExit(async (status) => {
      if (status === 0) return;
      try {
        await writeGzip(path, await this.#text());
        warn(`ended with ${status}; bundle: ${path}`);
      } catch (error) {
        warn(`cannot write the bundle ${path}: ${sayFileFault(error)}`);
      }
    });
  }

  /** Writes one of the run so far into a folder, for the dashboard. Never rejects. */
  into(folder: string): Promise<ActionOutcome> {
    return writeBundleInto(folder, this.#parts.project, () => this.#text());
  }

  async #text(): Promise<Iterable<string>> {
    return bundleText(await collectBundle(this.#parts));
  }
}
