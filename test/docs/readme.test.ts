import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { regenerate } from './generated.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  it('has its generated parts up to date; `npm run docs` makes them so', () => {
    expect(regenerate(readme)).toBe(readme);
  });

  it('notices a generated part that is out of date', () => {
    const stale = readme.replace('| `registered` |', '| `registred` |');
    expect(stale).not.toBe(readme);
    expect(regenerate(stale)).toBe(readme);
  });
});
