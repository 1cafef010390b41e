import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateWrite } from '../../adapters/files/private.js';
import { findPortHolders } from '../../adapters/proc/port-holders.js';
import { findPortOwners, sayPortOwner } from '../../adapters/proc/port-owner.js';
import type { ActionOutcome } from '../../api/action-run.js';
import type { Watchdog } from '../../api/watchdog.js';
import { nextPort } from '../../config/ports/book.js';
import { type KeptPorts, keptPortsFile, keptPortsText, readKeptPorts } from '../../config/ports/kept.js';
import type { Configuration } from '../../config/schema/process-config.js';
import type { Clock } from '../../ports/clock.js';
import type { MovedPort, TakenPort } from '../../supervisor/taken-ports.js';

/** Ports that are tried together for a free one. */
const triedAtOnce = 100;
const mostTries = 100;

/** Milliseconds between two polls of a port that is waited for. */
const pollMs = 50;

/** A port that was chosen. */
interface ChosenPort {
  readonly name: string;
  readonly variable: string;
  readonly port: number;
}

/** What happened to the port of a process, as a line. */
export function sayMovedPort({ why, port }: MovedPort): string {
  return `${why}; it gets ${port} from now on`;
}

/** Keeps the ports that were chosen for `port: auto`, so that they stay the same, and moves those that another program holds. */
export class PortKeeper {
  readonly #folder: string;
  #kept: KeptPorts;
  #written: string | undefined;
  #configuration: Configuration | undefined;

  /** @param folder that of a run's state beside the configuration */
  constructor(folder: string) {
    this.#folder = folder;
    this.#kept = readKeptPorts(this.#file);
  }

  /** The ports that were chosen so far. */
  get kept(): KeptPorts {
    return this.#kept;
  }

  /** From now on these ports are kept. Where they cannot be written down they stay the same for this run. */
  keep(configuration: Configuration): void {
    this.#configuration = configuration;
    const chosen = chosenPorts(configuration);
    if (chosen.length === 0) return;
    for (const port of chosen) this.#put(port);
    const text = keptPortsText(this.#kept);
    if (text === this.#written) return;
    try {
      const draft = `${this.#file}.new`;
      writeFileSync(draft, text, privateWrite);
      renameSync(draft, this.#file);
      this.#written = text;
    } catch {
      // The same ones are chosen again by folder and name; that the folder cannot be used was said already.
    }
  }

  /**
   * Chooses other ports, which `kept` has then, for those of a configuration that another program holds. To be asked before its first start.
   * @param patienceMs for so long a port is waited for, since what held it is about to be gone
   */
  async settle(configuration: Configuration, clock: Clock, patienceMs: number): Promise<readonly MovedPort[]> {
    this.#configuration = configuration;
    const chosen = chosenPorts(configuration);
    if (chosen.length === 0) return [];
    const ports = chosen.map(({ port }) => port);
    const deadline = clock.now() + patienceMs;
    let owners = await findPortOwners(ports, 'none');
    while (owners.length > 0 && clock.now() < deadline) {
      await new Promise<void>((resolve) => void clock.setTimer(resolve, pollMs));
      owners = await findPortOwners(ports, 'none');
    }
    const moved: MovedPort[] = [];
    for (const owner of owners) {
      const port = chosen.find((each) => each.port === owner.port);
      const other = port && (await this.#move(port, sayPortOwner(owner)));
      if (other !== undefined) moved.push(other);
    }
    return moved;
  }

  /** Chooses another port, which `kept` has then, for one that was held when the process was to start; undefined for any other port. */
  async move({ name, port, why }: TakenPort): Promise<MovedPort | undefined> {
    const configuration = this.#configuration;
    const found = configuration && chosenPorts(configuration).find((each) => each.name === name && each.port === port);
    return found && this.#move(found, why);
  }

  get #file(): string {
    return join(this.#folder, keptPortsFile);
  }

  async #move(chosen: ChosenPort, why: string): Promise<MovedPort | undefined> {
    const port = await this.#free(chosen.port);
    if (port === undefined) return undefined;
    this.#put({ ...chosen, port });
    return { name: chosen.name, why, port };
  }

  /** The next port that nobody has, here or elsewhere. */
  async #free(from: number): Promise<number | undefined> {
    const taken = new Set([
      ...(this.#configuration?.processes ?? []).flatMap(({ ports }) => ports),
      ...[...this.#kept.values()].flatMap((ports) => [...ports.values()]),
    ]);
    let port = from;
    for (let tries = 0; tries < mostTries; tries += 1) {
      const candidates: number[] = [];
      for (let count = 0; count < triedAtOnce; count += 1) {
        port = nextPort(port);
        if (!taken.has(port)) candidates.push(port);
      }
      const held = new Set((await findPortHolders(candidates)).map((holder) => holder.port));
      const free = candidates.find((each) => !held.has(each));
      if (free !== undefined) return free;
    }
    return undefined;
  }

  #put({ name, variable, port }: ChosenPort): void {
    this.#kept = new Map([...this.#kept, [name, new Map([...(this.#kept.get(name) ?? []), [variable, port]])]]);
  }
}

function chosenPorts({ processes }: Configuration): readonly ChosenPort[] {
  return processes.flatMap(({ name, port }) => port.flatMap((each) => (each.auto ? [{ name, ...each }] : [])));
}

/** Gives another port to a process whose own was taken while it was down, and starts it with that; what refers to it restarts too. */
export function followTakenPorts(watchdog: Watchdog, keeper: PortKeeper, reload: () => ActionOutcome): void {
  watchdog.movePorts(async (taken) => {
    const moved = await keeper.move(taken);
    if (moved === undefined) return undefined; // The file gives it.
    watchdog.notify({ name: moved.name, text: sayMovedPort(moved), trouble: false });
    return reload().ok ? moved : undefined;
  });
}
