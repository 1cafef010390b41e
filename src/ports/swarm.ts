import type { ServiceFacts } from '../policy/service/facts.js';
import type { ContainerOutput, StreamListener } from './container-engine.js';

/** Everything that one inspection of a service of a Swarm shows. */
export interface SwarmService extends ServiceFacts {
  readonly name: string;
  /** The stack that it was deployed with; null for none. */
  readonly stack: string | null;
  readonly image: string;
  /** Its published ports. */
  readonly ports: readonly number[];
  /** When the Swarm starts its tasks again: "any", "on-failure", "none". */
  readonly restarts: string;
  /** Whether its tasks have terminals, so that their logs are raw. */
  readonly tty: boolean;
}

/** All services of a Swarm at one moment. */
export interface SwarmList {
  readonly services: readonly SwarmService[];
  /** Which engine answered, and where: "Docker 27.1 at /var/run/docker.sock". */
  readonly engine: string;
}

/** Which part of the logs of a service is wanted. */
export interface ServiceLogRequest {
  readonly id: string;
  readonly tty: boolean;
  /** Only what was written since this wall time; null for the newest lines, however old. */
  readonly since: number | null;
  /** At most so many lines of each task that are there already. */
  readonly tail: number;
}

/** A piece of the logs of a service. */
export interface ServiceOutput extends ContainerOutput {
  /** The id of the task that wrote it; null where that is not known. */
  readonly task: string | null;
}

/** A manager of a Swarm. Every promise rejects with EngineFault. */
export interface Swarm {
  services(): Promise<SwarmList>;
  /** Streams the logs of all tasks of a service, and what is added to them. */
  serviceLogs(request: ServiceLogRequest, listener: StreamListener<ServiceOutput>): Disposable;
  /** Resolves once the manager has taken note; the tasks follow. */
  scale(id: string, replicas: number): Promise<void>;
  /** Starts all tasks again, one after the other as its update policy says. */
  forceUpdate(id: string): Promise<void>;
}
