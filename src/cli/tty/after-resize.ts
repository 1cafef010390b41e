import type { Clock } from '../../ports/clock.js';

/** Long enough for Ink to have drawn all that it draws for one size, and for the user who drags the window to have stopped. */
const settleMs = 80;

/** Where the terminal's signal arrives; the process. */
export interface ResizeSource {
  on(event: 'SIGWINCH', listener: () => void): unknown;
  off(event: 'SIGWINCH', listener: () => void): unknown;
}

/**
 * Calls `redraw` when the size of the terminal has settled, until the returned function is called. Ink draws the old layout
 * once more before it knows the new size; that frame wraps, and what it left is on lines of which Ink believes to know the content.
 * And a terminal that was smaller for a moment has lost what did not fit, though the size is the old one when it is read: so it goes
 * by the signal, not by the stream's `resize`, which reports only another size.
 */
export function afterResize(source: ResizeSource, clock: Clock, redraw: () => void): () => void {
  let timer: Disposable | undefined;
  const onResize = (): void => {
    timer?.[Symbol.dispose]();
    timer = clock.setTimer(redraw, settleMs);
  };
  source.on('SIGWINCH', onResize);
  return () => {
    source.off('SIGWINCH', onResize);
    timer?.[Symbol.dispose]();
  };
}
