import type { ContainersConfig } from '../../config/schema/container-config.js';
import type { ContainerEngine } from '../../ports/container-engine.js';
import { LazyUnits } from '../unit/lazy.js';
import type { Containers, ContainersContext } from './containers.js';
import type { ContainerRunner } from './runner.js';
import type { ContainersPorts } from './supervised.js';

/** What containers are supervised with once there are any. */
export interface LazyContainersParts extends ContainersContext {
  readonly ports: Omit<ContainersPorts, 'engine'>;
  /** Finds the engine. */
  engine(config: ContainersConfig): Promise<ContainerEngine>;
  /** There are other rows. */
  arranged(): void;
}

/** The containers beside the processes: none, and nothing of theirs loaded, until they are asked for. */
export class LazyContainers extends LazyUnits<Containers> {
  constructor(parts: LazyContainersParts) {
    super({
      load: async (config) => {
        const [{ Containers: Loaded }, engine] = await Promise.all([import('./containers.js'), parts.engine(config)]);
        return () => new Loaded(config, { ...parts.ports, engine }, parts);
      },
      relevant: (config) => config,
      arranged: () => parts.arranged(),
    });
  }

  /** The runner of a container, by the name of its row; undefined for every other name. */
  runner(name: string): ContainerRunner | undefined {
    return this.group?.runner(name);
  }

  /** Their usage is read from now on, or no longer. */
  measured(isMeasured: boolean): void {
    if (isMeasured) void this.measure();
    else this.group?.forgetUsage();
  }

  /** Asks what they use now. Resolves when the engine has said. */
  async measure(): Promise<void> {
    await this.group?.measure();
  }
}
