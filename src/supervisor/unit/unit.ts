import type { ContainerConfig } from '../../config/schema/container-config.js';
import type { ProcessConfig } from '../../config/schema/process-config.js';
import type { Secrets } from '../../config/schema/secrets.js';
import type { Dependency } from '../../policy/process/dependencies.js';
import type { Requester } from '../../policy/restart/exit.js';
import type { InspectedContainer } from '../../ports/container-engine.js';
import type { TreeRow } from '../../ports/inspector.js';
import type { TreeMethod } from '../../ports/spawner.js';
import type { ProbeTrack } from '../health/history.js';
import type { PastExit, UsagePoint } from '../history/exits.js';
import type { Transition } from '../history/timeline.js';
import type { LogReader } from '../log/line.js';
import type { Death, ProcessSnapshot } from '../snapshot/process.js';
import type { ProcessTerminal } from '../terminal/process.js';

/** What the user can have done to a process or a container. */
export type UnitCommand = 'start' | 'stop' | 'kill' | 'restart';

/** How a command is given. */
export interface CommandManner {
  /** Who gives it. */
  readonly by: Requester;
  /** Takes the place of a process's first stop signal. */
  readonly signal?: NodeJS.Signals | undefined;
  /** Of a stop or kill, whether it starts again after others have ended. Missing counts as false. */
  readonly restarts?: boolean | undefined;
}

/** What the engine says that a container is. */
export interface EngineAccount extends Pick<InspectedContainer, 'id' | 'image' | 'engine' | 'ownRestart' | 'bindings'> {
  /** True where the engine should check it and never does, as Podman without systemd. */
  readonly unchecked: boolean;
  /** The tasks of a service; missing for a container. */
  readonly tasks?: TasksAccount;
}

/** What a Swarm says of the tasks of a service. */
export interface TasksAccount {
  /** How many are to run. */
  readonly replicas: number;
  /** All that it remembers, newest first. */
  readonly list: readonly {
    /** With its error: "web.2 on node1: running". */
    readonly words: string;
    readonly node: string;
    readonly state: string;
    /** Whether it is to run. */
    readonly wanted: boolean;
    /** Milliseconds since 1970 at which it came into its state. */
    readonly at: number;
  }[];
}

/** What has happened to a process or a container, and how it is. */
export interface UnitPast {
  /** The last results of each of its checks. */
  readonly probes: readonly ProbeTrack[];
  /** Its last changes of state, oldest first. */
  readonly timeline: readonly Transition[];
  /** Its last exits, oldest first. */
  readonly ends: readonly PastExit[];
  /** What it used lately, oldest first; empty where nothing is measured. */
  readonly usage: readonly UsagePoint[];
  /** What the engine says that it is; null for a process, and as long as the engine has said nothing. */
  readonly container: EngineAccount | null;
  /** The processes of its tree when it was last asked for; null before, and for a container. */
  readonly tree: readonly TreeRow[] | null;
  /** How its tree is known; missing while nothing of it runs, and for a container. */
  readonly knownBy?: TreeMethod;
  /** The program that is known to buffer its output, where it has printed nothing for a while. Missing elsewhere. */
  readonly buffering?: string;
}

/** What the project, the control socket and the screen know of a process or a container. */
export interface Unit {
  /** As its row is called. */
  readonly name: string;
  readonly snapshot: ProcessSnapshot;
  readonly log: LogReader;
  readonly config: ProcessConfig | ContainerConfig | { readonly name: string };
  readonly dependsOn: readonly Dependency[];
  /** The configuration in the form of watchdog.yaml, secrets masked. */
  configText(secrets: Secrets): string;
  past(): UnitPast;
  /** Carries a command out. Resolves true once it runs, or is down, as the command wants it. */
  command(command: UnitCommand, manner: CommandManner): Promise<boolean>;
  /** Has so many replicas run. Resolves true once they do. Missing where there are none. */
  scale?(replicas: number): Promise<boolean>;
  /** Lines in each of the last twelve full seconds, the oldest first; none where nobody counts. */
  logRates(): readonly number[];
  /** Its terminal; missing where it has none. */
  readonly terminal?: ProcessTerminal | undefined;
  /** Closes the circuit and zeroes all counts, at once. */
  reset(): void;
  /** Holds its checks, or has them go on. Returns false where none of ours run. */
  holdChecks(held: boolean): boolean;
  /** Sends it a signal. False where it does not run, or is a container, whose signals its engine sends. */
  send(signal: NodeJS.Signals): boolean;
  /** Something that depends on it is to run. */
  need(): void;
  /** It turned out what its last end comes from. */
  died(death: Death): void;
  /** Reads its tree, or inspects it through its engine; the result is in its past then, or soon. */
  inspect(): Promise<readonly TreeRow[]>;
}
