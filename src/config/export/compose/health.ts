import type { ProbePolicy } from '../../../policy/health/probing.js';
import type { ProbeConfig } from '../../schema/process-config.js';
import { checkCommand, unasked } from '../common/check-command.js';
import type { ImageProcess } from '../common/in-image.js';
import type { YamlMap } from '../common/yaml.js';
import { composeDuration, composeText } from './words.js';

/** A check that Docker can run in the container. */
export interface ContainerCheck {
  readonly probe: ProbeConfig;
  readonly times: ProbePolicy;
  readonly command: string;
}

/**
 * The one check that a container can have: of readiness for what waits for it, or of liveness for a Swarm, which replaces a task
 * that is not healthy.
 */
export function checkFor({ process }: ImageProcess, purpose: 'readiness' | 'liveness'): ContainerCheck | undefined {
  const checks = process.policy.probes.flatMap((times, index) => {
    const probe = process.probes[index]!;
    const command = checkCommand(probe, times.timeoutMs);
    return command === undefined ? [] : [{ probe, times, command }];
  });
  return checks.find(({ times }) => times[purpose]) ?? checks[0];
}

/** `healthcheck:` of a service. */
export function healthcheck({ times, command }: ContainerCheck): YamlMap {
  return {
    test: ['CMD-SHELL', composeText(command)],
    interval: composeDuration(times.intervalMs),
    timeout: composeDuration(times.timeoutMs),
    retries: times.threshold,
    start_period: composeDuration(times.startPeriodMs),
  };
}

/** Notes what of the checks Docker cannot do. */
export function noteChecks(
  { process }: ImageProcess,
  chosen: ContainerCheck | undefined,
  note: (key: string, instead: string) => void,
): void {
  for (const [index, { id, awaits, successThreshold, startIntervalMs }] of process.policy.probes.entries()) {
    const key = id === 'health' ? 'healthCheck' : id;
    const probe = process.probes[index]!;
    if (awaits !== null) {
      note(key, 'ready as soon as it is started');
      continue;
    }
    if (probe !== chosen?.probe) {
      note(key, 'a container has one check; another one is used');
      continue;
    }
    if (successThreshold !== 1) note(`${key}.successThreshold`, 'one success makes it healthy');
    if (startIntervalMs !== 1000) note(`${key}.startInterval`, 'it runs once per interval from the start');
    if (probe.kind === 'http') for (const name of unasked(probe)) note(`http.${name}`, 'any response below 400 to a GET passes');
  }
}
