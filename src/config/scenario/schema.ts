import * as z from 'zod';
import { parseExpectation } from '../../policy/simulation/expectation.js';
import { duration } from '../schema/duration.js';
import { closedMap, complain, rule } from '../schema/parts.js';

const exit = closedMap({ after: duration, code: z.int().min(0).max(255) });

const span = closedMap({ from: duration, to: duration }).superRefine(
  rule(({ from, to }) => (to > from ? undefined : { message: 'to must be later than from' })),
);

const script = closedMap({
  readyAfter: duration.default(0),
  exits: z.array(exit).default([]),
  unhealthy: z.array(span).default([]),
});

const expectation = z.string().transform((text, ctx) => {
  const parsed = parseExpectation(text);
  if (!('message' in parsed)) return parsed;
  complain(ctx, parsed);
  return z.NEVER;
});

/** A scenario as it is written. */
export const scenarioSchema = closedMap({
  processes: z.record(z.string(), script).default({}),
  expect: z.array(expectation).default([]),
});
