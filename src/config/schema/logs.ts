import * as z from 'zod';
import { parseSize } from '../../policy/words/size.js';
import { showValue } from '../problems/words.js';
import { closedMap, complain } from './parts.js';

/** A smaller file would be rotated all the time. */
const smallestBytes = 1000;

const written = z.union([z.number().min(0), z.string().meta({ pattern: '^\\s*\\d+(\\.\\d+)? ?([kKMG]B|[KMG]iB|B)\\s*$' })], {
  error: 'a size such as 500kB, 10MB or 1GB, or a number of bytes',
});

/** The size of a file as people write it; its output is bytes. */
const fileSize = written
  .transform((value, ctx) => {
    const bytes = parseSize(value);
    if (bytes === undefined) {
      complain(ctx, { message: `${showValue(value)} is not a size`, hint: 'write 500kB, 10MB or 1GB, or a number of bytes' });
      return z.NEVER;
    }
    if (bytes < smallestBytes) complain(ctx, { message: `${showValue(value)} is too small`, hint: 'the smallest size is 1kB' });
    return bytes;
  })
  .meta({ title: 'size' });

/** What is kept of a process's output. */
export const logs = closedMap({
  lines: z.int().min(1).max(1_000_000).default(10_000).describe('Lines kept for the dashboard, in at most 8 MiB'),
  file: z.boolean().default(true).describe('Whether its output is also written to .watchdog/logs/NAME.log'),
  maxSize: fileSize.prefault('10MB').describe('Size at which that file is rotated'),
  keep: z.int().min(0).max(1000).default(5).describe('Rotated files that are kept: NAME.1.log is the newest'),
});
