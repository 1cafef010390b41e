import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type MovingInCase, readCase, runCase } from './case.js';

const folder = new URL('.', import.meta.url).pathname;
const tools = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** The order of independent starts is nobody's promise. */
const arranged = (lines: readonly string[], { inOrder }: MovingInCase) => (inOrder === true ? lines : [...lines].sort());

describe.each(tools)('a project of %s, read and run with stub commands, does what its own tool would do', (tool) => {
  const cases = readdirSync(join(folder, tool)).filter((name) => name.endsWith('.yaml'));
  it.each(cases)('%s', async (name) => {
    const given = readCase(join(folder, tool, name));
    const { states, ran, lost, text } = await runCase(given);
    expect({ states, ran: arranged(ran, given), lost: [...lost].sort() }, text).toEqual({
      states: given.states,
      ran: arranged(given.ran, given),
      lost: [...(given.lost ?? [])].sort(),
    });
    for (const part of given.written ?? []) expect(text).toContain(part);
  });
});
