import type { Clock } from '../ports/clock.js';
import type { ChildEvents, ChildHandle, Spawner, SpawnSpec } from '../ports/spawner.js';
import { markersOf } from './marker.js';
import { findPortHolders, type PortHolder } from './port-holders.js';
import { findProcess } from './process-table.js';

/** How long a port is waited for that an earlier child of the same process holds, and between two looks, in milliseconds. */
const longestWaitMs = 10_000;
const lookEveryMs = 100;

/** Starts children only when the ports that they need are free, and names whoever holds one. */
export class PortGuard implements Spawner {
  readonly #spawner: Spawner;
  readonly #runId: string;
  readonly #clock: Clock;

  /** @param runId the word with which `spawner` marks what it starts */
  constructor(spawner: Spawner, runId: string, clock: Clock) {
    this.#spawner = spawner;
    this.#runId = runId;
    this.#clock = clock;
  }

  spawn(spec: SpawnSpec, events: ChildEvents): ChildHandle {
    if (spec.ports === undefined || spec.ports.length === 0) return this.#spawner.spawn(spec, events);
    let child: ChildHandle | undefined;
    void this.#whyNot(spec, spec.ports).then((message) => {
      if (message === undefined) child = this.#spawner.spawn(spec, events);
      else events.failed({ code: 'EADDRINUSE', message });
    });
    return {
      signal: (signal) => child?.signal(signal),
      remaining: () => child?.remaining() ?? [],
      isSuspended: () => child?.isSuspended() ?? false,
    };
  }

  /** Resolves to what keeps it from starting; undefined once all ports are free. */
  async #whyNot(spec: SpawnSpec, ports: readonly number[]): Promise<string | undefined> {
    const deadline = this.#clock.now() + longestWaitMs;
    for (;;) {
      const holders = await findPortHolders(ports);
      const others = holders.filter((holder) => !this.#isEarlierChild(holder, spec.mark));
      const [holder] = this.#clock.now() < deadline ? others : holders;
      if (holder !== undefined) return this.#sayHolder(holder);
      if (holders.length === 0) return undefined;
      await new Promise<void>((resolve) => this.#clock.setTimer(resolve, lookEveryMs));
    }
  }

  #isEarlierChild({ pids }: PortHolder, mark: string): boolean {
    return pids.some((pid) => this.#markOf(pid) === mark);
  }

  #sayHolder({ port, pids }: PortHolder): string {
    const [pid] = pids;
    const row = pid === undefined ? undefined : findProcess(pid);
    if (row === undefined) return `port ${port} is held by a process that cannot be seen from here`;
    const mark = this.#markOf(row.pid);
    const name = /^process:(.*)$/.exec(mark ?? '')?.[1];
    const owner = name === undefined ? (mark === undefined ? 'not ours' : 'a check of ours') : `of ${decodeURIComponent(name)}`;
    return `port ${port} is held by pid ${row.pid} (${row.comm}), ${owner}`;
  }

  /** The mark with which this run started a process, or one above it. */
  #markOf(pid: number): string | undefined {
    const row = findProcess(pid);
    const word = row && markersOf(row).find((each) => each.startsWith(this.#runId));
    return word?.slice(this.#runId.length + 1);
  }
}
