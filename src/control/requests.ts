import * as z from 'zod';
import type { SignalAction } from '../api/action-run.js';
import { parseSignal } from '../policy/process/signals.js';
import { clientNameOf } from '../policy/words/client-name.js';
import { waitConditions } from '../supervisor/unit/condition.js';
import { RequestRefused } from './refusal.js';

/** The most names that one request may carry. */
const mostNames = 1000;
const mostLines = 1_000_000;
/** The most that is typed in one request. */
const mostParts = 1000;
const mostCharacters = 16_384;
/** Columns or rows of a terminal; the memory of one grows with both. */
const mostCells = 1000;
/** Milliseconds in a hundred years: longer than any log, and still exact as a number. */
const longestMs = 3.2e12;

const name = z.string().max(1000);
const names = z.array(name).max(mostNames);
const signalAction = z.templateLiteral(['signal:', z.string()]).transform((written, ctx): SignalAction => {
  const parsed = parseSignal(written.slice('signal:'.length));
  if ('signal' in parsed) return `signal:${parsed.signal}`;
  ctx.addIssue({ code: 'custom', message: parsed.fault });
  return z.NEVER;
});
const action = z.union([
  z.enum(['start', 'stop', 'restart', 'reset', 'kill', 'kill-restart', 'hold-checks', 'resume-checks']),
  signalAction,
]);
const reader = z.enum(['line', 'screen']).default('line');
const count = z.string().regex(/^\d+$/, 'must be a whole number').transform(Number);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** Whatever a program calls itself becomes part of what is shown. */
const client = z
  .string()
  .transform((given) => clientNameOf(given) ?? 'client')
  .optional();

/** The body of POST /v1/actions. */
export const actionBody = z.union([
  z.strictObject({ action, names: names.min(1), reader, client }),
  z.strictObject({ action, all: z.literal(true), reader, client }),
]);

/** The body of POST /v1/type. */
export const typeBody = z.strictObject({
  name,
  parts: z.array(z.strictObject({ text: z.string().max(mostCharacters), pasted: z.boolean() })).max(mostParts),
});

/** The body of POST /v1/resize. */
export const resizeBody = z.strictObject({
  name,
  columns: z.int().min(1).max(mostCells),
  rows: z.int().min(1).max(mostCells),
});

/** The body of POST /v1/scale. */
export const scaleBody = z.strictObject({ name, replicas: z.int() });

/** The query of a request that is about one process. */
export const oneQuery = z.strictObject({ name: names.length(1) });

/** The query of GET /v1/lines. */
export const linesQuery = z.strictObject({ name: names.length(1), from: count, to: count, masked: flag.default(false) });

/** The body of POST /v1/read-logs. */
export const readLogsBody = z.strictObject({
  names: names.default([]),
  after: z.string().max(60_000).optional(),
  tail: z.int().min(0).max(mostLines).optional(),
  limit: z.int().min(1).max(2000).default(1000),
  bytes: z.int().min(1).max(1_048_576).optional(),
  level: z.enum(['error', 'warning']).optional(),
  since: z.int().min(0).max(longestMs).optional(),
  grep: z.string().min(1).max(2000).optional(),
  text: z.string().min(1).max(1000).optional(),
  masked: z.boolean().default(false),
});

/** The body of POST /v1/read-events. */
export const readEventsBody = z.strictObject({
  names: names.default([]),
  after: z.string().max(1000).optional(),
  limit: z.int().min(1).max(2000).default(100),
});

/** The query of GET /v1/status. */
export const statusQuery = z.strictObject({ name: names.default([]), facts: flag.default(false) });

/** The query of GET /v1/wait. */
export const waitQuery = z.strictObject({
  name: names.min(1),
  for: z.enum(waitConditions).default('healthy'),
  fresh: flag.default(false),
});

/** The query of GET /v1/logs; `since` in milliseconds. */
export const logsQuery = z.strictObject({
  name: names.default([]),
  n: count.pipe(z.number().max(mostLines)).optional(),
  since: count.pipe(z.number().max(longestMs)).optional(),
  files: flag.default(false),
  follow: flag.default(false),
});

/** The query of GET /v1/events. */
export const eventsQuery = z.strictObject({ follow: flag.default(false) });

/** The query of GET /v1/bundle; `since` in milliseconds. */
export const bundleQuery = z.strictObject({
  since: count.pipe(z.number().max(longestMs)).optional(),
  list: flag.default(false),
});

/** The query of GET /v1/metrics. */
export const metricsQuery = z.strictObject({ json: flag.default(false) });

/** A query or a body that must be empty. */
export const nothing = z.strictObject({});

/**
 * Checks what came with a request.
 * @throws RequestRefused 400 that says what is wrong with it
 */
export function parseRequest<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new RequestRefused(400, path.length === 0 ? message : `${path.join('.')}: ${message}`);
}

/**
 * The parameters of a query as an object: lists for `name`, single strings for the others.
 * @throws RequestRefused 400 where a single one is given twice
 */
export function queryObject(parameters: URLSearchParams): Record<string, string | string[]> {
  // Without a prototype, which a parameter called __proto__ would set in place of itself.
  const query: Record<string, string | string[]> = Object.create(null);
  for (const key of new Set(parameters.keys())) {
    const values = parameters.getAll(key);
    if (key !== 'name' && values.length > 1) throw new RequestRefused(400, `${key}: given ${values.length} times`);
    query[key] = key === 'name' ? values : values[0]!;
  }
  return query;
}
