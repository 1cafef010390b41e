import type { Socket } from 'node:net';

/**
 * What all children of this program write, which can be held back: nothing more is read, and a child waits as soon as its pipe is
 * full. For a run whose own reader is slower than its children, and must get everything.
 */
class HeldOutput {
  readonly #sockets = new Set<Socket>();
  #isHeld = false;

  /** Reads no more for now. */
  hold(): void {
    this.#isHeld = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** Goes on reading. */
  release(): void {
    this.#isHeld = false;
    for (const socket of this.#sockets) socket.resume();
  }

  /** Holds this one back with the others. */
  add(socket: Socket): void {
    this.#sockets.add(socket);
    if (this.#isHeld) socket.pause();
    socket.once('close', () => this.#sockets.delete(socket));
  }

  /** Reads what is left of this one, whose writer has ended: a pipe holds little. */
  finish(socket: Socket): void {
    this.#sockets.delete(socket);
    if (!socket.destroyed) socket.resume();
  }
}

/** That of this program. */
export const heldOutput: HeldOutput = new HeldOutput();
