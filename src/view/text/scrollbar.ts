/** The part of a scrollbar that stands for what is seen: rows with `from <= row < to`. */
export interface Thumb {
  readonly from: number;
  readonly to: number;
}

/** The thumb of a bar of `height` rows for the lines `from` up to `to` of `count`; undefined where all are seen. */
export function scrollThumb(from: number, to: number, count: number, height: number): Thumb | undefined {
  const shown = to - from;
  if (shown >= count || height < 2) return undefined;
  const size = Math.max(1, Math.min(height - 1, Math.round((height * shown) / count)));
  const top = Math.round(((height - size) * from) / (count - shown));
  // Its ends touch the ends of the bar only where those of the log are seen.
  const free = height - size;
  const at = from === 0 ? 0 : to === count ? free : Math.max(Math.min(1, free), Math.min(top, Math.max(0, free - 1)));
  return { from: at, to: at + size };
}
