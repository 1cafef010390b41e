import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { RefusalDocument } from '../protocol/documents.js';
import { RequestRefused, refusalFor } from './refusal.js';

/** Of how many connections one is kept free of requests without an end, and how many are at most. */
const keptShare = 8;
const mostKept = 8;

const tooMany = new RequestRefused(
  503,
  'the watchdog serves as many clients as it has file descriptors for; end one that follows logs or events, or a dashboard',
  'ACTION_FAILED',
);

/**
 * Bounds the clients of a server. Where one more comes, the one that has asked for nothing for longest makes room, so that nobody who
 * only holds connections open keeps others from control. Requests that have no end of their own leave some places to commands; where
 * all are being served all the same, the new one is refused in words.
 */
export class Connections {
  readonly #most: number;
  /** In the order in which they came, or were served last. */
  readonly #sockets = new Map<Socket, IncomingMessage | undefined>();
  #lasting = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Bounds the connections of a server, together with those of the servers before. */
  bound(server: Server): void {
    const sockets = this.#sockets;
    server.on('connection', (socket: Socket) => {
      sockets.set(socket, undefined);
      socket.once('close', () => sockets.delete(socket));
      if (sockets.size <= this.#most) return;
      for (const [each, request] of sockets) {
        if (each === socket || request?.complete === true) continue;
        sockets.delete(each);
        each.destroy();
        return;
      }
      refuse(socket);
    });
    server.on('request', (request, response) => {
      const { socket } = request;
      sockets.set(socket, request);
      response.once('close', () => {
        // One that waits for its next request is as idle as one that has just come.
        if (!sockets.delete(socket) || socket.destroyed) return;
        sockets.set(socket, undefined);
      });
    });
  }

  /**
   * Takes a place for an answer that has no end of its own, until it is closed.
   * @throws RequestRefused where the places that are left are for commands
   */
  keepFor(response: ServerResponse): void {
    const kept = Math.min(mostKept, Math.max(1, Math.floor(this.#most / keptShare)));
    if (this.#lasting >= this.#most - kept) throw tooMany;
    this.#lasting += 1;
    response.once('close', () => {
      this.#lasting -= 1;
    });
  }
}

function refuse(socket: Socket): void {
  const body = `${JSON.stringify(refusalFor(tooMany).body satisfies RefusalDocument)}\n`;
  socket.on('error', () => {});
  socket.end(
    `HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
  socket.destroySoon();
}
