import { describe, expect, it } from 'vitest';
import { UnitKind } from '../../../src/supervisor/unit/kind.js';
import type { Unit } from '../../../src/supervisor/unit/unit.js';
import { Units } from '../../../src/supervisor/unit/units.js';
import { sampleProcess } from '../../components/stage/sample-processes.js';

function unit(name: string): Unit {
  return { name, snapshot: sampleProcess(name) } as unknown as Unit;
}

describe('A kind of units', () => {
  it('knows its own members alone, by the names and in the order of the units', () => {
    const units = new Units();
    const [processes, others] = [new UnitKind<{ pid: number }>(units), new UnitKind<{ id: string }>(units)];
    processes.set(unit('api'), { pid: 1 });
    others.set(unit('container:db'), { id: 'x' });
    processes.set(unit('web'), { pid: 2 });
    expect(processes.get('container:db')).toBeUndefined();
    expect(others.get('container:db')).toEqual({ id: 'x' });
    units.arrange(['web', 'api']);
    expect(processes.entries()).toEqual([
      ['web', { pid: 2 }],
      ['api', { pid: 1 }],
    ]);
    expect(others.names()).toEqual(['container:db']);
  });

  it('has no member that the units have no more', () => {
    const units = new Units();
    const processes = new UnitKind<{ pid: number }>(units);
    for (const pid of [1, 2, 3]) processes.set(unit(`p${pid}`), { pid });
    units.delete('p2');
    expect(processes.values()).toEqual([{ pid: 1 }, { pid: 3 }]);
    // Another unit of the name is another member.
    units.set(unit('p1'));
    expect(processes.get('p1')).toBeUndefined();
    processes.clear();
    expect(units.get('p3')).toBeUndefined();
    expect(units.get('p1')).toBeDefined();
  });
});
