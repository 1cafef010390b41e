import type { JsonSchema } from './json-schema.js';

/** What is written once, however often it is used, and is longer than a reference to it. */
const shortest = 80;

/** Keys whose value is a schema, a list of them, or a map of them. */
const schemaKeys = ['items', 'additionalProperties', 'propertyNames'];
const listKeys = ['anyOf', 'allOf', 'oneOf'];
const mapKeys = ['properties', 'patternProperties'];

/** A JSON Schema in which whatever occurs twice is written once under `$defs`; what a place says beside it stays there. */
export function withDefinitions(schema: JsonSchema): JsonSchema {
  const counts = new Map<string, number>();
  eachSchema(schema, 'configuration', (part) => {
    const text = textOf(part);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  });
  const names = new Map<string, string>();
  const definitions: Record<string, JsonSchema> = {};
  const rewrite = (part: JsonSchema, key: string, isRoot = false): JsonSchema => {
    const text = textOf(part);
    const inner = (whole: JsonSchema): JsonSchema => mapSchemas(whole, (child, childKey) => rewrite(child, childKey ?? key));
    if (isRoot || text.length < shortest || (counts.get(text) ?? 0) < 2) return inner(part);
    const { own, core } = apart(part);
    if (!names.has(text)) {
      const name = freeName(nameOf(core, key), definitions);
      names.set(text, name);
      definitions[name] = {}; // The name is taken before those inside ask for theirs.
      definitions[name] = inner(core);
    }
    return { ...own, $ref: `#/$defs/${names.get(text)}` };
  };
  return { ...rewrite(schema, 'configuration', true), $defs: definitions };
}

/** What belongs to the place where a schema is used, and the schema itself. */
function apart(part: JsonSchema): { readonly own: JsonSchema; readonly core: JsonSchema } {
  const { description, default: usual, ...core } = part;
  return {
    own: { ...(description === undefined ? {} : { description }), ...(usual === undefined ? {} : { default: usual }) },
    core,
  };
}

function textOf(part: JsonSchema): string {
  return JSON.stringify(apart(part).core);
}

/** A word for people who read the schema: its title where that is one, else the key under which it was found first. */
function nameOf({ title }: JsonSchema, key: string): string {
  return title !== undefined && /^\w+$/.test(title) ? title : key;
}

function freeName(wanted: string, taken: object): string {
  let name = wanted;
  for (let count = 2; Object.hasOwn(taken, name); count += 1) name = `${wanted}${count}`;
  return name;
}

function eachSchema(schema: JsonSchema, key: string, see: (part: JsonSchema, key: string) => void): void {
  see(schema, key);
  mapSchemas(schema, (child, childKey) => {
    eachSchema(child, childKey ?? key, see);
    return child;
  });
}

/** @param change gets each schema directly inside, and the key where it has one of its own */
function mapSchemas(schema: JsonSchema, change: (child: JsonSchema, key: string | undefined) => JsonSchema): JsonSchema {
  const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null && !Array.isArray(value);
  const singular: Readonly<Record<string, string>> = { processes: 'process', defaults: 'process', names: 'name' };
  const entries = Object.entries(schema).map(([key, value]) => {
    if (schemaKeys.includes(key) && isSchema(value)) return [key, change(value, undefined)];
    if (listKeys.includes(key) && Array.isArray(value))
      return [key, value.map((each) => (isSchema(each) ? change(each, undefined) : each))];
    if (!mapKeys.includes(key) || !isSchema(value)) return [key, value];
    const inside = Object.entries(value).map(([name, each]) => [
      name,
      isSchema(each) ? change(each, singular[name] ?? name) : each,
    ]);
    return [key, Object.fromEntries(inside)];
  });
  return Object.fromEntries(entries) as JsonSchema;
}
