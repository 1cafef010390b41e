import * as z from 'zod';
import { isWebUrl } from '../../policy/words/web-url.js';
import { quote } from '../problems/words.js';
import { complain, rule, text, variableName } from './parts.js';

const largest = 65_535;

/** A TCP port. A variable makes it a string, so digits in quotes are one too. */
export const port = z
  .union([z.int().min(1).max(largest), z.string().meta({ pattern: '^\\d{1,5}$' })], {
    error: 'a port from 1 to 65535 such as 3000',
  })
  .transform((value, ctx) => {
    if (typeof value === 'number') return value;
    return parsePort(value, /^\d+$/.test(value) ? value : '', ctx);
  })
  .meta({ title: 'port' });

const portOrAuto = z.union([z.literal('auto'), port], { error: 'a port from 1 to 65535 such as 3000, or auto' });

/** The port that a process gets: in PORT, or several in variables of their own. */
export const givenPort = z
  .union(
    [
      portOrAuto,
      z.record(variableName, portOrAuto).refine((ports) => Object.keys(ports).length > 0, { error: 'no port is in it' }),
    ],
    { error: 'a port from 1 to 65535 such as 3000, auto, or a map of variables to either' },
  )
  .meta({ title: 'port, auto, or a map of variables to either' });

/** What a browser opens. */
export const url = text
  .superRefine(
    rule((written) => {
      if (isWebUrl(written)) return undefined;
      return {
        message: `${quote(written)} is not a URL that a browser opens`,
        hint: 'write one that begins with http:// or https://',
      };
    }),
  )
  .meta({ title: 'URL' });

/** What a TCP check connects to: a port of this machine, or `host:port`. */
export const tcpAddress = z
  .union([z.int().min(1).max(largest), z.string().meta({ pattern: '^([^\\s/]+:)?\\d{1,5}$' })], {
    error: 'a port such as 5432, or "host:port"',
  })
  .transform((value, ctx) => {
    if (typeof value === 'number') return { host: 'localhost', port: value };
    const [, host = 'localhost', digits = ''] = /^(?:([^\s/]+):)?(\d+)$/.exec(value) ?? [];
    return { host: host.replace(/^\[(.+)\]$/, '$1'), port: parsePort(value, digits, ctx) };
  })
  .meta({ title: 'port or "host:port"' });

function parsePort(written: string, digits: string, ctx: Parameters<typeof complain>[0]): number {
  const found = Number(digits);
  if (digits === '')
    complain(ctx, { message: `${quote(written)} is not a port`, hint: 'write 3000, or "host:3000" where a host fits' });
  else if (found < 1 || found > largest)
    complain(ctx, { message: `port ${digits.slice(0, 20)} does not exist`, hint: 'ports are 1 to 65535' });
  return found;
}
