import * as z from 'zod';
import { parseDuration } from '../../policy/words/duration.js';
import { showValue } from '../problems/words.js';
import { complain } from './parts.js';

/** The longest delay that a timer of JavaScript takes: about 24.8 days. A longer one would fire at once. */
const longestMs = 2 ** 31 - 1;

const written = z.union([z.number().min(0), z.string().meta({ pattern: '^\\s*\\d+(\\.\\d+)?(ms|s|m|h)\\s*$' })], {
  error: 'a duration such as 500ms, 10s, 5m or 1h, or a number of milliseconds',
});

/** A duration as people write it; its output is milliseconds. May be zero. */
export const duration = written
  .transform((value, ctx) => {
    const ms = parseDuration(value);
    if (ms === undefined) {
      const hint = 'write 500ms, 10s, 5m or 1h, or a number of milliseconds';
      complain(ctx, { message: `${showValue(value)} is not a duration`, hint });
      return z.NEVER;
    }
    if (typeof value === 'string' && /\d\s*$/.test(value)) {
      const hint = 'write 500ms, 10s, 5m or 1h, or the number without quotes';
      complain(ctx, { message: `${showValue(value)} has no unit`, hint });
      return z.NEVER;
    }
    if (ms > longestMs) complain(ctx, { message: `${showValue(value)} is too long`, hint: 'the longest duration is 596h' });
    return ms;
  })
  .meta({ title: 'duration' });

/** A duration that cannot be zero, since something would then be repeated without a pause. */
export const positiveDuration = duration.superRefine((ms, ctx) => {
  if (ms <= 0) complain(ctx, { message: 'must be longer than 0' });
});
