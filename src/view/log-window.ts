/** Which lines of a log are kept. */
export interface LogBounds {
  readonly firstSeq: number;
  readonly nextSeq: number;
}

/** The lines of a log that are seen: `from <= seq < to`. */
export interface LogWindow {
  readonly from: number;
  readonly to: number;
  /** True while the newest line is at the bottom and stays there. */
  readonly following: boolean;
  /** Lines below the window. */
  readonly newer: number;
  /** True where the line that was held is no longer kept. */
  readonly dropped: boolean;
}

/**
 * The part of a log that `height` rows show.
 * @param anchor the sequence number of the line at the top, or undefined to follow the end
 */
export function logWindow(anchor: number | undefined, { firstSeq, nextSeq }: LogBounds, height: number): LogWindow {
  if (anchor === undefined || anchor >= nextSeq) {
    return { from: Math.max(firstSeq, nextSeq - height), to: nextSeq, following: true, newer: 0, dropped: false };
  }
  const from = Math.max(anchor, firstSeq);
  const to = Math.min(from + height, nextSeq);
  return { from, to, following: false, newer: nextSeq - to, dropped: anchor < firstSeq };
}

/** The anchor after scrolling by `lines`, down where positive; undefined, which is following, once the end is in view. */
export function scrollAnchor(anchor: number | undefined, bounds: LogBounds, height: number, lines: number): number | undefined {
  const top = Math.max(bounds.firstSeq, logWindow(anchor, bounds, height).from + lines);
  return top + height >= bounds.nextSeq ? undefined : top;
}
