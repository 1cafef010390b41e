import type { ServiceOutput } from '../../ports/swarm.js';
import { LogFrames } from './log-frames.js';
import { StampedLines } from './stamped-lines.js';

/** What a Swarm writes in front of a line, where it is asked for details. */
const details = /^(?:com\.docker\.swarm\.[\w.]+=[^ ,]*,?)+ /;
const taskId = /com\.docker\.swarm\.task\.id=([^ ,]*)/;
/** No details are longer than this, in bytes. */
const longest = 600;

/** Cuts the log of a service into pieces, and says which task each is of. */
export class ServiceLines {
  readonly #pieces: LogFrames | StampedLines;
  #task: string | null = null;
  /** What may be the beginning of details. */
  #held: Buffer = Buffer.alloc(0);

  /** @param tty whether its tasks have terminals */
  constructor(tty: boolean) {
    this.#pieces = tty ? new StampedLines() : new LogFrames();
  }

  /** Takes a chunk in and returns the pieces in it. What goes on without details is of the task before. */
  take(chunk: Buffer): readonly ServiceOutput[] {
    return this.#pieces.take(chunk).flatMap((piece) => {
      const bytes = Buffer.concat([this.#held, piece.chunk]);
      this.#held = Buffer.alloc(0);
      const front = bytes.toString('latin1', 0, longest);
      const said = details.exec(front)?.[0];
      if (said === undefined && isBegunDetails(front)) {
        this.#held = bytes;
        return [];
      }
      if (said !== undefined) this.#task = taskId.exec(said)?.[1] ?? null;
      const rest = bytes.subarray(said?.length ?? 0);
      return rest.length === 0 ? [] : [{ ...piece, chunk: rest, task: this.#task }];
    });
  }
}

/** Whether this may be the beginning of details that were cut. */
function isBegunDetails(text: string): boolean {
  const begin = 'com.docker.swarm.';
  return text.length < longest && !/[ \n]/.test(text) && begin.startsWith(text.slice(0, begin.length));
}
