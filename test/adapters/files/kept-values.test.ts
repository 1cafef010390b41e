import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keptValues } from '../../../src/adapters/files/kept-values.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

const value = { text: 'shop', list: [1, undefined, Number.NaN], pattern: /a+/, map: new Map([['a', 1]]) };

describe('A value that is kept from one start to the next', () => {
  let folder: TemporaryFolder;
  const path = (): string => join(folder.path, 'build');

  beforeEach(async () => {
    folder = await TemporaryFolder.make();
    vi.useFakeTimers();
  });

  afterEach(async () => {
    vi.useRealTimers();
    await folder[Symbol.asyncDispose]();
  });

  function keep(key: string, kept: unknown): void {
    keptValues(path()).keep(key, () => kept);
    vi.runAllTimers();
  }

  it('comes back as it was', () => {
    keep('shop', value);
    expect(keptValues(path()).find('shop')).toEqual(value);
    expect(keptValues(path()).find('other')).toBeUndefined();
  });

  it('is gone once there is none any more', () => {
    keep('shop', value);
    keep('shop', undefined);
    expect(keptValues(path()).find('shop')).toBeUndefined();
  });

  it('is as if it were not there where its file is not what was written', () => {
    keep('shop', value);
    const [name] = readdirSync(path());
    const file = join(path(), name!);
    const bytes = readFileSync(file);
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8(flipped.readUInt8(20) ^ 1, 20);
    for (const broken of [flipped, bytes.subarray(0, 9), Buffer.alloc(0), Buffer.from('{}')]) {
      writeFileSync(file, broken);
      expect(keptValues(path()).find('shop')).toBeUndefined();
    }
  });

  it('is not kept where it would come back as something else', () => {
    keep('url', { url: new (class Shop {})() });
    expect(keptValues(path()).find('url')).toBeUndefined();
  });

  it('does without where the folder cannot be made', () => {
    writeFileSync(path(), '');
    keep('shop', value);
    expect(keptValues(path()).find('shop')).toBeUndefined();
  });

  it('takes the place of the oldest once there are many', () => {
    for (let number = 0; number < 40; number++) keep(`shop ${number}`, number);
    expect(readdirSync(path())).toHaveLength(32);
    expect(keptValues(path()).find('shop 39')).toBe(39);
  });
});
