import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** An answer as server-sent events. It is the sender's to ask whether the reader is ready, so that nothing piles up here. */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #gone = new AbortController();

  /** Begins the answer. */
  constructor(response: ServerResponse) {
    this.#response = response;
    response.on('close', () => this.#gone.abort());
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.flushHeaders();
  }

  /** Aborts once the reader is gone, or has everything. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Whether more than the system's buffers hold waits for the reader. */
  get isFull(): boolean {
    return this.#response.writableNeedDrain;
  }

  /** Sends one message, whether the reader is ready or not. */
  send(event: string, message: object): void {
    this.#response.write(`event: ${event}\ndata: ${JSON.stringify(message)}\n\n`);
  }

  /** Sends several of one kind, as one piece. */
  sendAll(event: string, messages: readonly object[]): void {
    if (messages.length === 0) return;
    this.#response.write(messages.map((message) => `event: ${event}\ndata: ${JSON.stringify(message)}\n\n`).join(''));
  }

  /** Resolves once the reader is ready for more, or gone. */
  async ready(): Promise<void> {
    if (!this.isFull || this.#gone.signal.aborted) return;
    await once(this.#response, 'drain', { signal: this.#gone.signal }).catch(() => {}); // It is gone.
  }

  /** Gives what was sent to the system now: the program may end before the next turn of the event loop. */
  flush(): void {
    this.#response.socket?.uncork();
  }

  /** Ends the answer. */
  end(): void {
    this.#response.end();
  }
}
