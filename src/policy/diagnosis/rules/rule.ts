/** What can be recognised in the last output of a process. */
export type DiagnosisKind =
  /** No rule knows it: the program's own error line. */
  | 'error'
  | 'port_in_use'
  | 'port_not_allowed'
  | 'command_missing'
  | 'not_executable'
  | 'file_missing'
  | 'module_missing'
  | 'library_missing'
  | 'class_missing'
  | 'script_missing'
  | 'rule_missing'
  | 'missing_variable'
  | 'syntax_error'
  | 'compile_error'
  | 'config_invalid'
  | 'permission_denied'
  | 'access_denied'
  | 'auth_failed'
  | 'connection_refused'
  | 'host_unknown'
  | 'host_unreachable'
  | 'tls_failed'
  | 'database_missing'
  | 'table_missing'
  | 'out_of_memory'
  | 'too_many_files'
  | 'too_many_processes'
  | 'disk_full'
  | 'watches_exhausted'
  | 'runtime_too_old'
  | 'lock_held'
  | 'engine_away'
  /** It was ended by a signal. */
  | 'signal'
  /** The watchdog ended it, since its check failed. */
  | 'unhealthy';

/** What is taken out of the lines that show a cause. */
export interface Facts {
  /** A TCP port. */
  readonly port?: number;
  /** Of a file or a folder. */
  readonly path?: string;
  /** Of a command, module, variable, user, table and the like. */
  readonly name?: string;
  readonly host?: string;
  /** In source code or a configuration: "lib/cart.js:3". */
  readonly place?: string;
  /** What is wrong there, in the words of the one that reads it. */
  readonly complaint?: string;
}

/** One cause that can be recognised: what shows it, what is taken out of that, and what is said of it. */
export interface Rule {
  readonly kind: DiagnosisKind;
  /** Searched for in the messages and details of a report; a named group is the fact of its name. `name` may be given as `name2` too, and so on. */
  readonly sees: RegExp;
  /** Must not be in that line. */
  readonly unless?: RegExp;
  /** Must be in some line of the report. */
  readonly needs?: RegExp;
  /** Must be in no line of the report. */
  readonly never?: RegExp;
  /** Facts that are searched for around the line where it does not have them itself. */
  readonly around?: readonly (keyof Facts)[];
  /** Searched for in the lines below, up to the end of the report, for the facts that its groups name. */
  readonly below?: RegExp;
  /** What happened: the first of these whose facts are all known. */
  readonly says: readonly string[];
  /** What to do: the first of these whose facts are all known. */
  readonly advice: readonly string[];
  /** Texts that it must match. */
  readonly matches: readonly string[];
  /** Texts that it must not match. */
  readonly ignores?: readonly string[];
}

/** What is said of something that is wrong where it is written: with the words of the one that reads it where there are any. */
export function withComplaint(placed: string, alone: string): readonly string[] {
  return [`${placed}: {complaint}`, placed, `${alone}: {complaint}`, alone];
}

/** Fills facts into the first template all of whose {facts} are known. */
export function fill(templates: readonly string[], facts: Facts): string {
  const known = facts as Readonly<Record<string, string | number | undefined>>;
  const fits = (template: string): boolean =>
    [...template.matchAll(/\{(\w+)\}/g)].every(([, fact]) => known[fact!] !== undefined);
  return (templates.find(fits) ?? templates.at(-1) ?? '').replace(/\{(\w+)\}/g, (_match, fact: string) => `${known[fact] ?? ''}`);
}
