import type { ContainerPolicy } from '../../policy/container/lifecycle.js';
import type { ProbePolicy } from '../../policy/health/probing.js';
import type { HttpProbe, TcpProbe } from '../../ports/probe-runner.js';

/** How one container is supervised, fully resolved. */
export interface ContainerConfig {
  /** Its exact name. */
  readonly name: string;
  /** What its check asks; `found` takes the engine's own check, else a published port; null asks nothing. */
  readonly check: HttpProbe | TcpProbe | 'found' | null;
  /** How often it is asked, where it is we who ask. */
  readonly times: ProbePolicy;
  readonly policy: Omit<ContainerPolicy, 'probe'>;
}

/** Which containers are supervised, and how; fully resolved. */
export interface ContainersConfig {
  /** A list of containers that other programs write; absolute. Null for none. */
  readonly agentsJson: string | null;
  /** Those named by the configuration, in its order. */
  readonly containers: readonly ContainerConfig[];
  /** How those are supervised that only `agentsJson` names. */
  readonly usual: Omit<ContainerConfig, 'name'>;
  /** Services of a Swarm, by the names that it has for them. */
  readonly services: readonly string[];
  /** A stack of the Swarm whose services are supervised; null for none. */
  readonly stack: string | null;
  /** Path or address of the engine; null to find it. */
  readonly socket: string | null;
  readonly listIntervalMs: number;
}
