import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuBetween, type MemberReading, memoryOf, roundedMemory, roundedPercent } from '../../../src/policy/process/usage.js';
import { sampleMember } from '../../ports/fake-usage-sampler.js';

const at = (ms: number, ...members: readonly MemberReading[]) => ({ at: ms, members });
const percent = (...args: Parameters<typeof cpuBetween>): number => cpuBetween(...args).percent;

describe('The processor time of a tree', () => {
  it('is what its members used since the last reading, in per cent of one core', () => {
    const before = at(0, sampleMember({ cpuMs: 1000 }), sampleMember({ pid: 101, parent: 100 }));
    const after = at(2000, sampleMember({ cpuMs: 1030 }), sampleMember({ pid: 101, parent: 100, cpuMs: 3000 }));
    expect(percent(before, after, 4, 0)).toBe(151.5);
  });

  it('counts all of a member that was born meanwhile', () => {
    const born = sampleMember({ pid: 101, parent: 100, ageMs: 900, cpuMs: 500 });
    expect(percent(at(0, sampleMember()), at(1000, sampleMember(), born), 4, 0)).toBe(50);
  });

  it('counts nothing of an old process that only now turned out to be a member', () => {
    const late = sampleMember({ pid: 101, ageMs: 900_000, cpuMs: 600_000 });
    expect(percent(at(0, sampleMember()), at(1000, sampleMember(), late), 4, 0)).toBe(0);
  });

  it('takes another process with the same pid for a new one', () => {
    const before = at(0, sampleMember({ cpuMs: 90_000 }));
    const after = at(1000, sampleMember({ startTime: 2, ageMs: 500, cpuMs: 100 }));
    expect(percent(before, after, 4, 0)).toBe(10);
  });

  it('counts a child that lived between two readings only, by what it left to its parent', () => {
    expect(percent(at(0, sampleMember()), at(1000, sampleMember({ endedChildrenMs: 800 })), 4, 0)).toBe(80);
  });

  it('does not count again what a child had used before its end', () => {
    const child = sampleMember({ pid: 101, parent: 100, cpuMs: 3_600_000 });
    const share = cpuBetween(at(0, sampleMember(), child), at(1000, sampleMember({ endedChildrenMs: 3_600_100 })), 4, 0);
    expect(share).toEqual({ percent: 10, unclaimedMs: 0 });
  });

  it('remembers what a child had used until its parent asks for its status, however late', () => {
    const child = sampleMember({ pid: 101, parent: 100, cpuMs: 3_600_000 });
    const first = cpuBetween(at(0, sampleMember(), child), at(1000, sampleMember()), 4, 0);
    expect(first).toEqual({ percent: 0, unclaimedMs: 3_600_000 });
    const reaped = at(2000, sampleMember({ endedChildrenMs: 3_600_000 }));
    expect(cpuBetween(at(1000, sampleMember()), reaped, 4, first.unclaimedMs)).toEqual({ percent: 0, unclaimedMs: 0 });
  });

  it('is never more than the machine has, and 0 where no time has passed', () => {
    const busy = sampleMember({ cpuMs: 1e9 });
    expect(percent(at(0, sampleMember()), at(10, busy), 4, 0)).toBe(400);
    expect(percent(at(10, sampleMember()), at(10, busy), 4, 0)).toBe(0);
  });

  it('survives parents that go round, as in a table that was not read in one moment', () => {
    const one = sampleMember({ pid: 7, parent: 8 });
    const other = sampleMember({ pid: 8, parent: 7 });
    expect(percent(at(0, sampleMember(), one, other), at(1000, sampleMember()), 4, 0)).toBe(0);
  });
});

