import * as z from 'zod';
import { configurationSchema } from './file.js';

/** A JSON Schema, or a part of one. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The JSON Schema (draft 2020-12) of watchdog.yaml as the user writes it, for editors. Made by each call. */
export function configJsonSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(configurationSchema, { io: 'input', override: describeLikeTheParser });
  return {
    $schema: $schema ?? 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:watchdog-tui:configuration',
    title: 'watchdog.yaml',
    ...schema,
  };
}

function describeLikeTheParser({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: JsonSchema }): void {
  if (zodSchema._zod.def.type === 'object') {
    jsonSchema.additionalProperties = false;
    jsonSchema.patternProperties = { '^x-': {}, '^\\$schema$': {} };
  }
  // A default that depends on another key is not one that the parser can fill in, but editors may show it.
  const { usually } = jsonSchema;
  if (usually !== undefined) jsonSchema.default = usually;
  delete jsonSchema.usually;
  // Zod gives every integer the bounds of exactness, which only make the messages of editors longer.
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}
