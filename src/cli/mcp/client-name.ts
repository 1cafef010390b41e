import type { McpServer, ServerContext } from '@modelcontextprotocol/server';
import { plainLine } from '../../policy/words/plain-text.js';

const longest = 40;
const infoKey = 'io.modelcontextprotocol/clientInfo';

/** The name of the program that asks, as it gave it at the start or with the request: printable, short, `mcp` where there is none. */
export function clientName(server: McpServer, context: ServerContext): string {
  const envelope = context.mcpReq.envelope as Readonly<Record<string, unknown>> | undefined;
  const given = envelope?.[infoKey] as { readonly name?: unknown } | undefined;
  // oxlint-disable-next-line typescript/no-deprecated -- The only way to the name that was given at the handshake of 2025.
  return cleanName(given?.name ?? server.server.getClientVersion()?.name);
}

/** A name from outside as it is shown, at most 40 characters. */
export function cleanName(name: unknown): string {
  const plain = typeof name === 'string' ? plainLine(name.slice(0, 10 * longest)) : '';
  const kept = plain
    .replace(/[^\p{L}\p{N}\p{P} ]/gu, '')
    .replace(/ +/g, ' ')
    .trim();
  return [...kept].slice(0, longest).join('').trim() || 'mcp';
}
