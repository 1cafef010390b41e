import type { McpServer, ServerContext } from '@modelcontextprotocol/server';
import { clientNameOf } from '../../policy/words/client-name.js';

const infoKey = 'io.modelcontextprotocol/clientInfo';

/** The name of the program that asks, as it gave it at the start or with the request: printable, short, `mcp` where there is none. */
export function clientName(server: McpServer, context: ServerContext): string {
  const envelope = context.mcpReq.envelope as Readonly<Record<string, unknown>> | undefined;
  const given = envelope?.[infoKey] as { readonly name?: unknown } | undefined;
  // oxlint-disable-next-line typescript/no-deprecated -- The only way to the name that was given at the handshake of 2025.
  return clientNameOf(given?.name ?? server.server.getClientVersion()?.name) ?? 'mcp';
}
