import * as z from 'zod';
import { quote } from '../problems/words.js';
import { expression } from './expression.js';
import { closedMap, complain, rule, text } from './parts.js';

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

const request = closedMap({
  url: url.describe('Address to ask'),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).default('GET').describe('Method of the request'),
  headers: z
    .record(headerName, headerValue)
    .default({})
    .meta({ title: 'map of names to strings' })
    .describe('Headers of the request'),
  status: status.prefault('200-399').describe('Statuses that count as healthy; redirects are not followed'),
  contains: text.nullable().default(null).describe('Text that the body must contain, in its first MiB'),
  matches: expression.nullable().default(null).describe('Regular expression that the body must match, in its first MiB'),
  insecure: z.boolean().default(false).describe('Take any certificate, a self-signed or expired one too'),
  ca: text
    .nullable()
    .default(null)
    .describe("File with the certificates (PEM) that sign the server's; relative to the folder of the process"),
});

/** An HTTP check: its address, or a request with what the answer must be like. */
export const http = z
  .union([url.transform((address) => request.parse({ url: address })), request], {
    error: 'a URL, or a map with url, method, headers, status, contains, matches, insecure and ca',
  })
  .meta({ title: 'URL or map' });
