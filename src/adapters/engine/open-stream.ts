import type { IncomingMessage } from 'node:http';
import type { StreamListener } from '../../ports/container-engine.js';
import type { EngineSearch } from './address.js';
import { type EngineRequest, refusalOf, sendToEngine } from './request.js';

/**
 * Sends a request whose answer goes on and on, and hands what is in it to a listener, until it is disposed.
 * @param read takes a chunk and returns what it completes
 */
export function openStream<T>(
  search: EngineSearch,
  request: EngineRequest,
  listener: StreamListener<T>,
  read: (chunk: Buffer) => readonly T[],
): Disposable {
  const closing = new AbortController();
  const ended = (reason: string, refused = false): void => {
    if (closing.signal.aborted) return;
    closing.abort();
    listener.ended(reason, refused);
  };
  sendToEngine(search, { ...request, signal: closing.signal }).then(
    ({ message }) => listen(message, listener, read, ended, closing.signal),
    (error: Error) => ended(error.message),
  );
  return { [Symbol.dispose]: () => closing.abort() };
}

function listen<T>(
  answer: IncomingMessage,
  listener: StreamListener<T>,
  read: (chunk: Buffer) => readonly T[],
  ended: (reason: string, refused?: boolean) => void,
  closed: AbortSignal,
): void {
  // Also after it was broken off by ourselves.
  answer.on('error', (error) => ended(error.message));
  if (answer.statusCode !== 200) {
    void refusalOf(answer).then((reason) => ended(reason, true));
    return;
  }
  listener.opened();
  answer.on('data', (chunk: Buffer) => {
    for (const item of read(chunk)) if (!closed.aborted) listener.took(item);
  });
  answer.on('close', () => ended('the container engine ended the stream'));
}
