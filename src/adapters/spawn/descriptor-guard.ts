import { processOfMark } from '../../policy/process/mark.js';
import type { ChildEvents, ChildHandle, Spawner, SpawnSpec } from '../../ports/spawner.js';
import { descriptorLimit, mayTakeDescriptors } from '../node/descriptors.js';
import { deadHandle } from './child.js';

/** Starts children only as long as enough file descriptors are left for the watchdog itself, and refuses the others in words. */
export class DescriptorGuard implements Spawner {
  readonly #spawner: Spawner;

  constructor(spawner: Spawner) {
    this.#spawner = spawner;
  }

  spawn(spec: SpawnSpec, events: ChildEvents): ChildHandle {
    const purpose = processOfMark(spec.mark) === undefined ? 'service' : 'process';
    if (
      mayTakeDescriptors(
        descriptorsOf({ isTty: spec.tty !== undefined, stdin: spec.stdin }) + (spec.readyFd === undefined ? 0 : 1),
        purpose,
      )
    )
      return this.#spawner.spawn(spec, events);
    const message = `the watchdog has too few file descriptors left (EMFILE); its limit is ${descriptorLimit()}, see ulimit -Hn`;
    process.nextTick(() => events.failed({ code: 'EMFILE', message }));
    return deadHandle;
  }
}

/** How many descriptors of ours a child takes as long as it lives. */
export function descriptorsOf({ isTty, stdin }: { readonly isTty: boolean; readonly stdin: SpawnSpec['stdin'] }): number {
  if (isTty) return 1;
  return stdin === 'open' ? 3 : 2;
}
