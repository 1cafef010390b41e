import type { Clock } from '../ports/clock.js';
import type { EventStream } from './event-stream.js';

/** What a stream of frames is made of. */
export interface Frames {
  readonly clock: Clock;
  /** Milliseconds between two frames, at least. */
  readonly frameMs: number;
  /** Calls `listener` after something changed, which may be very often. Returns the way to stop it. */
  readonly onChange: (listener: () => void) => () => void;
  /** Sends what changed since the last frame; returns false where there will be nothing any more. */
  readonly send: () => boolean;
}

/**
 * Sends a frame, and another after each change, until the reader is gone or there is nothing any more. Each is made when the
 * reader is ready for it, from the state of that moment: a slow reader misses states in between, and nothing piles up.
 */
export async function sendFrames(stream: EventStream, { clock, frameMs, onChange, send }: Frames): Promise<void> {
  let [isDue, wake] = [true, (): void => {}];
  const touch = (): void => {
    isDue = true;
    wake();
  };
  const stop = onChange(touch);
  stream.gone.addEventListener('abort', touch);
  try {
    while (!stream.gone.aborted) {
      isDue = false;
      if (!send()) return;
      await stream.ready();
      await new Promise<void>((resolve) => void clock.setTimer(resolve, frameMs));
      if (!isDue && !stream.gone.aborted) await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    stop();
    stream.end();
  }
}
