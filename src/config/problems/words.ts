/** A string in quotes, cut when it is long, with whatever a terminal would obey made visible. */
export function quote(text: string): string {
  const cut = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return JSON.stringify(cut).replace(
    /[\x7f-\x9f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A value with its kind, as it reads on after "must be a string, not": `a number (7)`, `a list`. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return `a string (${quote(value)})`;
  if (typeof value === 'number' && Number.isFinite(value)) return `a number (${value})`;
  return showValue(value);
}

/** A value alone, as it reads on after "must be at least 1, not": `0`, `"x"`, `a list`. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'function') return 'a function';
  return String(value);
}

/** Joins choices for a sentence: `a, b or c`. */
export function either(choices: readonly string[]): string {
  const last = choices.at(-1) ?? '';
  return choices.length < 2 ? last : `${choices.slice(0, -1).join(', ')} or ${last}`;
}
