import { configDifference } from '../config/resolve/config-diff.js';
import type { ProcessConfig } from '../config/schema/process-config.js';
import { roundsOf } from '../policy/process/start-order.js';
import type { ProcessParts } from './process/parts.js';
import { planReload, type ReloadChange, sayPlan } from './reload-plan.js';
import type { Supervisor } from './supervisor.js';
import { startsItself, wantedNames } from './wanted.js';

/** A reload that has begun. */
export interface Reload {
  readonly changes: readonly ReloadChange[];
  /** What changes, in one line. */
  readonly text: string;
  /** Resolves once all that is to stop has stopped. */
  readonly done: Promise<void>;
}

/** A change that ends something. */
interface End {
  readonly what: 'stop' | 'remove' | 'restart';
  /** What the child runs by. */
  readonly config: ProcessConfig;
}

function isEnd(what: ReloadChange['what']): what is End['what'] {
  return what === 'stop' || what === 'remove' || what === 'restart';
}

function needsRestart(before: ProcessConfig, after: ProcessConfig): boolean {
  return configDifference(before, after)?.needsRestart === true;
}

/** Which processes are to run: by the configuration, and by what the user did since. */
export class Reloads {
  readonly #supervisor: Supervisor;
  readonly #partsOf: (config: ProcessConfig) => ProcessParts;
  readonly #begin: (name: string) => void;
  readonly #startedByHand = new Set<string>();
  readonly #stoppedByHand = new Set<string>();
  #roots: Set<string> | undefined;
  /** What was applied last, perhaps only in part. */
  #newest: readonly ProcessConfig[] = [];

  /** @param begin brings a process up, or lets its schedule do it */
  constructor(supervisor: Supervisor, partsOf: (config: ProcessConfig) => ProcessParts, begin: (name: string) => void) {
    this.#supervisor = supervisor;
    this.#begin = begin;
    this.#partsOf = partsOf;
  }

