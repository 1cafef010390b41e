import type { CallToolResult } from '@modelcontextprotocol/server';
import { WatchdogError } from '../../policy/words/errors.js';

/** An answer of a tool: one JSON document without blanks, since its reader pays for each character. */
export function answer(document: object): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(document) }] };
}

/** What went wrong, for the program that asked; a fault of our own is thrown on. */
export function refusal(error: unknown): CallToolResult {
  if (!(error instanceof WatchdogError)) throw error;
  return { content: [{ type: 'text', text: refusalText(error) }], isError: true };
}

/** What went wrong in words, with what a client can do about it. */
export function refusalText(error: WatchdogError): string {
  const hint = error.code === 'NOT_RUNNING' ? ' (in the background: watchdog up --detach)' : '';
  return `${error.message}${hint}`;
}
