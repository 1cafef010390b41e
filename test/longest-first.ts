import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Where tests mostly wait for real processes, those that wait longest first. The demo takes half a minute whatever the machine. */
const slow = ['test/e2e/demo.', 'test/control/', 'test/e2e/', 'test/chaos/', 'test/adapters/'];

/** Begins with the files that take longest, so that none of them runs on alone at the end, also where no earlier run is known. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification): number => {
      const path = relative(this.ctx.config.root, moduleId);
      const rank = slow.findIndex((start) => path.startsWith(start));
      return rank === -1 ? slow.length : rank;
    };
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}