  /** Starts the named processes, or those with autoStart, and all that they need. Returns the names. */
  up(roots: readonly string[] | undefined): readonly string[] {
    this.#roots = roots === undefined ? undefined : new Set(roots);
    const names = this.#wanted(this.#supervisor.configs);
    // What others need first, or they would wait for a moment because it is not started.
    for (const name of this.#supervisor.inStartOrder(names)) this.#begin(name);
    return names;
  }

  /** The user starts a process, and with it what it needs. */
  started(name: string): void {
    for (const wanted of wantedNames(this.#supervisor.configs, new Set([name]))) this.#stoppedByHand.delete(wanted);
    this.#startedByHand.add(name);
  }

  /** The user stops a process, which lasts until the user starts it. */
  stopped(name: string): void {
    this.#startedByHand.delete(name);
    this.#stoppedByHand.add(name);
  }

  /** Stops a process and forgets it. Resolves false where something of it cannot be ended, and it stays. */
  async remove(name: string): Promise<boolean> {
    this.#forget(name);
    await this.#supervisor.remove(name, 'user');
    return this.#supervisor.runner(name) === undefined;
  }

  /**
   * Applies another configuration: touches what differs and nothing else.
   * @param title what the words about it begin with
   * @param say receives what will change before it does
   */
  reload(after: readonly ProcessConfig[], title: string, say: (text: string) => void): Reload {
    const supervisor = this.#supervisor;
    const before = supervisor.configs;
    this.#adoptReplicas(before, after);
    const known = new Set(before.map(({ name }) => name));
    const wanted = {
      before: this.#wanted(before),
      after: this.#wanted(after).filter((name) => known.has(name) || !this.#stoppedByHand.has(name)),
    };
    const supervisions = before.map((config) => ({
      config,
      isUp: this.#isWantedUp(config.name),
      isBetweenRuns: supervisor.runner(config.name)?.snapshot.nextRun !== undefined,
      stoppedByHand: this.#stoppedByHand.has(config.name),
    }));
    const changes = planReload(supervisions, after, wanted);
    const text = sayPlan(changes, after.length, title);
    say(text);

    // Before anything else: what a new configuration lets go on must not start for a moment.
    const old = new Map(before.map((config) => [config.name, config]));
    const ends = new Map(
      changes.flatMap(({ name, what }) => (isEnd(what) ? [[name, { what, config: old.get(name)! }] as const] : [])),
    );
    const dependsOn = (name: string): readonly string[] => old.get(name)?.dependsOn.map((edge) => edge.name) ?? [];
    const rounds = roundsOf('stop', [...ends.keys()], dependsOn, () => true).map(({ names }) => names);
    // Those of which none depends on another restart by themselves.
    const restartsLater = rounds.length > 1;
    if (!restartsLater) for (const [name, { what }] of ends) if (what === 'restart') ends.delete(name);
    this.#newest = after;
    const ending = this.#endInOrder(ends, rounds);
    // The new ones first, so that no other finds one missing that it now depends on.
    const configs = new Map(after.map((config) => [config.name, config]));
    for (const { name, what } of changes.toSorted((one, other) => Number(other.what === 'add') - Number(one.what === 'add'))) {
      const config = configs.get(name);
      if (config === undefined) continue;
      // One that an earlier reload has removed may not have ended yet.
      const leaving = what === 'add' ? supervisor.config(name) : undefined;
      if (what === 'add' && leaving === undefined) supervisor.add(config, this.#partsOf(config));
      else
        supervisor.replace(
          config,
          this.#partsOf(config),
          what === 'adopt' || (leaving && !needsRestart(leaving, config)) === true,
        );
    }
    supervisor.arrange(after.map(({ name }) => name));
    for (const { name, what, starts } of changes) {
      if (what === 'restart' && !restartsLater) supervisor.runner(name)?.restartAfresh();
      if (what === 'start' || starts) this.#begin(name);
    }
    return { changes, text, done: ending };
  }

  /** Ends dependents before what they depend on, then starts again what restarts. What is not up is ended at once, lest it starts. */
  async #endInOrder(ends: ReadonlyMap<string, End>, rounds: readonly (readonly string[])[]): Promise<void> {
    for (const [name, { what }] of ends) if (what === 'remove') this.#forget(name);
    const isDown = (name: string): boolean => this.#supervisor.runner(name)?.snapshot.pid == null;
    const down = new Set([...ends.keys()].filter(isDown));
    const end = (name: string): Promise<unknown> => this.#end(name, ends.get(name));
    const early = [...down].map(end);
    for (const names of rounds) await Promise.all(names.filter((name) => !down.has(name)).map(end));
    await Promise.all(early);
    for (const [name, { what }] of ends) if (what === 'restart') this.#restartEnded(name, down.has(name));
  }

  /** Its turn has come, unless another request has decided on it meanwhile. */
  async #end(name: string, end: End | undefined): Promise<unknown> {
    const [runner, config] = [this.#supervisor.runner(name), this.#newest.find((each) => each.name === name)];
    if (end === undefined || runner === undefined) return undefined;
    const isUp = runner.snapshot.pid !== null && runner.snapshot.desired === 'up';
    if (end.what === 'restart') return isUp && runner.stop('reload', { restarts: true });
    if (end.what === 'remove' && config === undefined) return this.#supervisor.remove(name);
    if (!this.#wanted(this.#newest).includes(name)) return runner.stop('reload');
    // Another reload wants it again, perhaps otherwise.
    return isUp && config !== undefined && needsRestart(end.config, config) && runner.restartAfresh();
  }

  #restartEnded(name: string, wasDown: boolean): void {
    const runner = this.#supervisor.runner(name);
    const isStillDown = wasDown && runner?.snapshot.desired === 'up' && runner.snapshot.pid === null;
    if (runner?.snapshot.restarting === true || isStillDown) runner?.restartAfresh();
  }

  /** Whether the user or a start wants it up, also where it is down only for a moment. */
  #isWantedUp(name: string): boolean {
    const snapshot = this.#supervisor.runner(name)?.snapshot;
    return snapshot?.desired === 'up' || snapshot?.restarting === true;
  }

  #forget(name: string): void {
    this.#startedByHand.delete(name);
    this.#stoppedByHand.delete(name);
    this.#supervisor.leave(name);
  }

  /** What the user wants of all replicas of a process is wanted of new ones too. */
  #adoptReplicas(before: readonly ProcessConfig[], after: readonly ProcessConfig[]): void {
    for (const { name, replica } of after) {
      if (replica === null || before.some((config) => config.name === name)) continue;
      const others = before.filter((config) => config.replica?.of === replica.of);
      if (others.length === 0) continue;
      for (const names of [this.#roots, this.#startedByHand, this.#stoppedByHand])
        if (others.every((other) => names?.has(other.name))) names?.add(name);
    }
  }

  #wanted(configs: readonly ProcessConfig[]): readonly string[] {
    const named = this.#roots;
    // Beside names, an active profile starts what belongs to it.
    const own = configs.filter((config) => startsItself(config) && (named === undefined || config.profiles.length > 0));
    const roots = [...(named ?? []), ...own.map(({ name }) => name)];
    return wantedNames(configs, new Set([...roots, ...this.#startedByHand]));
  }
}
