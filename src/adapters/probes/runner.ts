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
