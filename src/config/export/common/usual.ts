import { isDeepStrictEqual } from 'node:util';
import { resolveProcess } from '../../resolve/process.js';
import { processSchema } from '../../schema/process.js';
import type { ProcessConfig } from '../../schema/process-config.js';

let known: ProcessConfig | undefined;

/** A process that says nothing but its command. */
function usualProcess(): ProcessConfig {
  known ??= resolveProcess('usual', processSchema.parse({ command: 'true' }), {
    directory: '/',
    env: {},
    shellByDefault: true,
    profiles: [],
    functions: {},
    ports: [],
    replica: null,
    unitsOf: (name) => [name],
    hooks: {},
    hasHealthCheck: () => false,
  });
  return known;
}

/** Whether a process says something of its own about a part of its configuration. */
export function isUnusual(process: ProcessConfig, part: (process: ProcessConfig) => unknown): boolean {
  return !isDeepStrictEqual(part(process), part(usualProcess()));
}
