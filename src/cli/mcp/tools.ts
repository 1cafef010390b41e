import type { CallToolResult, McpServer, ServerContext } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { nodeClock } from '../../adapters/node/clock.js';
import type { ControlClient } from '../../client/client.js';
import { type WaitAsked, waitedFor } from '../../client/waited.js';
import { clientNameOf } from '../../policy/words/client-name.js';
import { waitConditions } from '../../supervisor/unit/condition.js';
import { eventWords } from '../../view/pages/event-words.js';
import { repeatFilter } from '../../view/pages/filter-events.js';
import { durationOption } from '../options/values.js';
import { answer, refusal } from './answer.js';
import { formatMillis } from './folded-lines.js';
import { explainProcess, listProcesses } from './processes.js';
import { readLogs } from './read-logs.js';
import { searchLogs } from './search-logs.js';

/** What the tools are for: the watchdog that runs now, found again for each call. */
export interface ToolContext {
  /** @throws WatchdogError where there is no project */
  client(): ControlClient;
  /** Whether start, stop, restart, reset and reload are allowed. */
  readonly control: boolean;
}

const name = z.string().min(1).max(1000);
const names = z.array(name).min(1).max(1000).describe('Names, globs ("web*") or groups ("@backend")');
const cursor = z.string().max(60_000).describe('`next` of an earlier answer');
const defaultTail = 100;
const defaultBytes = 32 * 1024;
const infoKey = 'io.modelcontextprotocol/clientInfo';

/** Registers the tools. Without `control`, those that change something are not listed, and refused. */
export function addTools(server: McpServer, context: ToolContext): void {
  const run = async (work: (client: ControlClient) => Promise<object>): Promise<CallToolResult> => {
    try {
      return answer(await work(context.client()));
    } catch (error) {
      return refusal(error);
    }
  };
  const readOnly = { readOnlyHint: true, openWorldHint: false };

  server.registerTool(
    'list_processes',
    {
      description:
        'All processes of the project with state, health, reason, url; the sick ones first.\nCall it first, and before you start a server yourself: it may run already.',
      inputSchema: z.strictObject({}),
      annotations: readOnly,
    },
    () => run(async (client) => ({ processes: listProcesses(await client.statusRows([])) })),
  );
  server.registerTool(
    'explain',
    {
      description:
        'Why one process is down, restarting, waiting or unhealthy: cause, what to do, its error lines, root of what it waits for.\nUse it before reading logs; mostly nothing else is needed.',
      inputSchema: z.strictObject({ name }),
      annotations: readOnly,
    },
    ({ name: asked }) =>
      run(async (client) => {
        const why = await client.why(asked);
        const [row] = await client.statusRows([asked]);
        return explainProcess(why, row?.facts.causeBeside ?? null, nodeClock.wallTime());
      }),
  );
  server.registerTool(
    'read_logs',
    {
      description:
        'The newest lines of logs, or with `after` what came since, nothing twice; equal lines are folded (×3).\nFor one error use explain, for a text search_logs.',
      inputSchema: z.strictObject({
        name: name.optional().describe('A name, glob or group; default: all'),
        after: cursor.optional(),
        tail: z.int().min(0).max(10_000).default(defaultTail).describe('Lines at most, after filters'),
        level: z.enum(['error', 'warning']).optional().describe('warning includes errors; stacks below included'),
        since: z.string().max(20).optional().describe('"30s", "5m", "1h"'),
        grep: z.string().min(1).max(1000).optional().describe('Regular expression'),
        max_bytes: z.int().min(1024).max(1_000_000).default(defaultBytes),
      }),
      annotations: readOnly,
    },
    ({ name: asked, since, max_bytes, ...rest }) =>
      run((client) =>
        readLogs(client, {
          names: asked === undefined ? undefined : [asked],
          after: rest.after,
          tail: rest.tail,
          level: rest.level,
          since: since === undefined ? undefined : durationOption('since', since),
          grep: rest.grep,
          maxBytes: max_bytes,
        }),
      ),
  );
  server.registerTool(
    'search_logs',
    {
      description:
        'Lines that contain a text, the most telling kinds first (errors, rare, recent), with two lines around each.\nUse it to find where something was said; to follow a log use read_logs.',
      inputSchema: z.strictObject({
        query: z.string().min(1).max(1000).describe('Text in any case, or /regular expression/'),
        names: names.optional(),
        limit: z.int().min(1).max(100).default(10),
      }),
      annotations: readOnly,
    },
    ({ query, names: asked, limit }) => run((client) => searchLogs(client, query, asked, limit)),
  );
  server.registerTool(
    'read_events',
    {
      description:
        'What happened: state changes, exits, restarts, and who did it.\nUse it to see what changed since `after`; for why a process is down now use explain.',
      inputSchema: z.strictObject({ after: cursor.optional(), names: names.optional() }),
      annotations: readOnly,
    },
    ({ after, names: asked }) => run((client) => readEvents(client, asked, after)),
  );
  server.registerTool(
    'wait_for',
    {
      description:
        'Blocks until all named are healthy, running, completed or stopped; answers whether that holds, else why not.\nWith fresh it waits for the code as it is now; use it after a change, in place of sleeping or polling.',
      inputSchema: z.strictObject({
        names,
        condition: z.enum(waitConditions).default('healthy'),
        fresh: z.boolean().default(false).describe('Started after the newest change of the files it watches'),
        timeout_s: z.number().min(0).max(600).default(45),
      }),
      annotations: readOnly,
    },
    ({ names: asked, condition, fresh, timeout_s }, { mcpReq }: ServerContext) =>
      run((client) => waitFor(client, { names: asked, condition, timeoutMs: timeout_s * 1000, fresh, signal: mcpReq.signal })),
  );
  addControl(server, context.control, run);
}

