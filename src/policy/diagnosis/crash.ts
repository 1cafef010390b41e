import type { ExitFact } from '../restart/exit.js';
import type { Diagnosis } from './diagnosis.js';
import { lastErrorLine, normalisedLine } from './error-line.js';

/** A line of the output of a process that died. */
export interface CrashLine {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** What a health check found before the death. */
export interface CrashCheck {
  /** "health", "readiness" or "liveness". */
  readonly id: string;
  readonly ok: boolean;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly latencyMs: number;
}

/** One death of a process, and all that is known of it. Plain, so that it can be written down and sent. */
export interface Crash {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Null where the system could not even start it. */
  readonly exit: ExitFact | null;
  /** How it ended, decoded: "exit code 137: SIGKILL, perhaps out of memory"; or why it could not be started. */
  readonly words: string;
  /** Milliseconds that it ran; null where it did not. */
  readonly ranMs: number | null;
  /** The last lines of that generation, oldest first. */
  readonly lines: readonly CrashLine[];
  /** Per cent of one core shortly before; null where it was not measured. */
  readonly cpu: number | null;
  /** Bytes shortly before; null where it was not measured. */
  readonly memory: number | null;
  /** The last results of its health checks, oldest first. */
  readonly checks: readonly CrashCheck[];
  /** What is recognised, the likeliest first. */
  readonly causes: readonly Diagnosis[];
}

/** A death and how often the same has happened; what it holds is of the last time. */
export interface CrashCard extends Crash {
  /** Names the card among those of its process; never used twice. */
  readonly id: number;
  /** When it happened first, in milliseconds since 1970. */
  readonly firstAt: number;
  readonly count: number;
}

/** How many different deaths of a process are kept. */
const mostCards = 20;

/** The line that says what went wrong: the one that shows the cause, else the last that looks like an error; undefined without any. */
export function decisiveLine({ causes, lines }: Pick<Crash, 'causes' | 'lines'>): string | undefined {
  const errors = lines.filter(({ stream }) => stream === 'stderr');
  return causes[0]?.line ?? lastErrorLine((errors.length === 0 ? lines : errors).map(({ text }) => text));
}

/** What two deaths have in common that are the same: they ended alike, and the line that says what went wrong differs in numbers at most. */
export function crashSignature(crash: Pick<Crash, 'exit' | 'words' | 'lines' | 'causes'>): string {
  const { exit, words } = crash;
  const end = exit === null ? normalisedLine(words) : `${exit.code} ${exit.signal}`;
  const said = decisiveLine(crash);
  return `${end} ${said === undefined ? '' : normalisedLine(said)}`;
}

/** The cards after one more death, the newest last: counted where it is known, else added, and the oldest goes where there are too many. */
export function withCrash(cards: readonly CrashCard[], crash: Crash): readonly CrashCard[] {
  const signature = crashSignature(crash);
  const same = cards.find((card) => crashSignature(card) === signature);
  const id = 1 + Math.max(0, ...cards.map((card) => card.id));
  const card: CrashCard =
    same === undefined
      ? { ...crash, id, firstAt: crash.at, count: 1 }
      : { ...crash, id: same.id, firstAt: same.firstAt, count: same.count + 1 };
  return [...cards.filter((each) => each !== same), card].slice(-mostCards);
}
