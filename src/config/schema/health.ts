import * as z from 'zod';
import { either } from '../problems/words.js';
import { duration, positiveDuration } from './duration.js';
import { expression } from './expression.js';
import { http } from './http.js';
import { asksSomething, checkKinds } from './merge-defaults.js';
import { type Complaint, closedMap, command, rule } from './parts.js';
import { tcpAddress } from './port.js';

const checkShape = {
  http: http.optional().describe('Healthy when this address answers with an accepted status'),
  tcp: tcpAddress.optional().describe('Healthy when this port takes a connection'),
  exec: command.optional().describe('Healthy when this shell command ends with exit code 0'),
  log: expression
    .optional()
    .describe(
      'Healthy once a line of the output matches, until the process ends. It decides readiness only, so it never restarts; the times below do not concern it',
    ),
  interval: positiveDuration.prefault('30s').describe('Time between two checks'),
  timeout: positiveDuration.prefault('5s').describe('Time after which a check counts as failed'),
  threshold: z.int().min(1).default(3).describe('Failures in a row that make it unhealthy and restart it'),
  successThreshold: z.int().min(1).default(1).describe('Successes in a row that make it healthy'),
  startPeriod: duration.prefault('30s').describe('Time after the start in which failures before the first success do not count'),
  startInterval: positiveDuration.prefault('1s').describe('Time between two checks until the first success'),
};

const check = closedMap(checkShape).superRefine(rule(kindComplaint));

const readiness = closedMap({
  ...checkShape,
  fd: z
    .int()
    .min(3)
    .max(9)
    .optional()
    .describe('Ready once the process writes a line feed on this descriptor, which it is given for that; not with tty'),
}).superRefine(rule(kindComplaint));

const liveness = check.superRefine(
  rule(({ log }) =>
    log === undefined
      ? undefined
      : { message: 'a line of output cannot show that it still lives', hint: 'give log to readiness' },
  ),
);

/** The checks of a process. That each asks something is seen after the defaults. */
export const checkSchemas = {
  healthCheck: check.nullable().optional().describe('Says whether it is well; restarts it when it is not; null for none'),
  readiness: readiness
    .nullable()
    .optional()
    .describe('In place of healthCheck, with the same keys and fd: says when it is ready, and never restarts it'),
  liveness: liveness
    .nullable()
    .optional()
    .describe('In place of healthCheck, with the same keys but log: restarts it when it fails'),
};

/** The problem of a healthCheck beside what is in its place. */
export function doubledCheck(process: { readonly [key in keyof typeof checkSchemas]?: unknown }): Complaint | undefined {
  const apart = (['readiness', 'liveness'] as const).filter((key) => (process[key] ?? null) !== null);
  if ((process.healthCheck ?? null) === null || apart.length === 0) return undefined;
  return {
    message: `is both readiness and liveness, so it cannot be given with ${apart.join(' and ')}`,
    hint: 'leave one of them out',
  };
}

function kindComplaint(written: Readonly<Record<string, unknown>>): Complaint | undefined {
  if (!asksSomething(written)) return undefined;
  const kinds = checkKinds.filter((kind) => written[kind] !== undefined);
  if (kinds.length === 1) return undefined;
  return { message: `has ${kinds.length === 2 ? 'both ' : ''}${kinds.join(' and ')}`, hint: `give one of ${either(kinds)}` };
}
