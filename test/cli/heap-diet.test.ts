import { beforeEach, describe, expect, it } from 'vitest';
import { followLoad } from '../../src/cli/heap-diet.js';
import { FakeClock } from '../ports/fake-clock.js';

const megabyte = 1024 * 1024;
const lookMs = 5000;

let clock: FakeClock;
let load: number;
let size: number;
let did: string[];
let diet: Disposable;

beforeEach(() => {
  clock = new FakeClock();
  [load, size, did] = [0, 16 * megabyte, []];
  diet = followLoad(clock, {
    load: () => load,
    size: () => size,
    setGrowth: (mayGrow) => did.push(mayGrow ? 'may grow' : 'may not grow'),
    collect: () => {
      did.push('collected');
      size = 2 * megabyte;
    },
  });
});

describe('the young heap', () => {
  it('is given back once nothing was going on for two looks', () => {
    clock.advance(lookMs);
    expect(did).toEqual([]);
    clock.advance(lookMs);
    expect(did).toEqual(['may not grow', 'collected']);
  });

  it('is collected no more while it is small', () => {
    clock.advance(20 * lookMs);
    expect(did.filter((deed) => deed === 'collected')).toHaveLength(1);
  });

  it('may grow while much is going on, and is given back after it', () => {
    clock.advance(2 * lookMs);
    did = [];
    load = 0.6;
    clock.advance(lookMs);
    expect(did).toEqual(['may grow']);
    [load, size, did] = [0.01, 8 * megabyte, []];
    clock.advance(2 * lookMs);
    expect(did).toEqual(['may not grow', 'collected']);
  });

  it('is left alone once the dashboard is closed', () => {
    diet[Symbol.dispose]();
    clock.advance(10 * lookMs);
    expect(did).toEqual([]);
  });

  it('stays as it is while a little is going on', () => {
    load = 0.1;
    clock.advance(10 * lookMs);
    expect(did).toEqual([]);
  });
});
