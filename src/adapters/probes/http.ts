import type { IncomingMessage } from 'node:http';
import { compileExpression } from '../../policy/words/expression.js';
import type { HttpProbe, ProbeResult } from '../../ports/probe-runner.js';
import { sayNetworkFault } from '../net/fault.js';
import { lookupHost } from './lookup-host.js';

/** How much of a body is read, in bytes. */
const largestBody = 1024 * 1024;

/** Sends one request on a connection of its own and judges the answer; redirects are not followed. */
export async function checkHttp(probe: HttpProbe, signal: AbortSignal): Promise<ProbeResult> {
  const { request } = probe.url.startsWith('https:') ? await import('node:https') : await import('node:http');
  return new Promise((resolve) => {
    const failed = (error: Error): void => resolve({ ok: false, message: sayNetworkFault(error) });
    const options = { method: probe.method, headers: probe.headers, agent: false as const, lookup: lookupHost, signal };
    const asked = request(probe.url, options, (answer) => {
      const status = answer.statusCode ?? 0;
      const accepted = probe.status.some(([from, to]) => from <= status && status <= to);
      const judge = (fault: string | undefined): void => {
        answer.destroy(); // What follows may never end, and nobody reads it.
        const message = `HTTP ${status}${fault === undefined ? '' : `, ${fault}`}`;
        resolve({ ok: accepted && fault === undefined, message, httpStatus: status });
      };
      if (!accepted || (probe.contains === null && probe.matches === null)) {
        judge(undefined);
        return;
      }
      answer.on('error', failed);
      readBody(answer, (body) => judge(bodyFault(probe, body)));
    });
    asked.on('error', failed);
    asked.end();
  });
}

/** Hands the body over once it has ended, or as much of it as is read. */
function readBody(answer: IncomingMessage, done: (body: string) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const end = (): void => done(Buffer.concat(chunks).subarray(0, largestBody).toString('utf8'));
  answer.on('data', (chunk: Buffer) => {
    if (size >= largestBody) return;
    chunks.push(chunk);
    size += chunk.length;
    if (size >= largestBody) end();
  });
  answer.on('end', end);
}

function bodyFault({ contains, matches }: HttpProbe, body: string): string | undefined {
  if (contains !== null && !body.includes(contains)) return `but the body does not contain ${JSON.stringify(contains)}`;
  if (matches !== null && !compileExpression(matches).test(body)) return `but the body does not match ${JSON.stringify(matches)}`;
  return undefined;
}
