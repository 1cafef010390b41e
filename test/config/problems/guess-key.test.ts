import { describe, expect, it } from 'vitest';
import { guessKey } from '../../../src/config/problems/guess-key.js';
import { configJsonSchema } from '../../../src/config/schema/json-schema.js';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** All maps of the schema that have keys of their own. */
function mapsIn(schema: unknown): readonly Schema[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema ? [schema as Schema] : [];
  return [...own, ...Object.values(schema).flatMap(mapsIn)];
}

describe('A key that is missing', () => {
  const pairs = mapsIn(configJsonSchema()).flatMap(({ properties = {}, required = [] }) =>
    required.flatMap((key) => Object.keys(properties).flatMap((other) => (other === key ? [] : [[other, key] as const]))),
  );

  it('is never guessed from a key that is right there, since nothing would be said then', () => {
    expect(pairs.length).toBeGreaterThan(20);
    expect(pairs.filter(([other, key]) => guessKey(other, [key]) !== undefined)).toEqual([]);
  });
});
