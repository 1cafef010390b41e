import type { ProcessInput } from '../schema/process.js';

/** What a file of another tool says, in the words of watchdog.yaml. */
export interface Imported {
  /** The file as a person would name it. */
  readonly source: string;
  /** Variables of all its processes. */
  readonly env: Readonly<Record<string, string>>;
  /** Files of variables that the tool reads. */
  readonly envFile: readonly string[];
  readonly processes: readonly ImportedProcess[];
  /** What a reader of the configuration should know of the whole, a line each. */
  readonly remarks: readonly string[];
  /** What is said about the whole and has no counterpart, a phrase each. */
  readonly lost: readonly string[];
}

/** One process of another tool. Its strings are as watchdog.yaml has them: variables to put in are `${…}`, other dollars escaped. */
export interface ImportedProcess {
  readonly name: string;
  /** What a reader of the configuration should know, a line each. */
  readonly remarks: readonly string[];
  readonly keys: ProcessInput & { readonly command: string };
  /** What has no counterpart, a phrase each. */
  readonly lost: readonly string[];
}

/** What there is to import of a file whose processes are not known yet. */
export const nothingImported: Omit<Imported, 'source'> = { env: {}, envFile: [], processes: [], remarks: [], lost: [] };
