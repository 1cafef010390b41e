import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RemoteInput } from '../../../src/client/remote/input.js';
import { parseRequest, typeBody } from '../../../src/control/requests.js';
import type { TypedPart } from '../../../src/supervisor/terminal/typed-bytes.js';
import { settle } from '../../ports/fake-spawner.js';

/** Terminals elsewhere that take one request after the other, as quickly as the test says. */
class Elsewhere {
  readonly got: string[] = [];
  readonly bodies: { name: string; parts: readonly TypedPart[] }[] = [];
  readonly #held: (() => void)[] = [];
  readonly input = new RemoteInput({
    type: (name, parts) => {
      this.bodies.push({ name, parts });
      this.got.push(`${name} types ${parts.map(({ text }) => text).join('')}`);
      return this.#hold();
    },
    resize: (name, { columns, rows }) => {
      this.got.push(`${name} is ${columns}x${rows}`);
      return this.#hold();
    },
  });

  #hold(): Promise<void> {
    return new Promise((resolve) => this.#held.push(resolve));
  }

  async answer(): Promise<void> {
    this.#held.shift()?.();
    await settle();
  }

  async answerAll(): Promise<void> {
    await settle();
    while (this.#held.length > 0) await this.answer();
  }

  type(text: string, name = 'app', pasted = false): void {
    this.input.type(name, [{ text, pasted }]);
  }
}

describe('What is typed into terminals elsewhere', () => {
  it('arrives in its order, what waits together, and between sizes', async () => {
    const elsewhere = new Elsewhere();
    elsewhere.type('a');
    elsewhere.type('b');
    elsewhere.type('c');
    elsewhere.type('x', 'other');
    elsewhere.input.resize('app', { columns: 80, rows: 24 });
    elsewhere.input.resize('app', { columns: 90, rows: 30 });
    elsewhere.type('d');
    expect(elsewhere.got).toEqual(['app types a']);
    await elsewhere.answerAll();
    expect(elsewhere.got).toEqual(['app types a', 'app types bc', 'other types x', 'app is 90x30', 'app types d']);
  });

  it('is whole, in requests that are not refused, whatever it is', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('\u001b'.repeat(9000), '😀'.repeat(5000), `x${'😀'.repeat(9000)}`, ''),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ text, pasted: fc.boolean() }), { maxLength: 30 }), async (parts) => {
        const elsewhere = new Elsewhere();
        for (const part of parts) elsewhere.input.type('app', [part]);
        await elsewhere.answerAll();
        for (const body of elsewhere.bodies) {
          expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThanOrEqual(64 * 1024);
          expect(() => parseRequest(typeBody, JSON.parse(JSON.stringify(body)))).not.toThrow();
        }
        const sent = elsewhere.bodies.flatMap(({ parts: some }) =>
          some.map((part) => JSON.parse(JSON.stringify(part)) as TypedPart),
        );
        const written = (some: readonly TypedPart[]): string =>
          Buffer.from(some.map((part) => (part.pasted ? part.text.toUpperCase() : part.text)).join('')).toString();
        expect(written(sent)).toBe(written(parts));
      }),
      { numRuns: 60 },
    );
  });

  it('is dropped beyond a megabyte that waits, and goes on when that is gone', async () => {
    const elsewhere = new Elsewhere();
    const half = 'x'.repeat(512 * 1024);
    elsewhere.type(half);
    elsewhere.type(half);
    elsewhere.type(half);
    await elsewhere.answerAll();
    const sum = (): number => elsewhere.bodies.flatMap(({ parts }) => parts).reduce((all, { text }) => all + text.length, 0);
    expect(sum()).toBe(2 * half.length);
    elsewhere.type('more');
    await elsewhere.answerAll();
    expect(sum()).toBe(2 * half.length + 4);
  });
});
