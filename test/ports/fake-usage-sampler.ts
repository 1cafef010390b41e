import type { MemberReading } from '../../src/policy/process/usage.js';
import type { SampledTree, TreeUsages, UsageSampler } from '../../src/ports/usage-sampler.js';

/** A member of a tree that has been there for an hour and used nothing, but for `fields`. */
export function sampleMember(fields: Partial<MemberReading> = {}): MemberReading {
  return { pid: 100, parent: 1, startTime: 1, ageMs: 3_600_000, cpuMs: 0, endedChildrenMs: 0, memory: 0, ...fields };
}

/** What trees use comes from a table of the test. */
export class FakeUsageSampler implements UsageSampler {
  readonly cores = 4;
  workMs = 0;
  /** The members by the names of the processes. */
  readonly table = new Map<string, readonly MemberReading[]>();
  readonly portsOf = new Map<string, readonly number[]>();
  /** The names that were asked for in each pass. */
  readonly passes: (readonly string[])[] = [];
  portLooks = 0;
  /** Called inside each pass, for what takes time. */
  onPass = (): void => {};
  /** Called when the ports are asked for. */
  onPorts = (): void => {};

  async sample(trees: readonly SampledTree[]): Promise<TreeUsages> {
    this.passes.push(trees.map(({ mark }) => mark.replace('process:', '')));
    await undefined; // Whoever advances the clock in it must not be inside of a timer.
    this.onPass();
    return new Map(trees.flatMap(({ mark }) => entryOf(this.table, mark).map(([each, members]) => [each, { members }] as const)));
  }

  async ports(members: TreeUsages): Promise<ReadonlyMap<string, readonly number[]>> {
    this.portLooks += 1;
    this.onPorts();
    return new Map([...members.keys()].flatMap((mark) => entryOf(this.portsOf, mark)));
  }
}

function entryOf<V>(table: ReadonlyMap<string, V>, mark: string): (readonly [string, V])[] {
  const value = table.get(mark.replace('process:', ''));
  return value === undefined ? [] : [[mark, value]];
}
