import { Transform } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** JSON-RPC's codes for what is no JSON, and for what is no request. */
const parseError = -32_700;
const invalidRequest = -32_600;

/** Characters of a line; none that a client means to send is longer. */
const longestLine = 16 * 1024 * 1024;

/** The answer to a line that is no message, which the protocol's own package passes over without a word; undefined for one that is. */
export function refusalOf(line: string): string | undefined {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    return refusal(null, parseError, 'Parse error: a message is one line of JSON');
  }
  if (Array.isArray(message))
    return refusal(null, invalidRequest, 'Invalid Request: batches are not served; send one message a line');
  if (typeof message !== 'object' || message === null)
    return refusal(null, invalidRequest, 'Invalid Request: a message is an object');
  const { id, jsonrpc, method, result, error } = message as Readonly<Record<string, unknown>>;
  const known = typeof id === 'string' || typeof id === 'number' ? id : null;
  if (jsonrpc !== '2.0') return refusal(known, invalidRequest, 'Invalid Request: "jsonrpc" must be "2.0"');
  if (id !== undefined && known === null)
    return refusal(null, invalidRequest, 'Invalid Request: "id" must be a string or a number');
  if (typeof method === 'string' || result !== undefined || error !== undefined) return undefined;
  return refusal(known, invalidRequest, 'Invalid Request: "method" must be a string');
}

function refusal(id: string | number | null, code: number, message: string): string {
  return JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } });
}

/** Passes on what are messages, a line each, and has the rest answered. */
export function onlyMessages(answer: (line: string) => void): Transform {
  const decoder = new StringDecoder('utf8');
  let open: string[] = [];
  let length = 0;
  const passOn = (stream: Transform, line: string): void => {
    if (line.trim() === '') return;
    const refused = refusalOf(line);
    if (refused === undefined) stream.push(`${line}\n`);
    else answer(refused);
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const [rest = '', ...lines] = decoder.write(chunk).split('\n').reverse();
      for (const line of lines.reverse()) {
        passOn(this, length > longestLine ? '' : [...open, line].join(''));
        [open, length] = [[], 0];
      }
      length += rest.length;
      if (length > longestLine) open = [];
      else if (rest !== '') open.push(rest);
      done();
    },
    flush(done) {
      passOn(this, open.join(''));
      done();
    },
  });
}
