import type { IncomingMessage } from 'node:http';
import { RequestRefused } from './refusal.js';

/** A request may carry so many bytes; an action on a thousand processes has less. */
const mostBytes = 64 * 1024;

/**
 * Reads the JSON that came with a request; without a body, an empty object.
 * @throws RequestRefused 413 for too much of it, 400 for what is not JSON or breaks off
 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const body = await collect(request);
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new RequestRefused(400, 'the body is not JSON');
  }
}

function collect(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= mostBytes) chunks.push(chunk);
      else reject(new RequestRefused(413, `the body has more than ${mostBytes} bytes`));
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => reject(new RequestRefused(400, 'the body broke off')));
  });
}
