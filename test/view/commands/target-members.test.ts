import { describe, expect, it } from 'vitest';
import { membersOf } from '../../../src/view/commands/target-members.js';
import type { Target } from '../../../src/view/state/target.js';
import { sampleProcess } from '../../components/stage/sample-processes.js';
import { FakeContext } from '../fake-context.js';

const processes = [
  sampleProcess('db', { group: 'back' }),
  sampleProcess('api', { group: 'back' }),
  sampleProcess('mail', { group: 'back', active: false }),
  sampleProcess('web'),
];

function namesOf(target: Target, listed = processes): readonly string[] {
  const { snapshot } = new FakeContext('db');
  return membersOf(target, { ...snapshot, processes, listed }).processes.map(({ name }) => name);
}

describe('an action on several in the dashboard', () => {
  it('leaves out what no active profile starts, in a group and in all', () => {
    expect(namesOf({ kind: 'group', group: 'back' })).toEqual(['db', 'api']);
    expect(namesOf({ kind: 'all' })).toEqual(['db', 'api', 'web']);
  });

  it('counts as hidden only what it could mean', () => {
    const { snapshot } = new FakeContext('db');
    expect(membersOf({ kind: 'group', group: 'back' }, { ...snapshot, processes, listed: [] }).hidden).toBe(2);
  });
});
