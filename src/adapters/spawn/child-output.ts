import type { ChildProcess } from 'node:child_process';
import { Socket, type SocketConstructorOpts } from 'node:net';
import type { OutputStream } from '../../ports/spawner.js';
import { heldOutput } from './held-output.js';

/**
 * What all children's output is read into: one piece of memory for every read of this program, so that a flood allocates
 * nothing. Larger than what a socket between two programs holds on Linux, so one read takes all that is there.
 */
const sharedBuffer = Buffer.allocUnsafeSlow(256 * 1024);

/** Who gets the output of a child. A chunk is valid only during the call. */
export interface OutputReceiver {
  output(stream: OutputStream, chunk: Buffer): void;
  /** It wrote a line feed on the descriptor that it was given for that. */
  ready(): void;
  /** Both streams have ended, and so has the child. */
  ended(): void;
}

/** Reads what a child writes; the ends of its pipes. */
export class ChildOutput {
  readonly #sockets: readonly Socket[];

  /** Must be called in the turn of the spawn, before anything of the child can be read. */
  constructor(child: ChildProcess, receiver: OutputReceiver, readyFd?: number) {
    const sockets: Socket[] = [];
    let open = 1;
    const ended = (): void => {
      open -= 1;
      if (open === 0) receiver.ended();
    };
    child.once('exit', ended);
    for (const stream of ['stdout', 'stderr'] as const) {
      const own = child[stream] as Socket | null;
      if (own === null) continue;
      const socket = readerOf(own, (chunk) => receiver.output(stream, chunk));
      socket.on('error', () => {});
      open += 1;
      socket.once('close', ended);
      sockets.push(socket);
      heldOutput.add(socket);
      child.once('exit', () => heldOutput.finish(socket));
      socket.once('close', () => heldOutput.finish(socket));
    }
    const readyPipe = readyFd === undefined ? undefined : (child.stdio[readyFd] as Socket | null | undefined);
    if (readyPipe != null) {
      let isReady = false;
      // Read to its end, since a program may go on writing.
      readyPipe.on('data', (chunk: Buffer) => {
        if (isReady || !chunk.includes('\n')) return;
        isReady = true;
        receiver.ready();
      });
      readyPipe.on('error', () => {});
      sockets.push(readyPipe);
    }
    this.#sockets = sockets;
  }

  /** Keeps reading, but keeps this program from ending no longer. */
  unref(): void {
    for (const socket of this.#sockets) socket.unref();
  }
}

/** A socket that Node has as the end of a child's pipe. */
interface WithHandle {
  _handle: { useUserBuffer?: unknown } | null;
}

/**
 * Reads into the shared buffer. Node offers that for sockets that one makes oneself and not for those of a child, so the child's
 * gives its handle to one of ours. Where a Node has no such handle, every chunk comes in memory of its own, as it always did.
 */
function readerOf(own: Socket, take: (chunk: Buffer) => void): Socket {
  const handle = (own as unknown as WithHandle)._handle;
  if (typeof handle?.useUserBuffer !== 'function') return own.on('data', take);
  (own as unknown as WithHandle)._handle = null;
  own.destroy();
  const options = {
    handle,
    readable: true,
    writable: false,
    onread: {
      buffer: sharedBuffer,
      callback: (length: number, bytes: Uint8Array): boolean => {
        take((bytes as Buffer).subarray(0, length));
        return true;
      },
    },
  };
  // Its types do not name the handle.
  return new Socket(options as unknown as SocketConstructorOpts);
}
