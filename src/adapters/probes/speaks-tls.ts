import { connect } from 'node:tls';
import { lookupHost } from './lookup-host.js';

/**
 * Whether a port answers a TLS handshake: servers hang up on plain HTTP there, or answer 400, and neither says why. Settles at the
 * abort at the latest.
 */
export function speaksTls({ hostname, port }: URL, signal: AbortSignal): Promise<boolean> {
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
