/** Something worth a line that no event reports: a reload, a restart by changed files, whose death others wait for. */
export interface Notice {
  /** One line. */
  readonly text: string;
  /** The process that it is about, where it is about one. */
  readonly name?: string;
  /** Whether the user should act. */
  readonly trouble: boolean;
}
