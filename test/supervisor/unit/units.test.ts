import { describe, expect, it } from 'vitest';
import type { ProcessSnapshot } from '../../../src/supervisor/snapshot/process.js';
import type { Unit } from '../../../src/supervisor/unit/unit.js';
import { Units } from '../../../src/supervisor/unit/units.js';

describe('the snapshots of all units', () => {
  it('are the processes first, each kind in the order in which its units were added', () => {
    const { units } = makeUnits(['container:db', 'api', 'web']);
    expect(namesIn(units)).toEqual(['api', 'web', 'container:db']);
  });

  it('stay the same array while nothing changed', () => {
    const { units } = makeUnits(['api', 'web']);
    expect(units.snapshots()).toBe(units.snapshots());
  });

  it('take only the one again that was replaced, so that a change costs the same among a thousand', () => {
    const { units, taken } = makeUnits(['api', 'web', 'container:db']);
    const before = units.snapshots();
    taken.clear();
    units.changed('web');
    const after = units.snapshots();
    expect([...taken]).toEqual([['web', 1]]);
    expect(after).not.toBe(before);
    expect(before.map((row, index) => row === after[index])).toEqual([true, false, true]);
  });

  it('take all again where more than one changed', () => {
    const { units, taken } = makeUnits(['api', 'web']);
    units.snapshots();
    taken.clear();
    units.changed('web');
    units.changed();
    units.snapshots();
    expect([...taken]).toEqual([
      ['api', 1],
      ['web', 1],
    ]);
  });

  it('follow what is added, arranged and removed after one of them changed', () => {
    const { units, add } = makeUnits(['api', 'web']);
    units.snapshots();
    units.changed('web');
    units.changed('worker');
    add('worker');
    expect(namesIn(units)).toEqual(['api', 'web', 'worker']);
    units.changed('api');
    units.arrange(['worker', 'api']);
    expect(namesIn(units)).toEqual(['worker', 'api', 'web']);
    units.changed('api');
    units.delete('api');
    units.changed('api');
    expect(namesIn(units)).toEqual(['worker', 'web']);
  });
});

/** Units of these names, whose snapshot is another object whenever it is taken. */
function makeUnits(names: readonly string[]): {
  readonly units: Units;
  /** How often each was taken. */
  readonly taken: Map<string, number>;
  add(name: string): void;
} {
  const units = new Units();
  const taken = new Map<string, number>();
  const add = (name: string): void => {
    const kind = name.startsWith('container:') ? 'container' : 'process';
    const unit: Pick<Unit, 'name' | 'snapshot'> = {
      name,
      get snapshot() {
        taken.set(name, (taken.get(name) ?? 0) + 1);
        return { name, kind } as ProcessSnapshot;
      },
    };
    units.set(unit as Unit);
  };
  for (const name of names) add(name);
  return { units, taken, add };
}

function namesIn(units: Units): readonly string[] {
  return units.snapshots().map(({ name }) => name);
}
