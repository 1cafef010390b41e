/** What became of a text that was to be copied. */
export interface CopyOutcome {
  /** The program of the system that has all of it now, such as wl-copy; undefined where there is none. */
  readonly tool: string | undefined;
  /** How many of its characters the terminal was sent for its clipboard. */
  readonly sent: number;
}

/** Where copied text goes. */
export interface Clipboard {
  /** Never rejects. */
  copy(text: string): Promise<CopyOutcome>;
}
