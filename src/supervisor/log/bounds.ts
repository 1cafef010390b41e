/** How much of a log is kept. */
export interface LogBounds {
  /** @default 10_000 */
  readonly maxLines?: number;
  /** Memory in bytes, overhead included; the newest output is kept even where it alone is more. @default 8 MiB */
  readonly maxBytes?: number;
  /** A line is broken, with the mark "…", where it is longer than this many bytes. @default 64 KiB */
  readonly maxLineBytes?: number;
}
