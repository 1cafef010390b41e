/** The fields of a structured line, in its order. */
export type LogFields = readonly (readonly [name: string, value: unknown])[];

/** The fields of a line that is a JSON object; undefined where the line is anything else. */
export function jsonFields(line: string): LogFields | undefined {
  const text = line.trim();
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined;
  try {
    return Object.entries(JSON.parse(text) as object);
  } catch {
    return undefined; // Something else between braces.
  }
}
