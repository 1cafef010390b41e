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
  const suspended = new AbortController();
  let timer: Disposable | undefined;
  const watch = (): void => {
    timer = nodeClock.setTimer(() => {
      if (runStateOf(pid) === 'T') suspended.abort();
      else watch();
    }, pollMs);
  };
  watch();
  const signals = request.signal === undefined ? [] : [request.signal];
  try {
    return await send(socket, { ...request, signal: AbortSignal.any([suspended.signal, ...signals]) });
  } catch (error) {
    if (!suspended.signal.aborted || request.signal?.aborted) throw error;
    const hint = `fg in its terminal, or kill -CONT ${pid}, resumes it`;
    throw new WatchdogError('SUSPENDED', `watchdog: the watchdog here, pid ${pid}, is suspended and answers nothing; ${hint}`);
  } finally {
    timer?.[Symbol.dispose]();
  }
}
