import type { ContainerConfig } from '../../config/schema/container-config.js';
import type { PublishedPort } from '../../ports/container-engine.js';
import type { ProbeResult, ProbeRunner } from '../../ports/probe-runner.js';
import type { Check } from '../health/prober.js';

/**
 * How we ask a container ourselves: as its configuration says, else at the port where it is reached; null where nobody knows how.
 * @param address where the list of containers, or the engine, says that it is reached
 */
export function containerCheck(
  check: ContainerConfig['check'],
  address: PublishedPort | null,
  probes: ProbeRunner,
): Check | null {
  if (check === null || (check === 'found' && address === null)) return null;
  if (check !== 'found') return (signal) => probes.run(check, signal);
  return address === null ? null : (signal) => askPort(address, probes, signal);
}

/** Asks `/health`. Only a server that says itself that it is unwell is; what does not know the question is asked by its port alone. */
async function askPort({ host, port }: PublishedPort, probes: ProbeRunner, signal: AbortSignal): Promise<ProbeResult> {
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/health`;
  const asked = await probes.run(
    {
      kind: 'http',
      url,
      method: 'GET',
      headers: {},
      status: [[200, 399]],
      contains: null,
      matches: null,
      insecure: false,
      ca: null,
    },
    signal,
  );
  const { httpStatus = 0 } = asked;
  if (asked.ok || signal.aborted || (httpStatus >= 500 && httpStatus !== 501)) return asked;
  return probes.run({ kind: 'tcp', host, port }, signal);
}
