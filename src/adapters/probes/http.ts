import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import { connect } from 'node:tls';
import { compileExpression } from '../../policy/words/expression.js';
import type { HttpProbe, ProbeResult } from '../../ports/probe-runner.js';
import { sayNetworkFault, wrongScheme } from '../net/fault.js';
import { lookupHost } from './lookup-host.js';
import { unanswered } from './unanswered.js';

/** How much of a body is read, in bytes. */
const largestBody = 1024 * 1024;

/** How a failed connection ended where the peer took it and hung up. */
const hungUp: ReadonlySet<string | undefined> = new Set(['ECONNRESET', 'EPIPE']);

/** The status by which a server of TLS answers plain HTTP. */
const badRequest = 400;

/** Sends one request on a connection of its own and judges the answer; redirects are not followed. Settles whatever the peer does. */
export async function checkHttp(probe: HttpProbe, signal: AbortSignal): Promise<ProbeResult> {
  const isTls = new URL(probe.url).protocol === 'https:';
  const { request } = isTls ? await import('node:https') : await import('node:http');
  let trust: TrustOptions;
  try {
    trust = isTls ? await trustOf(probe) : {};
  } catch (error) {
    return { ok: false, message: `the file of ca cannot be read: ${(error as Error).message}` };
  }
  return new Promise((resolve) => {
    let isSecure = false;
    let isAskingTls = false;
    const askForTls = (settle: (isThere: boolean) => void): void => {
      isAskingTls = true;
      void speaksTls(new URL(probe.url), signal).then(settle);
    };
    const failed = (error: NodeJS.ErrnoException): void => {
      const message = sayNetworkFault(error) + adviceFor(error, probe);
      if (!hungUp.has(error.code)) resolve(unanswered(error, message));
      else if (isTls) resolve({ ok: false, message: isSecure ? message : 'connection closed during the TLS handshake' });
      else askForTls((isThere) => resolve({ ok: false, message: isThere ? wrongScheme : message }));
    };
    const options = {
      method: probe.method,
      headers: probe.headers,
      agent: false as const,
      lookup: lookupHost,
      signal,
      ...trust,
    };
    const judge = (answer: IncomingMessage, fault: string | undefined): void => {
      answer.destroy(); // What follows may never end, and nobody reads it.
      const status = answer.statusCode ?? 0;
      const ok = isAccepted(probe, answer) && fault === undefined;
      const settle = (what: string | undefined): void =>
        resolve({ ok, message: `HTTP ${status}${what === undefined ? '' : `, ${what}`}`, httpStatus: status });
      if (ok || isTls || status !== badRequest) settle(fault);
      else askForTls((isThere) => settle(isThere ? wrongScheme : fault));
    };
    const asked = request(probe.url, options, (answer) => {
      if (!isAccepted(probe, answer) || (probe.contains === null && probe.matches === null)) {
        judge(answer, undefined);
        return;
      }
      if (hasNoBody(probe, answer)) {
        judge(answer, bodyFault(probe, ''.includes(probe.contains ?? ''), ''));
        return;
      }
      answer.on('error', failed);
      readBody(answer, probe, (fault) => judge(answer, fault));
    });
    // Without these two, Node hangs up on a peer that switches protocols and notifies nobody.
    const switched = (answer: IncomingMessage, socket: { destroy(): void }): void => {
      socket.destroy();
      judge(answer, probe.contains === null && probe.matches === null ? undefined : 'which has no body');
    };
    asked.on('upgrade', switched);
    asked.on('connect', switched);
    asked.on('socket', (socket) => socket.once('secureConnect', () => (isSecure = true)));
    asked.on('error', failed);
    // The last word: whatever else went by without an answer, the connection is over.
    asked.on('close', () => {
      if (!isAskingTls) resolve({ ok: false, message: 'connection closed without a whole answer' });
    });
    asked.end();
  });
}

