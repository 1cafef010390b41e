import type { TtySize } from '../../ports/spawner.js';

/** A place on a screen, both from 0. */
export interface ScreenPlace {
  readonly x: number;
  readonly y: number;
}

/** What may be read of the screen of a process that has a terminal. Reading never slows the writer. */
export interface ScreenReader {
  readonly size: TtySize;
  /** Grows whenever anything changed. */
  readonly revision: number;
  /** Whether there is a program that can be typed to. */
  readonly open: boolean;
  /** Whether it shows a picture now: lines one after the other are not one, they are read better as a log. */
  readonly draws: boolean;
  /** Where the cursor is; undefined while it is hidden. */
  readonly cursor: ScreenPlace | undefined;
  /** Bytes of output that the screen left out since the start, because more came than anybody could have seen. */
  readonly skipped: number;
  /**
   * Row `y`, from 0: printable characters and SGR sequences, padded to the width of the screen, colours closed at the end.
   * @param inverted a column whose cell is shown inverted
   */
  row(y: number, inverted?: number): string;
}