const controls = {
  start:
    'Starts processes and what they need, and waits until they run or are healthy.\nUse it in place of running their command yourself.',
  stop: 'Stops processes, those that depend on others first, and waits until they are gone.\nUse it in place of kill.',
  restart:
    'Restarts processes and waits until they run or are healthy.\nA process that watches its files restarts by itself: use wait_for.',
  reset:
    'Closes the circuit and zeroes the counts of processes that gave up, and starts those again.\nUse it after the cause is fixed.',
} as const;

function addControl(
  server: McpServer,
  isAllowed: boolean,
  run: (work: (client: ControlClient) => Promise<object>) => Promise<CallToolResult>,
): void {
  const tools = Object.entries(controls).map(([action, description]) =>
    server.registerTool(
      action,
      { description, inputSchema: z.strictObject({ names }), annotations: { openWorldHint: false } },
      ({ names: asked }, context: ServerContext) =>
        run(async (client) => ({
          outcomes: await client.act({
            action: action as keyof typeof controls,
            names: asked,
            client: clientName(server, context),
          }),
        })),
    ),
  );
  const reload = server.registerTool(
    'reload',
    {
      description:
        'Reads the configuration again, and says what changed or what is wrong with it.\nSaving the file does the same by itself.',
      inputSchema: z.strictObject({}),
      annotations: { openWorldHint: false },
    },
    () => run((client) => client.reload()),
  );
  if (!isAllowed) for (const tool of [...tools, reload]) tool.disable();
}

async function readEvents(
  client: ControlClient,
  names: readonly string[] | undefined,
  after: string | undefined,
): Promise<object> {
  const page = await client.readEvents({ names, after, limit: defaultTail });
  const saysMore = repeatFilter();
  const events = page.events.filter(saysMore).map((record) => {
    const { whose, text } = eventWords(record);
    return `${formatMillis(record.at)} ${[whose, text].filter(Boolean).join(': ')}`;
  });
  return {
    events,
    next: page.next,
    ...(page.missed > 0 ? { missed: page.missed } : {}),
    ...(page.more ? { more: true } : {}),
    ...(page.startedOver ? { started_over: true } : {}),
  };
}

/** The name of the program that asks, as it gave it at the start or with the request: printable, short, `mcp` where there is none. */
function clientName(server: McpServer, context: ServerContext): string {
  const envelope = context.mcpReq.envelope as Readonly<Record<string, unknown>> | undefined;
  const given = envelope?.[infoKey] as { readonly name?: unknown } | undefined;
  // oxlint-disable-next-line typescript/no-deprecated -- The only way to the name that was given at the handshake of 2025.
  return clientNameOf(given?.name ?? server.server.getClientVersion()?.name) ?? 'mcp';
}

/** Waits until a condition holds for all at the same time, and says whether it does; else of each where it does not, why. */
async function waitFor(client: ControlClient, asked: WaitAsked): Promise<object> {
  const waited = await waitedFor(client, asked);
  if ('holds' in waited) return { holds: true };
  if ('why' in waited) return { holds: false, why: waited.why };
  return {
    holds: false,
    not: waited.not.map((status) => {
      const { name, state, health, reason, stale } = status;
      const cause = status.facts.causeBeside;
      return { name, state, health, reason, ...(stale === null ? {} : { stale }), ...(cause === null ? {} : { cause }) };
    }),
  };
}