const unknownAuthorities: ReadonlySet<string | undefined> = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** What the settings of a check can do about a certificate that nobody vouches for. */
function adviceFor({ code }: NodeJS.ErrnoException, { ca }: HttpProbe): string {
  if (code === 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED') return ', and checks have none';
  const isOwn = code === 'DEPTH_ZERO_SELF_SIGNED_CERT';
  if (!isOwn && !unknownAuthorities.has(code)) return '';
  if (ca !== null) return isOwn ? ', and is not the one in ca' : ', which is not in ca';
  return isOwn ? '; name it in ca, or set insecure: true' : '; name its file in ca';
}

/** How a certificate begins in PEM; without one, Node would take a key, say, as a file of no certificates. */
const certificate = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/;

interface TrustOptions {
  readonly rejectUnauthorized?: boolean;
  readonly ca?: Buffer;
}

async function trustOf({ insecure, ca }: HttpProbe): Promise<TrustOptions> {
  if (insecure) return { rejectUnauthorized: false };
  // Read at each check: a certificate that was renewed counts without a reload.
  if (ca === null) return {};
  const file = await readFile(ca);
  if (!certificate.test(file.toString('latin1'))) throw new Error('it has no certificate in PEM');
  return { ca: file };
}

function isAccepted({ status }: HttpProbe, { statusCode = 0 }: IncomingMessage): boolean {
  return status.some(([from, to]) => from <= statusCode && statusCode <= to);
}

/** Whether an answer ends with its headers, whatever a peer sends after them. */
function hasNoBody({ method }: HttpProbe, { statusCode }: IncomingMessage): boolean {
  return method === 'HEAD' || statusCode === 204 || statusCode === 304;
}

/** Reads the body until what it must contain has come, or its end, or as much of it as is read; hands over what is wrong with it. */
function readBody(answer: IncomingMessage, probe: HttpProbe, done: (fault: string | undefined) => void): void {
  const { contains, matches } = probe;
  const decoder = new StringDecoder('utf8');
  const body: string[] = [];
  // What may be the beginning of what it must contain; all of a body in small pieces would be searched again for each.
  let tail = '';
  let size = 0;
  let isFound = contains === null;
  const end = (): void => {
    answer.off('data', take);
    done(bodyFault(probe, isFound, body.join('')));
  };
  const take = (chunk: Buffer): void => {
    const kept = chunk.subarray(0, largestBody - size);
    size += kept.length;
    const text = decoder.write(kept);
    if (matches !== null) body.push(text);
    if (!isFound && contains !== null) {
      const near = tail + text;
      isFound = near.includes(contains);
      tail = near.slice(Math.max(0, near.length - contains.length + 1));
    }
    if ((isFound && matches === null) || size >= largestBody) end();
  };
  answer.on('data', take);
  answer.on('end', end);
}

function bodyFault({ contains, matches }: HttpProbe, isFound: boolean, body: string): string | undefined {
  if (!isFound) return `but the body does not contain ${JSON.stringify(contains)}`;
  if (matches !== null && !compileExpression(matches).test(body)) return `but the body does not match ${JSON.stringify(matches)}`;
  return undefined;
}

/**
 * Whether a port answers a TLS handshake: servers hang up on plain HTTP there, or answer 400, and neither says why. Settles at the
 * abort at the latest.
 */
function speaksTls({ hostname, port }: URL, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const host = hostname.replace(/^\[|\]$/g, '');
    // Nothing is sent over it, so it does not matter whose it is.
    const socket = connect({ host, port: port === '' ? 80 : Number(port), lookup: lookupHost, rejectUnauthorized: false });
    const settle = (isTls: boolean): void => {
      signal.removeEventListener('abort', hangUp);
      resolve(isTls);
      socket.destroy();
    };
    const hangUp = (): void => settle(false);
    signal.addEventListener('abort', hangUp, { once: true });
    socket.once('secureConnect', () => settle(true));
    // An alert is an answer in TLS too, as of a server that wants another name or a certificate.
    socket.on('error', ({ code = '' }: NodeJS.ErrnoException) => settle(/_ALERT_/.test(code)));
    socket.once('close', hangUp);
  });
}
