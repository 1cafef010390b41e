/** What the user sees of a run: the dashboard, or prefixed lines. */
export interface RunFrontend {
  /** Says that the shutdown is under way. Called once. */
  shuttingDown(): void;
  /** Gives the terminal back. Called once, before the program ends, whatever ends it. Never throws. */
  close(): void;
}
