import type { CrashCard } from '../../policy/diagnosis/crash.js';

/** What stands in `crashes.json`. */
export interface CrashRecord {
  readonly version: 1;
  /** The cards by the name of their process, oldest death first. */
  readonly processes: Readonly<Record<string, readonly CrashCard[]>>;
}

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === 'string';
const isNumber: Test = (value) => typeof value === 'number' && Number.isFinite(value);
const isFlag: Test = (value) => typeof value === 'boolean';
const orNull =
  (test: Test): Test =>
  (value) =>
    value === null || test(value);
const ifThere =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);
const shape =
  (fields: Readonly<Record<string, Test>>): Test =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(fields).every(([name, test]) => test((value as Record<string, unknown>)[name]));

const isCard = shape({
  id: isNumber,
  firstAt: isNumber,
  count: isNumber,
  at: isNumber,
  exit: orNull(shape({ code: orNull(isNumber), signal: orNull(isText) })),
  words: isText,
  ranMs: orNull(isNumber),
  lines: listOf(shape({ stream: (value) => value === 'stdout' || value === 'stderr', text: isText })),
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
  if (!shape({ version: (version) => version === 1, processes: shape({}) })(value)) return false;
  return Object.values((value as CrashRecord).processes).every(listOf(isCard));
}
