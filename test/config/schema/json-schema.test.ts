import { describe, expect, it } from 'vitest';
import { configJsonSchema, type JsonSchema } from '../../../src/config/schema/json-schema.js';

const schema = configJsonSchema();

function at(...path: string[]): JsonSchema {
  return path.reduce((part, key) => (part as Record<string, JsonSchema>)[key]!, schema);
}

const api = ['properties', 'processes', 'additionalProperties', 'properties'];

describe('the JSON Schema', () => {
  it('says what it is, and that processes are required', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'urn:watchdog-tui:configuration',
      title: 'watchdog.yaml',
      type: 'object',
      required: ['processes'],
    });
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });

  it('closes every map that knows its keys, but for x- keys', () => {
    const maps: JsonSchema[] = [];
    JSON.stringify(schema, (_, part) => {
      // A schema's own `properties` is a map of schemas, in which a key may be called `properties` too; none is.
      if (part?.properties !== undefined) maps.push(part);
      return part;
    });
    expect(maps.length).toBeGreaterThan(10);
    for (const map of maps) expect(map).toMatchObject({ additionalProperties: false, patternProperties: { '^x-': {} } });
  });

  it('describes every key', () => {
    JSON.stringify(schema, (key, part) => {
      if (key === 'properties')
        for (const [name, property] of Object.entries(part)) expect(property, name).toHaveProperty('description');
      return part;
    });
  });

  it.each([
    [['restartDelay'], { title: 'duration', default: '1s', anyOf: [{ type: 'number', minimum: 0 }, { type: 'string' }] }],
    [['backoff', 'properties', 'max'], { title: 'duration', default: '30s' }],
    [['circuit', 'properties', 'maxCooldown'], { default: '5m' }],
    [['autoRestart'], { enum: [true, false, 'on-failure'], default: true }],
    [['stop', 'properties', 'signal'], { type: 'string', default: 'SIGTERM' }],
    [['maxRestarts'], { type: 'integer', minimum: -1, default: -1 }],
    [['env'], { type: 'object', additionalProperties: { type: ['string', 'null'] } }],
    [['backoff', 'properties', 'jitter'], { type: 'number', minimum: 0, maximum: 1 }],
  ])('has the type, bounds and default of %j', (path, expected) => {
    expect(at(...api, ...path)).toMatchObject(expected);
  });

  it.each([
    ['10s', true],
    ['1.5m', true],
    ['500', false],
    ['10 parsecs', false],
    ['-1s', false],
  ])('takes the duration %j: %s', (text, isTaken) => {
    const [, written] = at(...api, 'restartDelay').anyOf as JsonSchema[];
    expect(new RegExp(written!.pattern!, 'u').test(text)).toBe(isTaken);
  });

  it.each([
    ['api', true],
    ['my api', true],
    ['-x', false],
    ['container:x', false],
    ['', false],
  ])('takes the process name %j: %s', (name, isTaken) => {
    const names = at('properties', 'processes').propertyNames as JsonSchema;
    expect(new RegExp(names.pattern!, 'u').test(name)).toBe(isTaken);
  });

  it('does not lend its parts, so that changing one changes no other', () => {
    expect(configJsonSchema()).toEqual(schema);
    expect(configJsonSchema().properties).not.toBe(schema.properties);
  });
});
