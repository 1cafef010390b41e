import { processSchema } from '../../schema/process.js';

/** For each key that is younger than the import: a process that has it. */
const samples = {
  profiles: { profiles: ['full'] },
  replicas: { replicas: 2 },
  schedule: { schedule: '0 2 * * *', autoRestart: false },
  daemon: { daemon: true },
  memory: { memory: { max: '100MB' } },
  envFile: { envFile: ['.env?'] },
  shellProgram: { shell: 'bash' },
  stopKeys: { tty: true, stop: { keys: 'q' } },
  ended: { dependsOn: { other: 'ended' } },
} as const;

/** A key that can be written as soon as the schema knows it. */
export type YoungKey = keyof typeof samples;

const known = new Map<YoungKey, boolean>();

/** Whether the schema knows a key, so that it can be written; until then what it would say has no counterpart. */
export function mayWrite(key: YoungKey): boolean {
  const before = known.get(key);
  if (before !== undefined) return before;
  const isKnown = processSchema.safeParse({ command: 'x', ...samples[key] }).success;
  known.set(key, isKnown);
  return isKnown;
}
