import type { ContainersConfig } from '../config/schema/container-config.js';
import type { Requester } from '../policy/restart/exit.js';
import { knownName } from '../policy/words/known-name.js';
import type { ContainerRunner } from '../supervisor/container/runner.js';
import { containerPrefix } from '../supervisor/container/snapshot.js';
import type { LogReader } from '../supervisor/log/line.js';
import { Project, type ProjectParts } from '../supervisor/project.js';
import type { Voice } from '../supervisor/publisher.js';
import type { ShutdownReport } from '../supervisor/shutdown.js';
import type { ProcessSnapshot } from '../supervisor/snapshot/process.js';
import { ContainerSide } from './container-side.js';
import type { WatchdogPorts } from './options.js';

/** What processes and containers are looked after with. */
export interface SupervisionParts extends Omit<ProjectParts, 'outsiders' | 'ports'> {
  readonly ports: WatchdogPorts;
  readonly voice: Voice;
}

/** Processes and containers together, each by its name; those of containers begin with `container:`. */
export class Supervision {
  readonly project: Project;
  readonly containers: ContainerSide;
  #rows: { readonly from: readonly (readonly ProcessSnapshot[])[]; readonly all: readonly ProcessSnapshot[] } | undefined;

  constructor(parts: SupervisionParts) {
    const { listener, voice } = parts;
    this.project = new Project({
      ...parts,
      outsiders: {
        snapshotOf: (name) => this.containers.snapshotOf(name),
        need: (name) => this.containers.need(name),
        died: (name, death) => this.containers.runner(name)?.died(death),
      },
    });
    this.containers = new ContainerSide({
      ports: parts.ports,
      listener: {
        announced: (name, announcement) => voice.containerAnnounced(name, announcement),
        transitioned: (name, from, to) => listener.transitioned(`${containerPrefix}${name}`, from, to),
        died: (name, crash) => this.project.chronicle.died(`${containerPrefix}${name}`, crash),
        changed: (name) => {
          const rows = name === undefined ? this.containers.snapshots().map((row) => row.name) : [`${containerPrefix}${name}`];
          for (const row of rows) this.project.supervisor.outsiderChanged(row);
          listener.changed();
        },
        noticed: (notice) => listener.noticed(notice),
      },
      heard: (name, { stream, chunk }) => voice.output(name, stream, chunk),
    });
  }

  /** What the screen and the command line see of one of them; undefined for an unknown name. */
  snapshot(name: string): ProcessSnapshot | undefined {
    const process = this.project.supervisor.runner(name)?.snapshot;
    return process === undefined ? this.containers.snapshotOf(name) : this.project.usage.of(process);
  }

  /** All snapshots, processes first, both in their order; the same array as long as nothing changed. */
  snapshots(): readonly ProcessSnapshot[] {
    const processes = this.project.usage.all(this.project.supervisor.snapshots());
    const containers = this.containers.snapshots();
    if (containers.length === 0) return processes;
    if (this.#rows?.from[0] !== processes || this.#rows.from[1] !== containers) {
      this.#rows = { from: [processes, containers], all: [...processes, ...containers] };
    }
    return this.#rows.all;
  }

  /** The log of one of them; undefined for an unknown name. */
  log(name: string): LogReader | undefined {
    return this.project.supervisor.log(name) ?? this.containers.log(name);
  }

  /**
   * Carries a command out.
   * @param how `by` whom it is given, the user where nothing is said; `signal` takes the place of a process's first stop signal
   * @throws WatchdogError PROCESS_UNKNOWN
   */
  command(
    what: 'start' | 'stop' | 'kill' | 'restart',
    name: string,
    { by = 'user', signal }: { readonly by?: Requester | undefined; readonly signal?: NodeJS.Signals | undefined },
  ): Promise<boolean> {
    const container = this.#container(name);
    if (container !== undefined) return container.command(what, by);
    const known = this.known(name);
    if (what === 'start') return this.project.start(known);
    return what === 'stop' ? this.project.stop(known, by, signal) : this.project[what](known, by);
  }

  /** Closes the circuit and zeroes all counts, at once. @throws WatchdogError PROCESS_UNKNOWN */
  reset(name: string): void {
    (this.#container(name) ?? this.project.supervisor.runner(this.known(name)))?.dispatch({ type: 'reset' });
  }

  /** The name, if there is a process of that name. @throws WatchdogError PROCESS_UNKNOWN */
  known(name: string): string {
    return knownName(name, this.project.supervisor.names);
  }

  /** Looks after these containers, and no others; null for none. Resolves once they have rows. */
  monitor(config: ContainersConfig | null): Promise<void> {
    return this.containers.monitor(config);
  }

  /** Ends all processes and lets all containers go. */
  async shutdown(): Promise<ShutdownReport> {
    const running = this.containers.close();
    const report = await this.project.shutdown();
    return running.length === 0 ? report : { ...report, running };
  }

  /** The container that a name means; undefined for the name of a process. */
  #container(name: string): ContainerRunner | undefined {
    return name.startsWith(containerPrefix) ? this.containers.known(name) : undefined;
  }
}
