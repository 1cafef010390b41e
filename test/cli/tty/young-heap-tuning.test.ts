import { beforeEach, describe, expect, it } from 'vitest';
import { tuneYoungHeap } from '../../../src/cli/tty/young-heap-tuning.js';
import { FakeClock } from '../../ports/fake-clock.js';

const megabyte = 1024 * 1024;
const pollMs = 5000;

let clock: FakeClock;
let load: number;
let size: number;
let spare: number;
let did: string[];
let isHelped: boolean | undefined;
let diet: Disposable;

beforeEach(() => {
  clock = new FakeClock();
  [load, size, spare, did] = [0, 16 * megabyte, 0, []];
  diet = tuneYoungHeap(clock, {
    load: () => load,
    size: () => size,
    spare: () => spare,
    setGrowth: (mayGrow) => did.push(mayGrow ? 'may grow' : 'may not grow'),
    setHelpers: (mayHelp) => {
      isHelped = mayHelp;
    },
    collect: () => {
      did.push('collected');
      size = 2 * megabyte;
      spare /= 2;
    },
  });
});

describe('the young heap', () => {
  it('is given back once nothing was going on for two polls', () => {
    clock.advance(pollMs);
    expect(did).toEqual(['may not grow']);
    clock.advance(pollMs);
    expect(did).toEqual(['may not grow', 'may not grow', 'collected']);
  });

  it('may then grow a little, by one doubling, and is collected no more', () => {
    clock.advance(2 * pollMs);
    did = [];
    clock.advance(pollMs);
    expect(did).toEqual(['may grow']);
    size = 4 * megabyte;
    clock.advance(500);
    expect(did).toEqual(['may grow', 'may not grow']);
    clock.advance(20 * pollMs);
    expect(new Set(did)).toEqual(new Set(['may grow', 'may not grow']));
  });

  it('is polled rarely where it does not grow, so that an idle program spends nothing on it', () => {
    clock.advance(2 * pollMs);
    clock.advance(20_000);
    did = [];
    clock.advance(60_000);
    expect(did).toHaveLength(12);
  });

  it('may grow while much is going on, and is given back after it', () => {
    load = 0.6;
    clock.advance(pollMs);
    expect(did).toEqual(['may grow']);
    [load, did] = [0.01, []];
    clock.advance(2 * pollMs);
    expect(did).toEqual(['may not grow', 'may not grow', 'collected']);
  });

  it('is given back with the rest that a start leaves, once, however much of that stays', () => {
    [size, spare] = [4 * megabyte, 40 * megabyte];
    clock.advance(20 * pollMs);
    expect(did.filter((each) => each === 'collected')).toEqual(['collected']);
    spare = 37 * megabyte;
    clock.advance(2 * pollMs);
    expect(did.filter((each) => each === 'collected')).toEqual(['collected', 'collected']);
  });

  it('is collected by one thread but while much is going on', () => {
    clock.advance(pollMs);
    expect(isHelped).toBe(false);
    load = 0.6;
    clock.advance(pollMs);
    expect(isHelped).toBe(true);
  });

  it('is left alone once the dashboard is closed', () => {
    diet[Symbol.dispose]();
    clock.advance(10 * pollMs);
    expect(did).toEqual([]);
  });

  it('is not collected while a little is going on', () => {
    load = 0.1;
    clock.advance(10 * pollMs);
    expect(did).not.toContain('collected');
  });
});
