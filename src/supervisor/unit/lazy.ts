import { isDeepStrictEqual } from 'node:util';
import type { ContainersConfig } from '../../config/schema/container-config.js';

/** All units of one kind that an engine runs. */
interface Group {
  /** Applies another configuration without touching what did not change; false where everything must begin again for it. */
  adopt(config: ContainersConfig): boolean;
  /** Begins to ask the engine. */
  start(): void;
  /** Supervises nothing any more. The units go on as they are. */
  close(): void;
  /** Takes them out of the units, where others are to be supervised instead. */
  forget(): void;
}

/** How a group is made once there is a configuration for it. */
export interface LazyParts<Loaded extends Group> {
  /** Loads its code and finds its engine. What that resolves with makes the group, which enters its rows. */
  load(config: ContainersConfig): Promise<() => Loaded>;
  /** What of a configuration concerns the group: where that is equal, nothing is done. */
  relevant(config: ContainersConfig): unknown;
  /** There are other rows. */
  arranged(): void;
}

/** Units of an engine beside the processes: none, and nothing of theirs loaded, until they are asked for. */
export class LazyUnits<Loaded extends Group> {
  readonly #parts: LazyParts<Loaded>;
  #config: ContainersConfig | null = null;
  protected group: Loaded | undefined;

  constructor(parts: LazyParts<Loaded>) {
    this.#parts = parts;
  }

  /** Whether any are supervised, or about to be. */
  get isMonitoring(): boolean {
    return this.#config !== null;
  }

  /** Supervises these from now on, and no others. Resolves once those that are named have rows; the engine is asked after that. */
  async monitor(config: ContainersConfig | null): Promise<void> {
    if (isDeepStrictEqual(this.#relevant(config), this.#relevant(this.#config))) return;
    const { isMonitoring } = this;
    this.#config = config;
    if (isMonitoring && config !== null && this.group?.adopt(config) === true) return;
    this.group?.close();
    this.group?.forget();
    this.group = undefined;
    if (config !== null) {
      const make = await this.#parts.load(config);
      // Another call may have been faster while this was loading.
      if (this.#config !== config) return;
      this.group = make();
      this.group.start();
    }
    this.#parts.arranged();
  }

  /** Lets all go. They run on, and their rows stay as they are. */
  close(): void {
    this.#config = null;
    this.group?.close();
  }

  #relevant(config: ContainersConfig | null): unknown {
    return config === null ? null : this.#parts.relevant(config);
  }
}
