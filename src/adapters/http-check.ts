import type { HttpProbe, ProbeResult } from '../ports/probe-runner.js';

const plainWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection closed',
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'host name cannot be looked up now',
  ETIMEDOUT: 'connection timed out',
  EHOSTUNREACH: 'host cannot be reached',
  HPE_HEADER_OVERFLOW: 'answer with too many headers',
};

/** Sends one request on a connection of its own and judges the status of the answer; redirects are not followed. */
export async function checkHttp(probe: HttpProbe, signal: AbortSignal): Promise<ProbeResult> {
  const { request } = probe.url.startsWith('https:') ? await import('node:https') : await import('node:http');
  return new Promise((resolve) => {
    const asked = request(probe.url, { method: probe.method, headers: probe.headers, agent: false, signal }, (answer) => {
      const status = answer.statusCode ?? 0;
      answer.destroy(); // The body may never end, and nobody reads it.
      resolve({ ok: probe.status.some(([from, to]) => from <= status && status <= to), message: `HTTP ${status}` });
    });
    asked.on('error', (error) => resolve({ ok: false, message: sayError(error) }));
    asked.end();
  });
}

function sayError(error: NodeJS.ErrnoException): string {
  // A host with several addresses fails with one error for each; they are nearly always alike.
  const first = error instanceof AggregateError ? (error.errors[0] as NodeJS.ErrnoException) : error;
  return plainWords[first.code ?? ''] ?? first.message;
}
