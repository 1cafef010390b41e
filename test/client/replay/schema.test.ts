import { describe, expect, it } from 'vitest';
import { recordSchema } from '../../../src/client/replay/schema.js';
import { eventTable } from '../../../src/supervisor/events/table.js';
import { unitKinds } from '../../../src/supervisor/snapshot/process.js';
import { runningProcess } from '../../components/stage/sample-processes.js';

/** Values that each kind of field has in a bundle. */
const valuesOf: Readonly<Record<string, readonly unknown[]>> = {
  string: ['text'],
  number: [1],
  'number | null': [1, null],
  'string | null': ['text', null],
  'boolean?': [true, false, undefined],
  Error: ['its message'],
  ProcessState: ['running'],
};

describe('A line of a bundle', () => {
  const fields = Object.entries(eventTable).flatMap(([event, { payload }]) =>
    Object.entries(payload).map(([field, kind]) => ({ event, field, kind })),
  );

  it.each(fields)('holds the event $event with every value of its $field', ({ event, field, kind }) => {
    const values = valuesOf[kind] ?? [];
    expect(values).not.toEqual([]);
    for (const value of values) {
      const line: unknown = JSON.parse(JSON.stringify({ kind: 'event', event: { seq: 1, at: 2, event, [field]: value } }));
      expect(recordSchema.safeParse(line).success).toBe(true);
    }
  });

  it.each(unitKinds)('holds the row of a %s', (kind) => {
    const row = runningProcess('api', 0, 1000, { kind });
    expect(recordSchema.safeParse(JSON.parse(JSON.stringify({ kind: 'row', at: 1, name: 'api', row }))).error).toBeUndefined();
  });
});
