import { z } from 'zod';
import { duration, positiveDuration } from './schema-duration.js';
import { type Complaint, closedMap, command, complain, rule, text } from './schema-parts.js';
import { quote } from './words.js';

const url = text
  .superRefine(
    rule((value) => {
      const isWeb = URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
      return isWeb
        ? undefined
        : { message: `${quote(value)} is not an http or https URL`, hint: 'write http://localhost:3000/health' };
    }),
  )
  .meta({ title: 'URL' });

const statusRange = z
  .union([z.int().min(100).max(599), z.string().meta({ pattern: '^[1-5]\\d\\d(-[1-5]\\d\\d)?$' })], {
    error: 'a status such as 200 or a range such as "200-399"',
  })
  .transform((value, ctx): readonly [number, number] => {
    const match = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/.exec(String(value).trim());
    const from = Number(match?.[1]);
    const to = Number(match?.[2] ?? match?.[1]);
    if (!(from <= to)) {
      complain(ctx, {
        message: `${quote(String(value))} is not a status or a range of statuses`,
        hint: 'write 200 or "200-399"',
      });
      return z.NEVER;
    }
    return [from, to];
  });

const status = z
  .union([statusRange.transform((range) => [range]), z.array(statusRange)], {
    error: 'a status such as 200, a range such as "200-399", or a list of those',
  })
  .superRefine(rule((ranges) => (ranges.length === 0 ? { message: 'an empty list accepts no answer' } : undefined)))
  .meta({ title: 'status, range or list' });

const headerName = z
  .string()
  .superRefine(
    rule((name) => (/^[\w!#$%&'*+.^`|~-]+$/.test(name) ? undefined : { message: `${quote(name)} cannot be a header's name` })),
  );

const headerValue = z
  .string()
  .superRefine(
    rule((value) => (/^[\t\x20-\x7e\x80-\xff]*$/.test(value) ? undefined : { message: 'contains what a header cannot carry' })),
  );

const request = closedMap(
  {
    url: url.describe('Address to ask'),
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).default('GET').describe('Method of the request'),
    headers: z
      .record(headerName, headerValue)
      .default({})
      .meta({ title: 'map of names to strings' })
      .describe('Headers of the request'),
    status: status.prefault('200-399').describe('Statuses that count as healthy'),
  },
  ['contains', 'matches'],
);

const http = z.union([url.transform((address) => request.parse({ url: address })), request], {
  error: 'a URL, or a map with url, method, headers and status',
});

/** A health check: what to ask, how often, and how many answers decide. That it asks something is checked after the defaults. */
export const healthCheck = closedMap(
  {
    http: http.meta({ title: 'URL or map' }).optional().describe('Healthy when this address answers with an accepted status'),
    exec: command.optional().describe('Healthy when this shell command ends with exit code 0'),
    interval: positiveDuration.prefault('30s').describe('Time between two checks'),
    timeout: positiveDuration.prefault('5s').describe('Time after which a check counts as failed'),
    threshold: z.int().min(1).default(3).describe('Failures in a row that make it unhealthy and restart it'),
    successThreshold: z.int().min(1).default(1).describe('Successes in a row that make it healthy'),
    startPeriod: duration
      .prefault('30s')
      .describe('Time after the start in which failures before the first success do not count'),
    startInterval: positiveDuration.prefault('1s').describe('Time between two checks until the first success'),
  },
  ['tcp', 'log'],
).superRefine(rule(kindComplaint));

function kindComplaint(check: { http?: unknown; exec?: unknown }): Complaint | undefined {
  if (check.http === undefined || check.exec === undefined) return undefined;
  return { message: 'has both http and exec', hint: 'give one of them' };
}
