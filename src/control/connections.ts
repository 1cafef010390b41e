import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { RefusalDocument } from '../protocol/documents.js';

const refusal: RefusalDocument = {
  error: {
    code: 'ACTION_FAILED',
    message:
      'the watchdog serves as many clients as it has file descriptors for; end one that follows logs or events, or a dashboard',
  },
};

/**
 * Bounds the clients of a server. Where one more comes, the one that has asked for nothing for longest makes room, so that nobody who
 * only holds connections open keeps others from control; where all are being served, the new one is refused in words.
 */
export function boundConnections(server: Server, most: number): void {
  /** In the order in which they came, or were served last. */
  const sockets = new Map<Socket, IncomingMessage | undefined>();
  server.on('connection', (socket: Socket) => {
    sockets.set(socket, undefined);
    socket.once('close', () => sockets.delete(socket));
    if (sockets.size <= most) return;
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

function refuse(socket: Socket): void {
  const body = `${JSON.stringify(refusal)}\n`;
  socket.on('error', () => {});
  socket.end(
    `HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
  socket.destroySoon();
}
