import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { brokenHops, hopLists } from './hops.js';
import { projectFolder } from './source-tree.js';

const lists = hopLists(readFileSync(join(projectFolder, 'CONTRIBUTING.md'), 'utf8'));

describe('the ways through the house in CONTRIBUTING.md', () => {
  it('are three, and none is longer than it was', () => {
    expect(lists).toHaveLength(3);
    const [key = [], chunk = [], crash = []] = lists;
    expect(key.length).toBeGreaterThan(10);
    expect(key.length).toBeLessThanOrEqual(20);
    expect(chunk.length).toBeLessThanOrEqual(16);
    expect(crash.length).toBeLessThanOrEqual(16);
  });

  it('lead through functions that exist, each joined to one above it', () => {
    expect(lists.flatMap((list) => brokenHops(list))).toEqual([]);
  });

  it('would be noticed with a file, a function or a call that is not there', () => {
    const files: Readonly<Record<string, string>> = {
      'a.ts': 'export function first() {\n  new Second().run();\n}\n',
      'b.ts': 'export class Second {\n  run(): void {}\n  #walk(): void {}\n}\nfunction third() {}\n',
    };
    const text = [
      '<!-- hops -->',
      '1. `a.ts` `first`: x',
      '2. `b.ts` `Second.run`: x',
      '3. `c.ts` `x`: x',
      '4. `b.ts` `Second.#walk`: x',
      '5. `b.ts` `Second.fly`: x',
      '6. `a.ts` `third`: x',
      '7. `a.ts` `firs`: x',
    ].join('\n');
    expect(hopLists(text).flatMap((list) => brokenHops(list, (file) => files[file]))).toEqual([
      'CONTRIBUTING.md:4: there is no c.ts',
      'CONTRIBUTING.md:6: b.ts has no Second.fly',
      'CONTRIBUTING.md:7: a.ts has no third',
      'CONTRIBUTING.md:8: a.ts has no firs',
    ]);
    expect(brokenHops(hopLists('<!-- hops -->\n1. `a.ts` `first`: x\n2. `b.ts` `third`: x')[0]!, (file) => files[file])).toEqual([
      'CONTRIBUTING.md:3: nothing joins third to a hop above it',
    ]);
  });
});
