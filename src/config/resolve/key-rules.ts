/** What is wrong with one entry of `keys`. */
export interface KeyComplaint {
  readonly command: string;
  /** The place in the command's list of keys; undefined where the command itself is wrong. */
  readonly index: number | undefined;
  readonly message: string;
  readonly hint?: string;
}

/** Says all that is wrong with `keys`. The commands belong to the screen, which the configuration does not know. */
export type KeyRules = (keys: Readonly<Record<string, readonly string[]>>) => readonly KeyComplaint[];
