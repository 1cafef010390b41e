import type { CrashCard } from '../../policy/diagnosis/crash.js';
import { ifThere, isFlag, isNumber, isText, listOf, oneOf, orNull, shape } from './shape.js';

/** What stands in `crashes.json`. */
export interface CrashRecord {
  readonly version: 1;
  /** The cards by the name of their process, oldest death first. */
  readonly processes: Readonly<Record<string, readonly CrashCard[]>>;
}

const isCard = shape({
  id: isNumber,
  firstAt: isNumber,
  count: isNumber,
  at: isNumber,
  exit: orNull(shape({ code: orNull(isNumber), signal: orNull(isText), outOfMemory: ifThere(isFlag) })),
  words: isText,
  ranMs: orNull(isNumber),
  lines: listOf(shape({ stream: oneOf('stdout', 'stderr'), text: isText })),
  cpu: orNull(isNumber),
  memory: orNull(isNumber),
  checks: listOf(shape({ id: isText, ok: isFlag, message: isText, at: isNumber, latencyMs: isNumber })),
  causes: listOf(
    shape({
      kind: isText,
      what: isText,
      advice: isText,
      port: orNull(isNumber),
      path: ifThere(isText),
      name: ifThere(isText),
      host: ifThere(isText),
      place: ifThere(isText),
      line: ifThere(isText),
      ofExit: ifThere(isFlag),
    }),
  ),
});

/** Whether a value is what a run has written into `crashes.json`. */
export function isCrashRecord(value: unknown): value is CrashRecord {
  if (!shape({ version: oneOf(1), processes: shape({}) })(value)) return false;
  return Object.values((value as CrashRecord).processes).every(listOf(isCard));
}
