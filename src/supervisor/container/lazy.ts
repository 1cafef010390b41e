import { isDeepStrictEqual } from 'node:util';
import type { ContainersConfig } from '../../config/schema/container-config.js';
import { engineName } from '../../policy/container/name.js';
import type { ContainerEngine } from '../../ports/container-engine.js';
import type { Containers, ContainersSurroundings } from './containers.js';
import type { ContainerRunner } from './runner.js';
import type { ContainersPorts } from './supervised.js';

/** What containers are supervised with once there are any. */
export interface LazyContainersParts extends ContainersSurroundings {
  readonly ports: Omit<ContainersPorts, 'engine'>;
  /** Finds the engine. */
  engine(config: ContainersConfig): Promise<ContainerEngine>;
  /** There are other rows. */
  arranged(): void;
}

/** The containers beside the processes: none, and nothing of theirs loaded, until they are asked for. */
export class LazyContainers {
  readonly #parts: LazyContainersParts;
  #containers: Containers | undefined;
  #config: ContainersConfig | null = null;

  constructor(parts: LazyContainersParts) {
    this.#parts = parts;
  }

  /** Whether containers are supervised, or about to be. */
  get isMonitoring(): boolean {
    return this.#config !== null;
  }

  /** Supervises these containers from now on, and no others. Resolves once they have rows; the engine is asked after that. */
  async monitor(config: ContainersConfig | null): Promise<void> {
    if (isDeepStrictEqual(config, this.#config)) return;
    const isMonitoring = this.#config !== null;
    this.#config = config;
    if (isMonitoring && config !== null && this.#containers?.adopt(config) === true) return;
    this.#containers?.close();
    this.#containers?.forget();
    this.#containers = undefined;
    if (config !== null) {
      const { ports, engine: findEngine } = this.#parts;
      const [{ Containers: Loaded }, engine] = await Promise.all([import('./containers.js'), findEngine(config)]);
      // Another call may have been faster while this was loading.
      if (this.#config !== config) return;
      this.#containers = new Loaded(config, { ...ports, engine }, this.#parts);
      this.#containers.start();
    }
    this.#parts.arranged();
  }

  /** Lets all go. They run on, and their rows stay as they are. */
  close(): void {
    this.#config = null;
    this.#containers?.close();
  }

  /** The runner of a container, by the name of its row; undefined for every other name. */
  runner(name: string): ContainerRunner | undefined {
    return this.#containers?.runner(engineName(name));
  }

  /** Their usage is read from now on, or no longer. */
  measured(isMeasured: boolean): void {
    if (isMeasured) void this.measure();
    else this.#containers?.forgetUsage();
  }

  /** Asks what they use now. Resolves when the engine has said. */
  async measure(): Promise<void> {
    await this.#containers?.measure();
  }
}
