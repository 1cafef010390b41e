import type { ContainersConfig } from '../../config/schema/container-config.js';
import type { Swarm } from '../../ports/swarm.js';
import { LazyUnits } from '../unit/lazy.js';
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
export class LazyServices extends LazyUnits<Services> {
  constructor(parts: LazyServicesParts) {
    super({
      load: async (config) => {
        const [{ Services: Loaded }, swarm] = await Promise.all([import('./services.js'), parts.swarm(config)]);
        return () => new Loaded(config, { ...parts.ports, swarm }, parts);
      },
      relevant: ({ services, stack, socket, listIntervalMs }) => ({ services, stack, socket, listIntervalMs }),
      arranged: () => parts.arranged(),
    });
  }

  /** Supervises the services that a configuration names or whose stack it names, and no others. */
  override monitor(config: ContainersConfig | null): Promise<void> {
    return super.monitor(config !== null && (config.services.length > 0 || config.stack !== null) ? config : null);
  }
}
