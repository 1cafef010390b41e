import * as z from 'zod';
import { processStateNames } from '../../policy/process/lifecycle.js';
import { unitKinds } from '../../supervisor/snapshot/process.js';

const text = z.string();
const number = z.number();
const flag = z.boolean();
const state = z.enum(processStateNames);
const health = z.enum(['none', 'pending', 'healthy', 'unhealthy']);
const circuitState = z.enum(['closed', 'open', 'half_open']);
const cause = z.looseObject({ kind: text, what: text, advice: text, port: number.nullable() });
const fact = z.looseObject({ code: number.nullable(), signal: text.nullable() });
const exit = fact.extend({ at: number, by: text, ranMs: number });

const row = z.looseObject({
  name: text,
  kind: z.enum(unitKinds),
  state,
  desired: z.enum(['up', 'down']),
  health,
  pid: number.nullable(),
  since: number.nullable(),
  dueAt: number.nullable(),
  startCount: number,
  restartCount: number,
  lastStartTime: number,
  healthFailures: number,
  lastError: text.nullable(),
  lastFailure: z.looseObject({ kind: text, text }).nullable(),
  failuresInRow: number,
  failuresAllowed: number,
  blocked: z.looseObject({ root: text, why: text, brief: text }).nullable(),
  death: z.looseObject({ at: number, exit: fact.nullable(), cause: cause.nullable() }).nullable().optional(),
  exit: exit.nullable(),
  errors: number,
  reason: text,
  timedReason: z.looseObject({ before: text, time: z.enum(['due', 'next', 'up']), after: text }).optional(),
  brief: text,
  circuit: z.looseObject({
    state: circuitState,
    failureTimes: z.array(number),
    windowMs: number,
    threshold: number,
    openedAt: number.nullable(),
    until: number.nullable(),
    cooldownMs: number,
  }),
  dependsOn: z.array(text),
  group: text.nullable(),
  trouble: flag,
  cpu: number.nullable(),
  memory: number.nullable(),
  ports: z.array(number),
});

const check = z.looseObject({ ok: flag, message: text, at: number, latencyMs: number });
const neighbour = z.looseObject({ name: text, condition: text, state, health });

const details = z.looseObject({
  name: text,
  configuration: text,
  dependencies: z.array(neighbour),
  dependents: z.array(neighbour),
  probes: z.array(z.looseObject({ id: text, records: z.array(check) })),
  timeline: z.array(z.looseObject({ at: number, from: state, to: state, reason: text, why: text })),
  ends: z.array(exit.extend({ words: text, expected: flag })),
  usage: z.array(z.looseObject({ at: number, cpu: number, memory: number })),
  tree: z.array(z.looseObject({ pid: number, parent: number, program: text, runState: text, ports: z.array(number) })).nullable(),
});

const card = z.looseObject({
  id: number,
  firstAt: number,
  count: number,
  at: number,
  exit: fact.nullable(),
  words: text,
  ranMs: number.nullable(),
  lines: z.array(z.looseObject({ stream: z.enum(['stdout', 'stderr']), text })),
  cpu: number.nullable(),
  memory: number.nullable(),
  checks: z.array(check.extend({ id: text })),
  causes: z.array(cause),
});

const timed = z.looseObject({
  name: text,
  waitedFor: z.array(z.looseObject({ name: text, condition: text, metMs: number.nullable() })),
  spawnedMs: number.nullable(),
  readyMs: number.nullable(),
  completedMs: number.nullable(),
  spawns: number,
  outcome: z.enum(['pending', 'ready', 'failed', 'stopped']),
  readyAfterMs: number.nullable(),
  usualMs: number.nullable(),
  slower: flag,
});

const report = z.looseObject({
  at: number,
  settled: flag,
  tookMs: number.nullable(),
  usualMs: number.nullable(),
  slower: flag,
  earlierStarts: number,
  processes: z.array(timed),
  chain: z.array(z.looseObject({ name: text, fromMs: number, spawnedMs: number, untilMs: number })),
});

/** The first line of a bundle. */
export const headerSchema = z.looseObject({
  bundle: z.literal(1),
  project: text,
  at: number,
  now: number,
  sinceMs: number,
  names: z.array(text),
});

/** Any further line of a bundle; what a later version adds is passed over. */
export const recordSchema = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('status') }),
  z.looseObject({ kind: z.literal('row'), at: number, name: text, row: row.nullable() }),
  z.looseObject({
    kind: z.literal('event'),
    event: z.looseObject({ seq: number, at: number, event: text }).catchall(z.union([text, number, flag, z.null()])),
  }),
  z.looseObject({ kind: z.literal('details'), details }),
  z.looseObject({ kind: z.literal('crashes'), name: text, cards: z.array(card) }),
  z.looseObject({ kind: z.literal('timing'), report }),
  z.looseObject({
    kind: z.literal('log'),
    name: text,
    lines: z.array(z.looseObject({ stream: z.enum(['stdout', 'stderr', 'watchdog']), time: number, text })),
  }),
  z.looseObject({ kind: z.literal('end'), records: number }),
]);
