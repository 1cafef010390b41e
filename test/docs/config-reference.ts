import { either } from '../../src/config/problems/words.js';
import { configJsonSchema, type JsonSchema } from '../../src/config/schema/json-schema.js';

/** One key of watchdog.yaml as docs/configuration.md shows it. */
export interface ReferenceRow {
  /** The path below the process or the file: `circuit.threshold`. */
  readonly key: string;
  /** What it takes, in words. */
  readonly type: string;
  /** As it would be written; empty where there is none. */
  readonly default: string;
  readonly meaning: string;
}

/** All keys in the order of the schema: those of the file, then those of a process. */
export function configReference(): { readonly file: readonly ReferenceRow[]; readonly process: readonly ReferenceRow[] } {
  const { defaults, processes, ...file } = configJsonSchema().properties as Record<string, JsonSchema>;
  const process = (processes?.additionalProperties as JsonSchema | undefined)?.properties as Record<string, JsonSchema>;
  return {
    file: rowsOf({ ...file, defaults: leaf(defaults), processes: leaf(processes) }, ''),
    process: rowsOf({ ...process, readiness: leaf(process.readiness), liveness: leaf(process.liveness) }, ''),
  };
}

/** The same key without what is below it, which has rows elsewhere. */
function leaf(schema: JsonSchema | undefined): JsonSchema {
  return { type: 'object', description: schema?.description ?? '' };
}

function rowsOf(properties: JsonSchema['properties'], prefix: string): ReferenceRow[] {
  return Object.entries(properties ?? {}).flatMap(([name, property]) => {
    const schema = property as JsonSchema;
    const key = `${prefix}${name}`;
    const below = mapWithin(schema)?.properties;
    const own = { key, type: typeOf(schema), default: defaultOf(schema), meaning: schema.description ?? '' };
    return [own, ...rowsOf(below, `${key}.`), ...rowsOf(eachWithin(schema)?.properties, `${key}.NAME.`)];
  });
}

function mapWithin(schema: JsonSchema): JsonSchema | undefined {
  return [schema, ...((schema.anyOf ?? []) as JsonSchema[])].find((candidate) => candidate.properties !== undefined);
}

/** What is below each name that the user chooses. */
function eachWithin(schema: JsonSchema): JsonSchema | undefined {
  const choices = [schema, ...((schema.anyOf ?? []) as JsonSchema[])];
  const each = choices.map(({ additionalProperties }) => additionalProperties).find((found) => typeof found === 'object');
  return each === undefined ? undefined : mapWithin(each as JsonSchema);
}

function defaultOf(schema: JsonSchema): string {
  const value = schema.default;
  if (value === undefined || mapWithin(schema) !== undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function typeOf(schema: JsonSchema): string {
  if (schema.title !== undefined) return schema.title;
  if (schema.enum !== undefined) return either(schema.enum.map(String));
  if (schema.anyOf !== undefined) return either(schema.anyOf.map((option) => typeOf(option as JsonSchema)));
  if (schema.type === 'array') return `list of ${typeOf(schema.items as JsonSchema)}s`;
  if (schema.type === 'object') return 'map';
  return either([schema.type ?? 'anything'].flat().map((type) => (type === 'integer' ? 'whole number' : type)));
}
