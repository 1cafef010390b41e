/** Something worth a line that no event reports: a reload, a restart by changed files, whose death others wait for. */
export interface Notice {
  /** One line, without the name. */
  readonly text: string;
  /** The process that it is about, where it is about one. */
  readonly name?: string;
  /** Whether the user should act. */
  readonly trouble: boolean;
}

/** A notice as a line of its own, which says first what it is about. */
export function noticeLine({ name, text }: Pick<Notice, 'name' | 'text'>): string {
  return name === undefined ? text : `${name}: ${text}`;
}
