import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { dirname } from 'node:path';
import { makePrivate } from '../adapters/files/private-folder.js';

/** Clients that may wait for their turn while a burst of them connects. */
const backlog = 2048;

/**
 * Lets a server listen on a Unix socket that only this user can reach: mode 0600, in a folder of mode 0700.
 * A socket file that nobody listens on is left over from a run that was killed, and replaced.
 * @throws an error where a server listens already, or the system's
 */
export async function bindSocket(server: Server, path: string): Promise<void> {
  makePrivate(dirname(path));
  try {
    await listen(server, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    if (await answers(path)) throw new Error(`another watchdog answers at ${path}`);
    rmSync(path, { force: true });
    await listen(server, path);
  }
  chmodSync(path, 0o600);
}

async function listen(server: Server, path: string): Promise<void> {
  server.listen({ path, backlog });
  await once(server, 'listening');
}

async function answers(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false; // Refused: nobody listens.
  } finally {
    socket.destroy();
  }
}
