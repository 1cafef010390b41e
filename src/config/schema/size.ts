import * as z from 'zod';
import { parseSize } from '../../policy/words/size.js';
import { showValue } from '../problems/words.js';
import { complain } from './parts.js';

/** The least memory that a process may be held to. */
export const smallestMemory = '1MB';

const written = z.union([z.number().min(0), z.string().meta({ pattern: '^\\s*\\d+(\\.\\d+)? ?([kKMG]B|[KMG]iB|B)\\s*$' })], {
  error: 'a size such as 500kB, 10MB or 1GB, or a number of bytes',
});

/** A size as people write it, of at least `smallest`; its output is bytes. */
export function sizeFrom(smallest: string) {
  return written
    .transform((value, ctx) => {
      const bytes = parseSize(value);
      if (bytes === undefined) {
        complain(ctx, { message: `${showValue(value)} is not a size`, hint: 'write 500kB, 10MB or 1GB, or a number of bytes' });
        return z.NEVER;
      }
      if (bytes < parseSize(smallest)!)
        complain(ctx, { message: `${showValue(value)} is too small`, hint: `the smallest size is ${smallest}` });
      return bytes;
    })
    .meta({ title: 'size' });
}
