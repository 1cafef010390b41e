import type { ProcessInput } from '../../schema/process.js';

/** What a file of another tool says, in the words of watchdog.yaml. */
export interface Imported {
  /** The file as the user would name it. */
  readonly source: string;
  /** Variables of all its processes. */
  readonly env: Readonly<Record<string, string>>;
  /** Files of variables that the tool reads for its processes. */
  readonly envFile: readonly string[];
  readonly processes: readonly ImportedProcess[];
  /** What a reader of the configuration should know of the whole, a line each. */
  readonly remarks: readonly string[];
  /** What is said about the whole and has no counterpart, a phrase each. */
  readonly lost: readonly string[];
}

/** The keys of a process as watchdog.yaml has them. */
type ImportedKeys = ProcessInput & { readonly command: string } & Readonly<Record<string, unknown>>;

/** One process of another tool. Its strings are as watchdog.yaml has them: variables to put in are `${…}`, other dollars escaped. */
export interface ImportedProcess {
  readonly name: string;
  /** What a reader of the configuration should know, a line each. */
  readonly remarks: readonly string[];
  readonly keys: ImportedKeys;
  /** What has no counterpart, a phrase each. */
  readonly lost: readonly string[];
  /** True where it would start in a wrong way, so that nothing may start it for its own sake either. */
  readonly isFaulty?: boolean;
  /** What its command runs in the end, where the command alone does not show it. */
  readonly runs?: string;
  /** Where it is a service of a compose file: what decides whether it is the application itself. */
  readonly service?: ComposeService;
}

/** A service of a compose file, as far as it may be in the way of a process on the host. */
interface ComposeService {
  readonly name: string;
  /** Whether it is built from sources here. */
  readonly isBuilt: boolean;
  /** The ports of the host that it takes. */
  readonly ports: readonly number[];
}

/** What an import takes from around the file. */
export interface ImportAround {
  /** The variables of the shell, which the tools put into their files. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Says something before it is done, such as that a file of code is about to run. */
  readonly report: (text: string) => void;
}

/** What has no counterpart and keeps a process from being started as its tool would start it. */
export function notStarted(why: string): string {
  return `${why}; not started`;
}

/** What is said of processes of which nothing is imported, so that none is lost without a word. */
export function leftOut(names: readonly string[]): readonly string[] {
  return names.map((name) => `${name}: no command that can be run here; left out`);
}

/** What there is to import of a file whose processes are not known yet. */
export const nothingImported: Omit<Imported, 'source'> = { env: {}, envFile: [], processes: [], remarks: [], lost: [] };
