import { metricFamilies } from './metrics/families.js';
import { openMetricsText, openMetricsType } from './metrics/open-metrics.js';
import { nothing, parseRequest, queryObject } from './requests.js';
import type { Route } from './route.js';

/** GET /v1/timing */
export const timing: Route = async ({ watchdog }, { query }) => {
  parseRequest(nothing, queryObject(query));
  return { start: watchdog.record.startTimes.report };
};

/** GET /v1/metrics */
export const metrics: Route = async ({ watchdog, project, clock }, { query, response }) => {
  parseRequest(nothing, queryObject(query));
  await watchdog.usage.measure();
  response.writeHead(200, { 'content-type': openMetricsType, 'cache-control': 'no-store' });
  response.end(openMetricsText(metricFamilies(watchdog, project, clock.now())));
  return undefined;
};
