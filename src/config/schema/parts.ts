import * as z from 'zod';
import { quote } from '../problems/words.js';
import { isFreeKey } from './merge-defaults.js';

/** What is wrong with a value, and perhaps what to do about it. */
export interface Complaint {
  readonly message: string;
  readonly hint?: string;
}

/** How a configuration is parsed: what is read once takes longer to compile a parser for than to parse, 10 ms of each start. */
export const once = { jitless: true } as const;

/**
 * A map that knows all its keys. Keys that begin with `x-`, and `$schema`, are free and dropped; any other key is a problem of its own.
 */
export function closedMap<S extends z.core.$ZodShape>(shape: S): z.ZodType<z.output<z.ZodObject<S>>, z.input<z.ZodObject<S>>> {
  // A strict object would report all its unknown keys as one issue at the map, and without the keys that it does know.
  const stranger = z.unknown().refine(() => false, { params: { known: Object.keys(shape) } });
  const map = z.preprocess(withoutExtensions, z.object(shape).catchall(stranger));
  return map as unknown as z.ZodType<z.output<z.ZodObject<S>>, z.input<z.ZodObject<S>>>;
}

/** A refinement that says what is wrong, or nothing. */
export function rule<T>(check: (value: T) => Complaint | undefined): (value: T, ctx: z.core.$RefinementCtx<T>) => void {
  return (value, ctx) => {
    const complaint = check(value);
    if (complaint !== undefined) complain(ctx, complaint);
  };
}

/**
 * Adds a complaint to a refinement or a transform.
 * @param path of what it is about, inside the value
 */
export function complain(
  ctx: { addIssue(issue: { code: 'custom'; message: string; params: object; path?: PropertyKey[] }): void },
  complaint: Complaint,
  path: string[] = [],
): void {
  ctx.addIssue({ code: 'custom', message: complaint.message, params: { hint: complaint.hint }, path });
}

/** A string that can be given to the system: without NUL. */
export const text = z
  .string()
  .superRefine(rule((value) => (value.includes('\0') ? { message: 'contains a NUL character' } : undefined)));

/** A word or more for people to read. */
export const readable = z
  .string()
  .superRefine(rule((value) => (/^[^\x00-\x1f\x7f-\x9f]+$/.test(value) ? undefined : { message: 'must be readable text' })));

/** A shell command or the path of a program. */
export const command = text.superRefine(rule((value) => (value.trim() === '' ? { message: 'the command is empty' } : undefined)));

/** The name of an environment variable. */
export const variableName = z.string().superRefine(rule(variableNameComplaint));

/** Environment variables: strings, or null for one that is to be unset. */
export const env = z.record(variableName, text.nullable()).meta({ title: 'map of names to strings' });

function variableNameComplaint(name: string): Complaint | undefined {
  return name === '' || /[=\0]/.test(name) ? { message: `${quote(name)} cannot be the name of a variable` } : undefined;
}

function withoutExtensions(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !isFreeKey(key)));
}
