import type { ExitFact } from '../restart/exit.js';
import { plainLine } from './error-line.js';
import { endingSignal } from './exit-words.js';
import { diagnosisRules } from './rules.js';

/** What can be recognised in the last words of a process. */
export type DiagnosisKind =
  | 'port_in_use'
  | 'out_of_memory'
  | 'module_missing'
  | 'command_missing'
  | 'missing_variable'
  | 'syntax_error'
  | 'permission_denied'
  | 'file_missing'
  | 'disk_full'
  | 'connection_refused';

/** A likely cause of a death, and what to do about it. */
export interface Diagnosis {
  readonly kind: DiagnosisKind;
  /** What happened, in a few words: "port 3000 is in use". */
  readonly what: string;
  /** One line on what to do. */
  readonly advice: string;
  /** The TCP port that it is about; null where it is about none, or about one that is not said. */
  readonly port: number | null;
  /** True where only the way it ended says so, and no line of its output. */
  readonly ofExit?: boolean;
}

/** The last words of a process, and what is known of it besides. */
export interface LastWords {
  /** Null where it could not be started. */
  readonly exit: ExitFact | null;
  /** The last lines of its output, oldest first, as they were written. */
  readonly lines: readonly string[];
  /** The ports that it was to listen on. */
  readonly ports: readonly number[];
  /** Whose ports these are among those that it depends on. */
  readonly neighbours: ReadonlyMap<number, string>;
}

/** Lines are looked at up to here: no message is longer, and a pattern never takes long. */
const longestLine = 600;
const mostCauses = 3;

/** The likely causes of a death, at most three, the likeliest first; none where nothing is recognised. */
export function diagnose(last: LastWords): readonly Diagnosis[] {
  const words = { ...last, lines: last.lines.map((line) => plainLine(line.slice(0, longestLine))) };
  const explained = new Set<number>();
  const found = diagnosisRules.flatMap(({ kind, pattern, explain }): readonly Diagnosis[] => {
    for (let at = words.lines.length - 1; at >= 0; at -= 1) {
      const match = explained.has(at) ? null : pattern.exec(words.lines[at]!);
      const said = match === null ? undefined : explain(match, at, words);
      if (said === undefined) continue;
      explained.add(at);
      return [{ kind, port: null, ...said }];
    }
    return [];
  });
  const kinds = new Set<DiagnosisKind>();
  const once = [...found, ...byExit(last.exit)].filter(({ kind }) => !kinds.has(kind) && kinds.add(kind));
  return once.slice(0, mostCauses);
}

/** A likely cause as a line: "port 3000 is in use; stop whoever holds it, …". */
export function sayCause({ what, advice }: Diagnosis): string {
  return `${what}; ${advice}`;
}

/** What the exit alone says, for a process that had no time for last words. */
function byExit(exit: ExitFact | null): readonly Diagnosis[] {
  if (exit === null) return [];
  if (endingSignal(exit) === 'SIGKILL') {
    const advice = "see its memory at death, and the kernel's log (dmesg, journalctl -k) for an out-of-memory kill";
    return [
      { kind: 'out_of_memory', what: 'killed with SIGKILL, perhaps since memory ran out', advice, port: null, ofExit: true },
    ];
  }
  if (exit.code === 127) {
    const advice = 'install it, or write where it is: the PATH is that of the terminal in which watchdog was started';
    return [{ kind: 'command_missing', what: 'a command was not found', advice, port: null, ofExit: true }];
  }
  if (exit.code === 126) {
    const advice = 'make it executable with chmod +x, or name the program that runs it';
    return [{ kind: 'permission_denied', what: 'the command cannot be executed', advice, port: null, ofExit: true }];
  }
  return [];
}
