import { describe, expect, it } from 'vitest';
import { namedUnits } from '../../../src/policy/words/named-units.js';

const units = [
  { name: 'db', group: 'backend' },
  { name: 'api', group: 'backend' },
  { name: 'web-1', group: null },
  { name: 'web-2', group: null },
  { name: '@odd', group: null },
  { name: 'web-tests', group: 'backend', active: false },
  { name: 'bench', group: 'slow', active: false },
];

describe('names in arguments', () => {
  it.each([
    [['api'], ['api']],
    [['@backend'], ['db', 'api']],
    [['web*'], ['web-1', 'web-2']],
    [
      ['web-?', 'db'],
      ['db', 'web-1', 'web-2'],
    ],
    [['*b*1', 'web-1'], ['web-1']],
    [['*'], ['db', 'api', 'web-1', 'web-2', '@odd']],
  ])('%j mean %j, each once and in the order of the file', (written, names) => {
    expect(namedUnits(written, units)).toEqual({ names });
  });

  it('are literal first', () => {
    expect(namedUnits(['@odd'], units)).toEqual({ names: ['@odd'] });
    expect(namedUnits(['a*'], [...units, { name: 'a*', group: null }])).toEqual({ names: ['a*'] });
  });

  it('mean all replicas by the name of the process, inactive ones too, and one by its own', () => {
    const replicas = ['api-1', 'api-2'].map((name) => ({ name, group: 'api', replicaOf: 'api', active: false }));
    expect(namedUnits(['api'], replicas)).toEqual({ names: ['api-1', 'api-2'] });
    expect(namedUnits(['api-2'], replicas)).toEqual({ names: ['api-2'] });
    expect(namedUnits(['apii'], replicas)).toEqual({ unknown: 'apii', hint: 'did you mean "api"?' });
  });

  it('mean a process without an active profile only by its own name', () => {
    expect(namedUnits(['bench'], units)).toEqual({ names: ['bench'] });
    const hint = 'all that it means have profiles of which none is active; name one, or give --profile';
    expect(namedUnits(['@slow'], units)).toEqual({ unknown: '@slow', hint });
    expect(namedUnits(['ben*'], units)).toEqual({ unknown: 'ben*', hint });
  });

  it.each([
    ['apu', 'did you mean "api"?'],
    ['@backand', 'did you mean "@backend"?'],
    ['@nothing', 'the groups are backend, slow'],
    ['x*', 'there are db, api, web-1, web-2, @odd, web-tests, bench'],
  ])('%s that means nothing comes back with what was probably meant', (unknown, hint) => {
    expect(namedUnits(['db', unknown], units)).toEqual({ unknown, hint });
  });

  it('take no longer with many stars', () => {
    const name = 'a'.repeat(1000);
    expect(namedUnits([`${'*a'.repeat(400)}*b`], [{ name, group: null }])).toHaveProperty('unknown');
  });
});
