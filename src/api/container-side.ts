import { isDeepStrictEqual } from 'node:util';
import type { ContainersConfig } from '../config/schema/container-config.js';
import { WatchdogError } from '../policy/words/errors.js';
import { nearest } from '../policy/words/nearest.js';
import type { ContainerEngine, ContainerOutput } from '../ports/container-engine.js';
import type { Containers } from '../supervisor/container/containers.js';
import type { ContainerDetails, ContainerReader } from '../supervisor/container/details.js';
import type { ContainerRunner } from '../supervisor/container/runner.js';
import { containerPrefix } from '../supervisor/container/snapshot.js';
import type { ContainersListener, ContainersPorts } from '../supervisor/container/supervised.js';
import type { LogReader } from '../supervisor/log/line.js';
import type { ProcessSnapshot } from '../supervisor/snapshot/process.js';

/** What the containers of a Watchdog are made with. */
export interface ContainerSideParts {
  readonly ports: Omit<ContainersPorts, 'engine'> & { readonly engine?: ContainerEngine };
  readonly listener: ContainersListener;
  /** Told what `container:NAME` writes from the moment on in which it is looked after, whenever that comes to be read. */
  readonly heard?: (name: string, output: ContainerOutput) => void;
}

const noContainers: readonly ProcessSnapshot[] = [];

/** The containers beside the processes of a Watchdog: none, and nothing of theirs loaded, until somebody asks for them. */
export class ContainerSide implements ContainerReader {
  readonly #parts: ContainerSideParts;
  #containers: Containers | undefined;
  #config: ContainersConfig | null = null;
  #needed: readonly string[] = [];

  constructor(parts: ContainerSideParts) {
    this.#parts = parts;
  }

  /** Whether containers are looked after, or about to be. */
  get isMonitoring(): boolean {
    return this.#config !== null;
  }

  /** Looks after these containers from now on, and after no others. Resolves once they have rows; the engine is asked after that. */
  async monitor(config: ContainersConfig | null): Promise<void> {
    if (isDeepStrictEqual(config, this.#config)) return;
    const isMonitoring = this.#config !== null;
    this.#config = config;
    if (isMonitoring && config !== null && this.#containers?.adopt(config) === true) return;
    this.#containers?.close();
    this.#containers = undefined;
    if (config !== null) {
      const [{ Containers: Loaded }, engine] = await Promise.all([
        import('../supervisor/container/containers.js'),
        this.#engine(config).then((found) => this.#letHear(found)),
      ]);
      // Somebody else may have been faster while this was loading.
      if (this.#config !== config) return;
      this.#containers = new Loaded(config, { ...this.#parts.ports, engine }, this.#parts.listener);
      this.#containers.start();
      for (const name of this.#needed) this.need(name);
      this.#needed = [];
    }
    this.#parts.listener.changed();
  }

  /** Lets all go. They run on, and their rows stay as they are. Returns the names of those that run. */
  close(): readonly string[] {
    this.#config = null;
    this.#containers?.close();
    return this.snapshots().flatMap(({ name, state }) => (state === 'running' ? [name] : []));
  }

  /** Their snapshots; the same array as long as nothing changed. */
  snapshots(): readonly ProcessSnapshot[] {
    return this.#containers?.snapshots() ?? noContainers;
  }

  /** The runner of `container:NAME`; undefined for every other name. */
  runner(name: string): ContainerRunner | undefined {
    return this.#containers?.runner(ownName(name));
  }

  /** The log of `container:NAME`; undefined for every other name. */
  log(name: string): LogReader | undefined {
    return this.#containers?.log(ownName(name));
  }

  snapshotOf(name: string): ProcessSnapshot | undefined {
    return this.runner(name)?.snapshot;
  }

  details(name: string): ContainerDetails | undefined {
    return this.#containers?.details(ownName(name));
  }

  look(name: string): void {
    this.#containers?.look(ownName(name));
  }

  /** A process that is to run depends on it. */
  need(name: string): void {
    if (this.#containers === undefined) this.#needed = [...this.#needed, name];
    else this.runner(name)?.dispatch({ type: 'need' });
  }

  /**
   * The runner of `container:NAME`.
   * @throws WatchdogError PROCESS_UNKNOWN
   */
  known(name: string): ContainerRunner {
    const runner = this.runner(name);
    if (runner !== undefined) return runner;
    const close = nearest(
      name,
      this.snapshots().map((snapshot) => snapshot.name),
    );
    const hint = close === undefined ? '' : `; did you mean '${close}'?`;
    throw new WatchdogError('PROCESS_UNKNOWN', `Container '${ownName(name)}' is not monitored${hint}`);
  }

  async #engine({ socket }: ContainersConfig): Promise<ContainerEngine> {
    const given = this.#parts.ports.engine;
    if (given !== undefined) return given;
    const { ContainerEngineClient } = await import('../adapters/engine/client.js');
    return new ContainerEngineClient({ socket, environment: process.env });
  }

  async #letHear(engine: ContainerEngine): Promise<ContainerEngine> {
    const { heard, ports } = this.#parts;
    if (heard === undefined) return engine;
    const { HeardEngine } = await import('../supervisor/container/heard-engine.js');
    // The last words of one that was removed may come when nothing else is known of it any more.
    const names = new Map<string, string>();
    return new HeardEngine(engine, ports.clock.wallTime(), (id, output) => {
      const runner = this.#containers?.runners.find(({ inspected }) => inspected?.id === id);
      if (runner !== undefined) names.set(id, `${containerPrefix}${runner.watched.name}`);
      const name = names.get(id);
      if (name !== undefined) heard(name, output);
    });
  }
}

/** The name that the engine has for `container:NAME`; for every other name that of no container. */
function ownName(name: string): string {
  return name.startsWith(containerPrefix) ? name.slice(containerPrefix.length) : '';
}
