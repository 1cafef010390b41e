import { type McpServer, ProtocolError, ProtocolErrorCode, ResourceTemplate, type Variables } from '@modelcontextprotocol/server';
import type { ControlClient } from '../../client/client.js';
import { WatchdogError } from '../../policy/words/errors.js';
import { plainText } from '../../policy/words/plain-text.js';
import { redactAll } from '../../policy/words/redactor.js';
import { refusalText } from './answer.js';
import { listProcesses } from './processes.js';
import { readLogs } from './read-logs.js';

const json = 'application/json';
const plain = 'text/plain';

/** Registers what can be read by its address: how the processes are, the end of a log, the crashes of a process. */
export function addResources(server: McpServer, client: () => ControlClient): void {
  const listed = (kind: string) => () =>
    refusing(async () => ({
      resources: (await client().status([])).map(({ name }) => ({
        name: `${kind} of ${name}`,
        uri: `watchdog://${kind}/${encodeURIComponent(name)}`,
      })),
    }));
  server.registerResource('status', 'watchdog://status', { description: 'All processes', mimeType: json }, ({ href }) =>
    refusing(async () => ({
      contents: [{ uri: href, mimeType: json, text: JSON.stringify(listProcesses(await client().statusRows([]))) }],
    })),
  );
  server.registerResource(
    'logs',
    new ResourceTemplate('watchdog://logs/{name}', { list: listed('logs') }),
    { description: 'The newest lines of a log', mimeType: plain },
    ({ href }, variables) =>
      refusing(async () => {
        const names = [nameIn(variables)];
        const choice = { names, after: undefined, level: undefined, since: undefined, grep: undefined };
        const { lines } = await readLogs(client(), { ...choice, tail: 100, maxBytes: 32 * 1024 });
        return { contents: [{ uri: href, mimeType: plain, text: lines.join('\n') }] };
      }),
  );
  server.registerResource(
    'crashes',
    new ResourceTemplate('watchdog://crashes/{name}', { list: listed('crashes') }),
    { description: 'How a process has died, the newest last', mimeType: json },
    ({ href }, variables) =>
      refusing(async () => ({
        contents: [
          { uri: href, mimeType: json, text: JSON.stringify(redactAll(await client().crashes(nameIn(variables)), plainText)) },
        ],
      })),
  );
}

/** What cannot be read is the fault of who asked or of the moment, and none of ours. */
async function refusing<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof WatchdogError)) throw error;
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, refusalText(error));
  }
}

function nameIn({ name }: Variables): string {
  const written = String(name);
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}
