import { once } from 'node:events';
import { collectBundle, usualSinceMs } from '../api/bundle/collect.js';
import { bundleText } from '../api/bundle/text.js';
import { metricFamilies } from './metrics/families.js';
import { openMetricsText, openMetricsType } from './metrics/open-metrics.js';
import { bundleQuery, metricsQuery, nothing, parseRequest, queryObject } from './requests.js';
import type { Route } from './route.js';

/** GET /v1/timing */
export const timing: Route = async ({ watchdog }, { query }) => {
  parseRequest(nothing, queryObject(query));
  return { start: watchdog.record.startTimes.report };
};

/** GET /v1/metrics */
export const metrics: Route = async ({ watchdog, project, clock }, { query, response }) => {
  const { json } = parseRequest(metricsQuery, queryObject(query));
  await watchdog.usage.measure();
  const families = metricFamilies(watchdog, project, clock.now());
  if (json) return families;
  response.writeHead(200, { 'content-type': openMetricsType, 'cache-control': 'no-store' });
  response.end(openMetricsText(families));
  return undefined;
};

/** GET /v1/bundle */
export const bundle: Route = async ({ watchdog, history, project, clock }, { query, response }) => {
  const { since = usualSinceMs, list } = parseRequest(bundleQuery, queryObject(query));
  const collected = await collectBundle({ watchdog, history, clock, project, sinceMs: since });
  if (list) return collected.header;
  response.writeHead(200, { 'content-type': 'application/jsonl', 'cache-control': 'no-store' });
  for (const line of bundleText(collected)) {
    if (response.destroyed) return undefined;
    // A moment for everybody else: masking takes some, and the reader may be slow.
    if (!response.write(line)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end();
  return undefined;
};
