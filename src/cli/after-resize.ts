import type { Clock } from '../ports/clock.js';

/** Long enough for Ink to have drawn all that it draws for one size, and for a person who drags the window to have stopped. */
const settleMs = 80;

/** Where a terminal says that its size changed. */
export interface ResizeSource {
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}

/**
 * Calls `redraw` when the size of the terminal has settled, until the returned function is called. Ink draws the old layout
 * once more before it knows the new size; that frame wraps, and what it left is on lines of which Ink believes to know the content.
 */
export function afterResize(terminal: ResizeSource, clock: Clock, redraw: () => void): () => void {
  let timer: Disposable | undefined;
  const onResize = (): void => {
    timer?.[Symbol.dispose]();
    timer = clock.setTimer(redraw, settleMs);
  };
  terminal.on('resize', onResize);
  return () => {
    terminal.off('resize', onResize);
    timer?.[Symbol.dispose]();
  };
}
