import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { onlyMessages, refusalOf } from '../../../src/cli/mcp/refusals.js';

const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';

describe('A line that a client of MCP sends', () => {
  it.each([ping, '{"jsonrpc":"2.0","method":"notifications/initialized"}', '{"jsonrpc":"2.0","id":"a","result":{}}'])(
    'is a message: %s',
    (line) => {
      expect(refusalOf(line)).toBeUndefined();
    },
  );

  it.each([
    ['{bad', null, -32_700],
    [`[${ping}]`, null, -32_600],
    ['[]', null, -32_600],
    ['null', null, -32_600],
    ['"text"', null, -32_600],
    ['{"id":5,"method":"ping"}', 5, -32_600],
    ['{"jsonrpc":"1.0","id":"a","method":"ping"}', 'a', -32_600],
    ['{"jsonrpc":"2.0","id":null,"method":"ping"}', null, -32_600],
    ['{"jsonrpc":"2.0","id":{},"method":"ping"}', null, -32_600],
    ['{"jsonrpc":"2.0","id":7}', 7, -32_600],
    ['{"jsonrpc":"2.0","id":8,"method":5}', 8, -32_600],
  ])('is answered where it is none: %s', (line, id, code) => {
    expect(JSON.parse(refusalOf(line)!)).toEqual({
      jsonrpc: '2.0',
      id,
      error: { code, message: expect.stringMatching(/^\S.*: \S/) },
    });
  });

  it('reaches the server whole, however it was cut, and without the others', async () => {
    const text = Buffer.from(`${ping}\r\n\n{bad é\n${ping.replace('ping', 'é')}\nlast`);
    for (const size of [1, 2, 7, 1000]) {
      const answers: string[] = [];
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.subarray(at * size, (at + 1) * size));
      const passed = await Readable.from(pieces, { objectMode: false })
        .pipe(onlyMessages((line) => answers.push(line)))
        .toArray();
      expect(Buffer.concat(passed).toString()).toBe(`${ping}\r\n${ping.replace('ping', 'é')}\n`);
      expect(answers).toHaveLength(2);
    }
  });
});
