import { isDeepStrictEqual } from 'node:util';
import type { ContainersConfig } from '../../config/schema/container-config.js';
import type { Swarm } from '../../ports/swarm.js';
import type { Units } from '../unit/units.js';
import type { Services, ServicesListener, ServicesPorts } from './services.js';

/** What services are supervised with once there are any. */
export interface LazyServicesParts {
  readonly ports: Omit<ServicesPorts, 'swarm'>;
  readonly units: Units;
  readonly listener: ServicesListener;
  /** Finds a manager of the Swarm. */
  swarm(config: ContainersConfig): Promise<Swarm>;
  /** There are other rows. */
  arranged(): void;
}

/** The services of a Swarm beside the processes: none, and nothing of theirs loaded, until they are asked for. */
export class LazyServices {
  readonly #parts: LazyServicesParts;
  #services: Services | undefined;
  #config: ContainersConfig | null = null;

  constructor(parts: LazyServicesParts) {
    this.#parts = parts;
  }

  /** Supervises these services from now on, and no others. Resolves once those that are named have rows. */
  async monitor(config: ContainersConfig | null): Promise<void> {
    const wanted = config === null || (config.services.length === 0 && config.stack === null) ? null : config;
    if (isDeepStrictEqual(aboutServices(wanted), aboutServices(this.#config))) return;
    this.#config = wanted;
    this.#services?.close();
    this.#services?.forget();
    this.#services = undefined;
    if (wanted !== null) {
      const { ports, swarm: findSwarm } = this.#parts;
      const [{ Services: Loaded }, swarm] = await Promise.all([import('./services.js'), findSwarm(wanted)]);
      // Another call may have been faster while this was loading.
      if (this.#config !== wanted) return;
      this.#services = new Loaded(wanted, { ...ports, swarm }, this.#parts);
      this.#services.refresh();
    }
    this.#parts.arranged();
  }

  /** Lets all go. They run on, and their rows stay as they are. */
  close(): void {
    this.#config = null;
    this.#services?.close();
  }
}

function aboutServices(config: ContainersConfig | null): object | null {
  if (config === null) return null;
  const { services, stack, socket, listIntervalMs } = config;
  return { services, stack, socket, listIntervalMs };
}
