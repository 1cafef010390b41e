import { once } from 'node:events';
import { collectBundle, usualSinceMs } from '../api/bundle/collect.js';
import { bundleText } from '../api/bundle/text.js';
import type { Watchdog } from '../api/watchdog.js';
import { protocolVersion } from '../protocol/documents.js';
import type { ProcessTerminal } from '../supervisor/terminal/process.js';
import { act } from './act.js';
import { EventStream } from './event-stream.js';
import { lines, logs, readPage } from './log-routes.js';
import { metricFamilies } from './metrics/families.js';
import { openMetricsText, openMetricsType } from './metrics/open-metrics.js';
import { readBody } from './read-body.js';
import { readEvents } from './read-events.js';
import { RequestRefused } from './refusal.js';
import {
  actionBody,
  bundleQuery,
  eventsQuery,
  metricsQuery,
  nothing,
  oneQuery,
  parseRequest,
  queryObject,
  readEventsBody,
  resizeBody,
  scaleBody,
  statusQuery,
  typeBody,
  waitQuery,
} from './requests.js';
import type { Route } from './route.js';
import { literalName, namesInOrder, statusDocuments, statusRows } from './status-document.js';
import { streamEvents } from './stream-events.js';
import { streamScreen } from './stream-screen.js';
import { streamTerminal } from './stream-terminal.js';
import { untilAll, untilFresh } from './wait-condition.js';
import { whyDocument } from './why-document.js';

const status: Route = async ({ watchdog, clock }, { query }) => {
  const { name, facts } = parseRequest(statusQuery, queryObject(query));
  namesInOrder(watchdog, name); // An unknown name is refused at once.
  await watchdog.usage.measure();
  return facts ? statusRows(watchdog, clock, name) : statusDocuments(watchdog, name);
};

const why: Route = async ({ watchdog }, { query }) => {
  const [name] = parseRequest(oneQuery, queryObject(query)).name;
  await watchdog.untilExplained([name!]);
  return whyDocument(watchdog, name!);
};

const actions: Route = async ({ watchdog, clock }, { request }) =>
  act(watchdog, clock, parseRequest(actionBody, await readBody(request)));

const wait: Route = async ({ watchdog }, { query, response }) => {
  const { name, for: condition, fresh } = parseRequest(waitQuery, queryObject(query));
  const names = namesInOrder(watchdog, name);
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  if (fresh) await untilFresh(watchdog, names, condition, gone.signal);
  else await untilAll(watchdog, names, condition, gone.signal);
  await watchdog.untilExplained(names);
  return statusDocuments(watchdog, names);
};

const events: Route = async ({ history }, { query, response }) => {
  const { follow } = parseRequest(eventsQuery, queryObject(query));
  await streamEvents(new EventStream(response), history, follow);
  return undefined;
};

const scale: Route = async (context, { request }) => {
  const { name, replicas } = parseRequest(scaleBody, await readBody(request));
  return context.scale(name, replicas);
};

const reload: Route = async (context, { request }) => {
  parseRequest(nothing, await readBody(request));
  return context.reload();
};

const down: Route = async ({ endFor }, { request, response }) => {
  parseRequest(nothing, await readBody(request));
  endFor(new EventStream(response));
  return undefined;
};

const screen: Route = async (context, { query, response }) => {
  parseRequest(nothing, queryObject(query));
  await streamScreen(new EventStream(response), context);
  return undefined;
};

const readEventPage: Route = async ({ watchdog, history, run }, { request }) => {
  const { names, ...asked } = parseRequest(readEventsBody, await readBody(request));
  return readEvents(history.records, run, { ...asked, names: names.length === 0 ? undefined : namesInOrder(watchdog, names) });
};

const details: Route = async ({ watchdog, trees }, { query }) => {
  const name = oneName(watchdog, query);
  await trees.recent(name);
  // A reload may have taken it away meanwhile.
  return watchdog.details(name) ?? namesInOrder(watchdog, [name]);
};

const crashes: Route = async ({ watchdog }, { query }) => watchdog.crashes(oneName(watchdog, query));

const terminal: Route = async (context, { query, response }) => {
  const name = oneName(context.watchdog, query);
  terminalOf(context.watchdog, name);
  await streamTerminal(new EventStream(response), context, name);
  return undefined;
};

const type: Route = async ({ watchdog }, { request }) => {
  const { name, parts } = parseRequest(typeBody, await readBody(request));
  const keyboard = terminalOf(watchdog, name);
  const isOpen = keyboard.open;
  keyboard.type(parts);
  return { typed: isOpen };
};

const resize: Route = async ({ watchdog }, { request }) => {
  const { name, ...size } = parseRequest(resizeBody, await readBody(request));
  const resized = terminalOf(watchdog, name);
  resized.resize(size);
  return resized.size;
};

function oneName(watchdog: Watchdog, query: URLSearchParams): string {
  return literalName(watchdog, parseRequest(oneQuery, queryObject(query)).name[0]!);
}

function terminalOf(watchdog: Watchdog, name: string): ProcessTerminal {
  const found = watchdog.terminal(literalName(watchdog, name));
  if (found === undefined) throw new RequestRefused(400, `${name} has no terminal; tty: true gives it one`);
  return found;
}

/** GET /v1/timing */
const timing: Route = async ({ watchdog }, { query }) => {
  parseRequest(nothing, queryObject(query));
  return { start: watchdog.record.startTimes.report };
};

/** GET /v1/metrics */
const metrics: Route = async ({ watchdog, project, clock }, { query, response }) => {
  const { json } = parseRequest(metricsQuery, queryObject(query));
  await watchdog.usage.measure();
  const families = metricFamilies(watchdog, project, clock.now());
  if (json) return families;
  response.writeHead(200, { 'content-type': openMetricsType, 'cache-control': 'no-store' });
  response.end(openMetricsText(families));
  return undefined;
};

/** GET /v1/bundle */
const bundle: Route = async ({ watchdog, history, project, clock }, { query, response }) => {
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

/** What is served, by path and method. */
export const routes: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  [`/${protocolVersion}/status`]: { GET: status },
  [`/${protocolVersion}/why`]: { GET: why },
  [`/${protocolVersion}/actions`]: { POST: actions },
  [`/${protocolVersion}/wait`]: { GET: wait },
  [`/${protocolVersion}/logs`]: { GET: logs },
  [`/${protocolVersion}/events`]: { GET: events },
  [`/${protocolVersion}/screen`]: { GET: screen },
  [`/${protocolVersion}/lines`]: { GET: lines },
  [`/${protocolVersion}/read-logs`]: { POST: readPage },
  [`/${protocolVersion}/read-events`]: { POST: readEventPage },
  [`/${protocolVersion}/details`]: { GET: details },
  [`/${protocolVersion}/crashes`]: { GET: crashes },
  [`/${protocolVersion}/timing`]: { GET: timing },
  [`/${protocolVersion}/bundle`]: { GET: bundle },
  [`/${protocolVersion}/metrics`]: { GET: metrics },
  [`/${protocolVersion}/terminal`]: { GET: terminal },
  [`/${protocolVersion}/type`]: { POST: type },
  [`/${protocolVersion}/resize`]: { POST: resize },
  [`/${protocolVersion}/reload`]: { POST: reload },
  [`/${protocolVersion}/scale`]: { POST: scale },
  [`/${protocolVersion}/down`]: { POST: down },
};

/** The paths whose answers have no end of their own, or one that the client decides by how fast it reads. */
export const lastingPaths: ReadonlySet<string> = new Set(
  ['wait', 'logs', 'events', 'screen', 'terminal'].map((name) => `/${protocolVersion}/${name}`),
);
