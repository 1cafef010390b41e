/** Some whole lines, each with its newline. */
export interface FilePiece {
  readonly text: string;
  readonly lines: number;
}

/** What became of a text that was to be saved. */
export type SaveOutcome =
  | { readonly ok: true; readonly path: string; readonly lines: number }
  | { readonly ok: false; readonly text: string };

/** Makes files for what the user wants to keep. */
export interface NewFiles {
  /**
   * Writes a file that was not there before: where something has this path already, a number is added to the name. Folders
   * are made. The next piece is asked for when the last one is written. Never rejects.
   */
  save(path: string, pieces: Iterable<FilePiece>): Promise<SaveOutcome>;
}
