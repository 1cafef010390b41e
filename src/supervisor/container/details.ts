import type { ContainerConfig } from '../../config/schema/container-config.js';
import type { InspectedContainer } from '../../ports/container-engine.js';
import type { ProbeTrack } from '../health/history.js';
import type { UsagePoint } from '../history/death-watch.js';
import type { PastExit } from '../history/past-exit.js';
import type { Transition } from '../history/timeline.js';
import type { ProcessSnapshot } from '../snapshot/process.js';
import type { ContainerRunner } from './runner.js';

/** What the engine says that a container is. */
export interface EngineAccount extends Pick<InspectedContainer, 'id' | 'image' | 'engine' | 'ownRestart' | 'bindings'> {
  /** True where the engine should check it and never does, as Podman without systemd. */
  readonly unchecked: boolean;
}

/** All that is known of one container beside its snapshot and its crashes. */
export interface ContainerDetails {
  /** The last results of each of its checks. */
  readonly probes: readonly ProbeTrack[];
  /** Its last changes of state, oldest first. */
  readonly timeline: readonly Transition[];
  /** Its last exits, oldest first. */
  readonly ends: readonly PastExit[];
  /** What it used lately, oldest first; empty where nothing is measured. */
  readonly usage: readonly UsagePoint[];
  /** How it is looked after. */
  readonly config: ContainerConfig;
  /** Null as long as the engine has shown nothing. */
  readonly container: EngineAccount | null;
}

/** The containers for who reads about them, each by `container:NAME`; every other name is unknown to them. */
export interface ContainerReader {
  snapshotOf(name: string): ProcessSnapshot | undefined;
  details(name: string): ContainerDetails | undefined;
  /** Asks the engine about it; what it says is in the details soon. */
  look(name: string): void;
}

/** What the engine said last about the container of a runner; null before it said anything. */
export function engineAccount({ inspected, isUnchecked }: ContainerRunner): EngineAccount | null {
  if (inspected === undefined) return null;
  const { id, image, engine, ownRestart, bindings } = inspected;
  return { id, image, engine, ownRestart, bindings, unchecked: isUnchecked };
}
