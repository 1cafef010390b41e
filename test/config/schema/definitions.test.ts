import { describe, expect, it } from 'vitest';
import { withDefinitions } from '../../../src/config/schema/definitions.js';
import { configJsonSchema, type JsonSchema } from '../../../src/config/schema/json-schema.js';

/** The schema with the definition in the place of each reference to it. */
function resolved(schema: JsonSchema, definitions: Record<string, JsonSchema>): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (_key, value) => {
    const name = typeof value?.$ref === 'string' ? /^#\/\$defs\/(.+)$/.exec(value.$ref)?.[1] : undefined;
    if (name === undefined) return value;
    const { $ref: _ref, ...own } = value;
    return { ...resolved(definitions[name]!, definitions), ...own };
  });
}

describe('the JSON Schema with definitions', () => {
  const { $defs = {}, ...schema } = withDefinitions(configJsonSchema());

  it('says the same as without', () => {
    expect(resolved(schema, $defs as never)).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
  });

  it('has a process once, under its name, and is less than half as long', () => {
    expect(schema.properties).toMatchObject({
      defaults: { $ref: '#/$defs/process', description: expect.any(String) as string },
      processes: { additionalProperties: { $ref: '#/$defs/process' } },
    });
    expect(Object.keys($defs)).toEqual(expect.arrayContaining(['process', 'duration', 'healthCheck', 'http', 'circuit']));
    expect(JSON.stringify({ ...schema, $defs }).length).toBeLessThan(JSON.stringify(configJsonSchema()).length / 2);
  });
});
