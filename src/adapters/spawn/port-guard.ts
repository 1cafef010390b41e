import { programOfCommand } from '../../policy/process/background.js';
import type { StartFault } from '../../policy/process/start-fault.js';
import type { Clock } from '../../ports/clock.js';
import type { ChildEvents, ChildHandle, Spawner, SpawnSpec } from '../../ports/spawner.js';
import { findPortOwners, type MarkWithoutMarker, sayPortOwner } from '../proc/port-owner.js';
import type { ProcessRow } from '../proc/ps.js';
import { startTimeOf } from '../proc/stat.js';
import { startLater } from './start-later.js';

/** How long a port is waited for that an earlier child of the same process holds, and between two polls, in milliseconds. */
const longestWaitMs = 10_000;
const pollEveryMs = 100;

/** Starts children only when the ports that they need are free, and names the holder of one. */
export class PortGuard implements Spawner {
  readonly #spawner: Spawner;
  readonly #runId: string;
  readonly #clock: Clock;
  readonly #markInCgroup: MarkWithoutMarker;
  /** What went to the background and can only be known by its program and start, by pid. */
  readonly #outside = new Map<number, { readonly startTime: number; readonly mark: string }>();

  /**
   * @param runId the word with which `spawner` marks what it starts
   * @param markInCgroup says what a process was started as by its control group
   */
  constructor(spawner: Spawner, runId: string, clock: Clock, markInCgroup: MarkWithoutMarker) {
    this.#spawner = spawner;
    this.#runId = runId;
    this.#clock = clock;
    this.#markInCgroup = markInCgroup;
  }

  spawn(spec: SpawnSpec, events: ChildEvents): ChildHandle {
    if (spec.ports === undefined || spec.ports.length === 0) return this.#remembering(spec, this.#spawner.spawn(spec, events));
    // Where the system does not let us read it, the child finds out by itself.
    const check = this.#whyNot(spec, spec.ports).catch(() => undefined);
    const start = (): ChildHandle => this.#remembering(spec, this.#spawner.spawn(spec, events));
    return startLater(
      events,
      check.then((fault) => fault ?? start),
    );
  }

  /** Keeps in mind which process of its program a child has left in the background without anything by which it is known. */
  #remembering({ mark }: SpawnSpec, child: ChildHandle): ChildHandle {
    if (child.leftBehind === undefined) return child;
    const leftBehind = child.leftBehind.bind(child);
    return {
      ...child,
      leftBehind: (program) => {
        const left = leftBehind(program);
        const { background } = left ?? {};
        const startTime = background?.isMember === false ? startTimeOf(background.pid) : undefined;
        if (background && startTime !== undefined) this.#outside.set(background.pid, { startTime, mark });
        return left;
      },
    };
  }

  #markOf(row: ProcessRow): string | undefined {
    const outside = this.#outside.get(row.pid);
    return outside?.startTime === row.startTime ? outside.mark : this.#markInCgroup(row);
  }

  /** Resolves to what keeps it from starting; undefined once all ports are free. */
  async #whyNot(spec: SpawnSpec, ports: readonly number[]): Promise<StartFault | undefined> {
    const deadline = this.#clock.now() + longestWaitMs;
    let unseen: readonly number[] = [];
    for (;;) {
      const holders = await findPortOwners(ports, this.#runId, (row) => this.#markOf(row));
      const others = holders.filter(({ port, mark, row }) => (row === undefined ? unseen.includes(port) : mark !== spec.mark));
      const [holder] = this.#clock.now() < deadline ? others : holders;
      if (holder !== undefined) {
        const message = sayPortOwner(holder, programOfCommand(spec.command, spec.shell));
        return { code: 'EADDRINUSE', message, port: holder.port };
      }
      if (holders.length === 0) return undefined;
      // One that ends at this very moment holds a port and cannot be seen; the next poll distinguishes it from another user's.
      unseen = holders.flatMap(({ port, row }) => (row === undefined ? [port] : []));
      await new Promise<void>((resolve) => this.#clock.setTimer(resolve, pollEveryMs));
    }
  }
}
