import { McpServer } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { nodeClock } from '../../adapters/node/clock.js';
import { v8YoungHeap } from '../../adapters/node/young-heap.js';
import { ControlClient } from '../../client/client.js';
import { projectFolder } from '../../client/project-folder.js';
import { plainLine } from '../../policy/words/plain-text.js';
import { warn } from '../output/print.js';
import { onlyMessages } from './refusals.js';
import { addResources } from './resources.js';
import { addTools } from './tools.js';

/** What the server is started with. */
export interface McpRequest {
  /** The configuration that was named; none for the nearest. */
  readonly files: readonly string[];
  /** The folder in which the server was started. */
  readonly folder: string;
  /** Whether start, stop, restart, reset and reload are allowed. */
  readonly control: boolean;
  /** Of this program. */
  readonly version: string;
}

const instructions =
  'watchdog supervises the local processes of this project; the user may watch the same in a dashboard. Begin with list_processes, and ask explain for what is red. Do not start, kill or poll servers by hand.';
const withoutControl = ' start, stop, restart, reset and reload need: watchdog mcp --control';

/** Characters of a complaint about what a client sent; some list all that it might have been. */
const mostSaid = 200;

/** Milliseconds after the end of stdin for answers on their way; a client that is gone reads none, and calls may take minutes. */
const lingerMs = 200;

/** Serves the Model Context Protocol on stdin and stdout, until stdin ends. */
export function serveMcp(request: McpRequest): void {
  // Asked again each time: the project, and the watchdog that runs for it, may come and go meanwhile.
  const client = (): ControlClient => new ControlClient(projectFolder(request.files, request.folder));
  const makeServer = (): McpServer => {
    const server = new McpServer(
      { name: 'watchdog', version: request.version },
      { instructions: request.control ? instructions : instructions + withoutControl },
    );
    addTools(server, { client, control: request.control });
    addResources(server, client);
    return server;
  };
  // It is asked a little at a time, for days: V8 would let the heap grow with the calls, and never give it back.
  v8YoungHeap().setGrowth(false);
  process.stdin.once('end', () => nodeClock.setTimer(() => process.exit(0), lingerMs));
  const input = process.stdin.pipe(onlyMessages((line) => process.stdout.write(`${line}\n`)));
  serveStdio(makeServer, {
    transport: new StdioServerTransport(input),
    onerror: (error) => warn(`mcp: ${plainLine(error.message).replace(/\s+/g, ' ').slice(0, mostSaid)}`),
  });
}
