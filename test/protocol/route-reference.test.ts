import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import {
  actionBody,
  bundleQuery,
  eventsQuery,
  linesQuery,
  logsQuery,
  metricsQuery,
  nothing,
  oneQuery,
  readEventsBody,
  readLogsBody,
  resizeBody,
  scaleBody,
  statusQuery,
  typeBody,
  waitQuery,
} from '../../src/control/requests.js';
import { routes } from '../../src/control/routes.js';
import { routeReference } from '../../src/protocol/route-reference.js';

const schemas: Readonly<Record<string, readonly z.ZodObject[]>> = {
  'GET /v1/status': [statusQuery],
  'GET /v1/why': [oneQuery],
  'POST /v1/actions': actionBody.options as never,
  'GET /v1/wait': [waitQuery],
  'GET /v1/logs': [logsQuery],
  'GET /v1/events': [eventsQuery],
  'GET /v1/screen': [nothing],
  'GET /v1/lines': [linesQuery],
  'POST /v1/read-logs': [readLogsBody],
  'POST /v1/read-events': [readEventsBody],
  'GET /v1/details': [oneQuery],
  'GET /v1/crashes': [oneQuery],
  'GET /v1/timing': [nothing],
  'GET /v1/bundle': [bundleQuery],
  'GET /v1/metrics': [metricsQuery],
  'GET /v1/terminal': [oneQuery],
  'POST /v1/type': [typeBody],
  'POST /v1/resize': [resizeBody],
  'POST /v1/scale': [scaleBody],
  'POST /v1/reload': [nothing],
  'POST /v1/down': [nothing],
};

describe('the documentation of the control socket', () => {
  it('has every request that is served, and no other', () => {
    const served = Object.entries(routes).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
    expect(Object.keys(routeReference).sort()).toEqual(served.sort());
  });

  it.each(Object.entries(routeReference))('of %s names what it takes, to the letter', (request, { takes }) => {
    const keys = schemas[request]!.flatMap((schema) => Object.keys(schema.shape));
    for (const key of keys) expect(takes).toMatch(new RegExp(`[\`"]${key}[\`"=]`));
    if (keys.length === 0) expect(takes).toBe('nothing');
  });
});
