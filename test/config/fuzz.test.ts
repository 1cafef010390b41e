import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ConfigError } from '../../src/config/problems/config-error.js';
import { parseProcess } from '../../src/config/resolve/parse-process.js';
import { processKeys } from '../../src/config/schema/process.js';
import { WatchdogError } from '../../src/policy/words/errors.js';
import { sampleOf } from '../fixtures/long-runs.js';
import { parse } from './config-text.js';

/** Reads a text and checks whatever comes of it. */
function expectSense(text: string): void {
  try {
    expect(Array.isArray(parse(text).processes)).toBe(true);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const lines = text.split('\n');
    expect(error.diagnostics.length).toBeGreaterThan(0);
    for (const { line, column, message, length } of error.diagnostics) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines.length);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1);
      expect(length).toBeGreaterThanOrEqual(1);
      expect(message).not.toMatch(/undefined|invalid|\[object/i);
    }
  }
}

const value = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('10s', 'healthy', 'a', 'SIGTERM', 'http://a', '', 0, -1, 1.5, true, null) },
  fc.jsonValue({ maxDepth: 2 }),
);
const key = fc.constantFrom(...Object.keys(processKeys), 'x-a', 'tty', 'http', 'exec', 'condition', 'toString', '__proto__');
const body = fc.dictionary(key, fc.oneof(value, fc.dictionary(key, value, { maxKeys: 3 })), { maxKeys: 6 });
const file = fc.record(
  {
    processes: fc.oneof(fc.dictionary(fc.constantFrom('a', 'b', '1', '-x', ''), fc.oneof(body, value)), value),
    defaults: fc.oneof(body, value),
    env: value,
    name: value,
  },
  { requiredKeys: [] },
);
const yamlPiece = fc.constantFrom(
  ...[
    'processes:',
    'a',
    ': ',
    '\n',
    '  ',
    '\t',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '&x ',
    '*x',
    '<<: ',
    '|\n',
    '>\n',
    '---\n',
    '#',
    ',',
  ],
  ...['command: x', 'dependsOn: [a]', '!!binary ', '!t ', '? ', '%', '\r\n', '日', '\u0000', '1', 'null'],
);

describe('whatever is in a file, the answer is a configuration or diagnostics with places', () => {
  it('for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expectSense(text);
      }),
      { numRuns: sampleOf(300) },
    );
  });

  it('for any mixture of pieces of YAML', () => {
    fc.assert(
      fc.property(fc.array(yamlPiece, { maxLength: 40 }), (pieces) => {
        expectSense(pieces.join(''));
      }),
      { numRuns: sampleOf(1500) },
    );
  });

  it('for any value, and for values that are nearly right', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), file), (content) => {
        expectSense(stringify(content));
      }),
      { numRuns: sampleOf(500) },
    );
  });

  it('and a registration is a process or an error with a code', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record({ name: value, command: value }).chain((head) => body.map((rest) => ({ ...rest, ...head }))),
        ),
        (input) => {
          try {
            parseProcess(input, { directory: '/' });
          } catch (error) {
            if (!(error instanceof WatchdogError)) throw error;
          }
        },
      ),
      { numRuns: sampleOf(500) },
    );
  });
});
