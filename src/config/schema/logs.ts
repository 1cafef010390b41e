import * as z from 'zod';
import { closedMap } from './parts.js';
import { sizeFrom } from './size.js';

/** A smaller file would be rotated all the time. */
const fileSize = sizeFrom('1kB');

/** What is kept of a process's output. */
export const logs = closedMap({
  lines: z.int().min(1).max(1_000_000).default(10_000).describe('Lines kept for the dashboard, in at most 8 MiB'),
  file: z.boolean().default(true).describe('Whether its output is also written to .watchdog/logs/NAME.log'),
  maxSize: fileSize.prefault('10MB').describe('Size at which that file is rotated'),
  keep: z.int().min(0).max(1000).default(5).describe('Rotated files that are kept: NAME.1.log is the newest'),
});
