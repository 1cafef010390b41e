import { expect, it } from 'vitest';
import { chaos } from './chaos.js';

// `npm run chaos` does the same for minutes, with every kind twice and a seed of the day.
it('whatever is done to two dozen children of all kinds, status, process table and screen agree, and nothing survives', async () => {
  const { survivors, actions } = await chaos({ seed: 21, copies: 1, goesOn: (steps) => steps < 8, finale: 'SIGKILL' });
  expect(survivors).toEqual([]);
  expect(actions).toBeGreaterThan(16);
});
