import * as z from 'zod';
import { duration } from './duration.js';
import { closedMap, rule, text } from './parts.js';

/** Which files restart a process. */
export const watch = closedMap({
  paths: z
    .array(text)
    .superRefine(rule((paths) => (paths.length === 0 ? { message: 'names no file' } : undefined)))
    .describe('Files, folders and globs that restart it when they change, relative to its cwd'),
  ignore: z.array(text).default([]).describe('Globs to leave out; node_modules, .git and .watchdog always are'),
  debounce: duration.prefault('300ms').describe('Quiet time after a change before it restarts, so that a burst is one restart'),
});
