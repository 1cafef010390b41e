import { connect } from 'node:net';
import type { ProbeResult, TcpProbe } from '../../ports/probe-runner.js';
import { sayNetworkFault } from '../net/fault.js';
import { lookupHost } from './lookup-host.js';
import { unanswered } from './unanswered.js';

/** Connects and hangs up: a port that takes the connection is well. */
export function checkTcp({ host, port }: TcpProbe, signal: AbortSignal): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, lookup: lookupHost, signal });
    socket.once('connect', () => {
      // Where nobody listens, the system may choose that very port for our own end, and connect us to ourselves.
      const isOurselves = socket.localPort === socket.remotePort && socket.localAddress === socket.remoteAddress;
      resolve(isOurselves ? { ok: false, message: 'connection refused' } : { ok: true, message: 'connected' });
      socket.destroy();
    });
    socket.on('error', (error) => resolve(unanswered(error, sayNetworkFault(error))));
    socket.on('close', () => resolve({ ok: false, message: 'connection closed' }));
  });
}
