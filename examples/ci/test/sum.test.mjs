import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sum } from '../src/sum.mjs';

it('adds numbers', () => assert.equal(sum(1, 2, 3), 6));
it('is 0 for none', () => assert.equal(sum(), 0));
