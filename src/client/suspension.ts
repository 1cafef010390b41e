import type { IncomingMessage } from 'node:http';
import { nodeClock } from '../adapters/node/clock.js';
import { runStateOf } from '../adapters/proc/stat.js';
import { WatchdogError } from '../policy/words/errors.js';
import { type ClientRequest, send } from './request.js';

/** Milliseconds between two polls of a watchdog that has not answered yet. */
const pollMs = 500;

/**
 * Sends a request as `send` does, and gives up where the watchdog is suspended, as by Ctrl+Z in its dashboard: it takes the
 * connection and never answers.
 * @param pid of the watchdog, where it is known
 * @throws WatchdogError SUSPENDED, or as `send` does
 */
export async function sendUnlessSuspended(
  socket: string,
  request: ClientRequest,
  pid: number | undefined,
): Promise<IncomingMessage> {
  if (pid === undefined) return send(socket, request);
  // What it was sent meanwhile it would carry out when it is resumed, long after that was refused.
  if (isSuspended(pid)) throw suspendedWatchdog(pid);
  const suspended = new AbortController();
  let timer: Disposable | undefined;
  const watch = (): void => {
    timer = nodeClock.setTimer(() => {
      if (isSuspended(pid)) suspended.abort();
      else watch();
    }, pollMs);
  };
  watch();
  const signals = request.signal === undefined ? [] : [request.signal];
  try {
    return await send(socket, { ...request, signal: AbortSignal.any([suspended.signal, ...signals]) });
  } catch (error) {
    if (!suspended.signal.aborted || request.signal?.aborted) throw error;
    throw suspendedWatchdog(pid);
  } finally {
    timer?.[Symbol.dispose]();
  }
}

/** Whether a watchdog is stopped, as by Ctrl+Z in its dashboard. */
function isSuspended(pid: number): boolean {
  return runStateOf(pid) === 'T';
}

/** What is thrown where the watchdog is suspended. */
function suspendedWatchdog(pid: number): WatchdogError {
  const hint = `fg in its terminal, or kill -CONT ${pid}, resumes it`;
  return new WatchdogError('SUSPENDED', `the watchdog here, pid ${pid}, is suspended and answers nothing; ${hint}`);
}