/** A tree that forks, works, ends and reaps as the system lets it, and the truth about the time that it used. */
class TreeWorld {
  readonly #alive = new Map<number, { parent: number; born: number; cpu: number; children: number }>([
    [100, { parent: 1, born: 0, cpu: 0, children: 0 }],
  ]);
  readonly #zombies: { readonly parent: number; readonly total: number }[] = [];
  #nextPid = 101;
  now = 0;
  used = 0;

  pass(ms: number): void {
    this.now += ms;
  }

  work(choice: number, ms: number): void {
    this.#alive.get(this.#pick(choice))!.cpu += ms;
    this.used += ms;
  }

  fork(choice: number): void {
    this.#alive.set(this.#nextPid++, { parent: this.#pick(choice), born: this.now, cpu: 0, children: 0 });
  }

  /** Ends a process but the first; one without children where `onlyLeaves`. Its parent asks for its status at once, or later. */
  end(choice: number, onlyLeaves: boolean, atOnce: boolean): void {
    const parents = new Set([...this.#alive.values()].map(({ parent }) => parent));
    const pids = [...this.#alive.keys()].filter((pid) => pid !== 100 && !(onlyLeaves && parents.has(pid)));
    const pid = pids[choice % pids.length];
    const process = pid === undefined ? undefined : this.#alive.get(pid);
    if (pid === undefined || process === undefined) return;
    this.#alive.delete(pid);
    for (const other of this.#alive.values()) if (other.parent === pid) other.parent = 1;
    this.#zombies.push({ parent: process.parent, total: process.cpu + process.children });
    if (atOnce) this.reap();
  }

  /** Parents take over the time of their ended children; that of orphans is lost. */
  reap(): void {
    for (const { parent, total } of this.#zombies.splice(0)) {
      const heir = this.#alive.get(parent);
      if (heir !== undefined) heir.children += total;
    }
  }

  read() {
    const members = [...this.#alive].map(([pid, { parent, born, cpu, children }]) =>
      sampleMember({ pid, parent, startTime: pid, ageMs: this.now - born, cpuMs: cpu, endedChildrenMs: children }),
    );
    return at(this.now, ...members);
  }

  #pick(choice: number): number {
    const pids = [...this.#alive.keys()];
    return pids[choice % pids.length]!;
  }
}

const action = fc.record({
  what: fc.constantFrom('work', 'work', 'fork', 'fork', 'end', 'end', 'reap', 'look'),
  choice: fc.nat(20),
  ms: fc.integer({ min: 0, max: 50 }),
});
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** Plays the actions and returns, for each sample, how much was measured and how much was used since the last. */
function play(actions: readonly Action[], isOrderly: boolean): { readonly measured: number; readonly used: number }[] {
  const world = new TreeWorld();
  let [last, unclaimed, usedBefore] = [world.read(), 0, 0];
  return [...actions, { what: 'look', choice: 0, ms: 0 }].flatMap(({ what, choice, ms }) => {
    world.pass(100);
    if (what === 'work') world.work(choice, ms);
    if (what === 'fork') world.fork(choice);
    if (what === 'end') world.end(choice, isOrderly, isOrderly);
    if (what === 'reap') world.reap();
    if (what !== 'look') return [];
    const reading = world.read();
    const share = cpuBetween(last, reading, 64, unclaimed);
    const found = { measured: (share.percent * (reading.at - last.at)) / 100, used: world.used - usedBefore };
    [last, unclaimed, usedBefore] = [reading, share.unclaimedMs, world.used];
    return [found];
  });
}

describe('Over any history of a tree, the processor time', () => {
  it('is exact where every parent outlives its children and asks for their status', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60, size: 'max' }), (actions) => {
        for (const { measured, used } of play(actions, true)) expect(measured).toBeCloseTo(used, 6);
      }),
    );
  });

  it('is never negative nor, in sum, more than was used, whatever is orphaned or not asked for', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60, size: 'max' }), (actions) => {
        let balance = 0;
        for (const { measured, used } of play(actions, false)) {
          expect(measured).toBeGreaterThanOrEqual(0);
          balance += used - measured;
          expect(balance).toBeGreaterThan(-1e-6);
        }
      }),
    );
  });
});

describe('Figures', () => {
  it('add the memory of all members', () => {
    expect(memoryOf(at(0, sampleMember({ memory: 5 }), sampleMember({ memory: 7 })))).toBe(12);
  });

  it.each([
    [0.04, 0],
    [1.46, 1.5],
    [99.94, 99.9],
    [99.96, 100],
    [123.4, 123],
  ])('are rounded to what is shown: %d %% to %d', (exact, shown) => {
    expect(roundedPercent(exact)).toBe(shown);
  });

  it.each([
    [512_000, 500_000],
    [1_540_000, 1_500_000],
    [52_428_800, 52_000_000],
    [999_600_000, 1_000_000_000],
    [1_240_000_000, 1_200_000_000],
    [12_400_000_000, 12_000_000_000],
  ])('are rounded to what is shown: %d bytes to %d', (exact, shown) => {
    expect(roundedMemory(exact)).toBe(shown);
  });
});
