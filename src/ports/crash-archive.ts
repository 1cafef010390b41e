import type { CrashCard } from '../policy/diagnosis/crash.js';

/** The cards of all processes by name, oldest death first. */
export type CrashCards = ReadonlyMap<string, readonly CrashCard[]>;

/** Keeps crash cards beyond the end of the program. Never throws. */
export interface CrashArchive {
  /** What the runs before have left. */
  read(): CrashCards;
  /** Replaces what is kept, at once or soon. */
  write(cards: CrashCards): void;
  /** Writes at once what was to be written soon. */
  close(): void;
}
