import type { Probe, ProbeResult, ProbeRunner } from '../../ports/probe-runner.js';
import type { Spawner } from '../../ports/spawner.js';
import { checkExec } from './exec.js';
import { checkHttp } from './http.js';
import { checkTcp } from './tcp.js';

/** Runs checks against the real world. */
export class NodeProbeRunner implements ProbeRunner {
  readonly #spawner: Spawner;

  /** @param spawner starts the commands of exec checks */
  constructor(spawner: Spawner) {
    this.#spawner = spawner;
  }

  run(probe: Probe, signal: AbortSignal): Promise<ProbeResult> {
    const asked = this.#ask(probe, signal).catch((error: Error) => ({ ok: false, message: error.message }));
    return Promise.race([asked, aborted(signal, asked)]);
  }

  #ask(probe: Probe, signal: AbortSignal): Promise<ProbeResult> {
    switch (probe.kind) {
      case 'http':
        return checkHttp(probe, signal);
      case 'tcp':
        return checkTcp(probe, signal);
      case 'exec':
        return checkExec(this.#spawner, probe, signal);
    }
  }
}

/** Settles at the abort, whatever the client makes of it. */
function aborted(signal: AbortSignal, asked: Promise<unknown>): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const end = (): void => resolve({ ok: false, message: 'aborted' });
    if (signal.aborted) {
      // The client sees it too, and may say more.
      setImmediate(end);
      return;
    }
    signal.addEventListener('abort', end, { once: true });
    void asked.finally(() => signal.removeEventListener('abort', end));
  });
}
