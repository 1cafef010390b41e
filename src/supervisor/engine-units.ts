import type { ContainersConfig } from '../config/schema/container-config.js';
import type { ContainerAnnouncement } from '../policy/container/lifecycle.js';
import type { Crash } from '../policy/diagnosis/crash.js';
import type { ProcessStateName } from '../policy/process/lifecycle.js';
import type { ContainerEngine } from '../ports/container-engine.js';
import type { Swarm } from '../ports/swarm.js';
import { LazyContainers, type LazyContainersParts } from './container/lazy.js';
import type { Notice } from './events/notice.js';
import { LazyServices } from './service/lazy.js';

/** What containers and services are supervised with. */
export interface EngineUnitsParts extends Pick<LazyContainersParts, 'ports' | 'units' | 'isMeasured'> {
  /** Finds the engine of the containers, where there are any. */
  engine(config: ContainersConfig): Promise<ContainerEngine>;
  /** Finds the manager of the Swarm, where services are supervised. */
  swarm(config: ContainersConfig): Promise<Swarm>;
  readonly listener: {
    /** @param name what the engine calls it */
    containerAnnounced(name: string, announcement: ContainerAnnouncement): void;
    transitioned(name: string, from: ProcessStateName, to: ProcessStateName): void;
    output(name: string, stream: 'stdout' | 'stderr', chunk: Buffer): void;
    changed(): void;
    noticed(notice: Notice): void;
  };
  /** A container died, and the last of its output is there. */
  died(row: string, crash: Crash): void;
  /** Something changed on which a process may depend. */
  dependencyChanged(row: string): void;
}

/** What engines run beside the processes: containers, and services of a Swarm. */
export class EngineUnits {
  readonly containers: LazyContainers;
  readonly #services: LazyServices;

  constructor(parts: EngineUnitsParts) {
    const { ports, units, listener } = parts;
    const common: Pick<LazyContainersParts['listener'], 'transitioned' | 'output' | 'changed' | 'noticed'> = {
      transitioned: (name, from, to) => listener.transitioned(name, from, to),
      output: (name, { stream, chunk }) => listener.output(name, stream, chunk),
      changed: (name) => {
        parts.dependencyChanged(name);
        listener.changed();
      },
      noticed: (notice) => listener.noticed(notice),
    };
    const arranged = (): void => listener.changed();
    this.containers = new LazyContainers({
      ports,
      units,
      engine: (config) => parts.engine(config),
      isMeasured: () => parts.isMeasured(),
      arranged,
      listener: {
        ...common,
        announced: (name, announcement) => listener.containerAnnounced(name, announcement),
        died: (name, crash) => parts.died(name, crash),
      },
    });
    this.#services = new LazyServices({ ports, units, swarm: (config) => parts.swarm(config), arranged, listener: common });
  }

  /** Supervises these from now on, and no others. Resolves once those that are named have rows. */
  async monitor(config: ContainersConfig | null): Promise<void> {
    const isOfServices = config !== null && (config.services.length > 0 || config.stack !== null);
    const isOfContainers = config !== null && (config.agentsJson !== null || config.containers.length > 0);
    // Where only services are named, nobody asks for containers.
    await Promise.all([this.containers.monitor(isOfContainers || !isOfServices ? config : null), this.#services.monitor(config)]);
  }

  /** Lets all go. They run on, and their rows stay as they are. */
  close(): void {
    this.containers.close();
    this.#services.close();
  }
}
