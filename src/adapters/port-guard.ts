import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Clock } from '../ports/clock.js';
import type { ChildEvents, ChildHandle, Spawner, SpawnSpec } from '../ports/spawner.js';
import { markersOf } from './marker.js';
import { findPortHolders } from './port-holders.js';
import { findProcess, type ProcessRow } from './process-table.js';

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
    let cancelled = false;
    void this.#whyNot(spec, spec.ports).then((message) => {
      if (cancelled) return;
      if (message === undefined) child = this.#spawner.spawn(spec, events);
      else events.failed({ code: 'EADDRINUSE', message });
    });
    const cancel = (): void => {
      if (child !== undefined || cancelled) return;
      cancelled = true;
      process.nextTick(() => events.failed({ code: 'ECANCELED', message: 'stopped before it was started' }));
    };
    return {
      signal: (signal) => child?.signal(signal),
      remaining: () => child?.remaining() ?? [],
      isSuspended: () => child?.isSuspended() ?? false,
      cancel,
      abandon: () => {
        cancelled = true;
        child?.abandon();
      },
      resize: (size) => child?.resize?.(size),
      write: (text) => child?.write?.(text),
    };
  }

  /** Resolves to what keeps it from starting; undefined once all ports are free. */
  async #whyNot(spec: SpawnSpec, ports: readonly number[]): Promise<string | undefined> {
    const deadline = this.#clock.now() + longestWaitMs;
    let unseen: readonly number[] = [];
    for (;;) {
      const holders = await this.#look(ports);
      const others = holders.filter(({ port, mark, row }) => (row === undefined ? unseen.includes(port) : mark !== spec.mark));
      const [holder] = this.#clock.now() < deadline ? others : holders;
      if (holder !== undefined) return sayHolder(holder);
      if (holders.length === 0) return undefined;
      // One that ends at this very moment holds a port and cannot be seen; the next look tells it from another user's.
      unseen = holders.flatMap(({ port, row }) => (row === undefined ? [port] : []));
      await new Promise<void>((resolve) => this.#clock.setTimer(resolve, lookEveryMs));
    }
  }

  async #look(ports: readonly number[]): Promise<readonly Holder[]> {
    const holders = await findPortHolders(ports);
    return holders.map(({ port, pids }) => {
      const rows = pids.flatMap((pid) => findProcess(pid) ?? []);
      const seen = rows.map((row) => ({ port, row, mark: this.#markOf(row) }));
      return seen.find(({ mark }) => mark !== undefined) ?? seen[0] ?? { port, row: undefined, mark: undefined };
    });
  }

  /** The mark with which this run started a process, or one above it. */
  #markOf(row: ProcessRow): string | undefined {
    const word = markersOf(row).find((each) => each.startsWith(this.#runId));
    return word?.slice(this.#runId.length + 1);
  }
}

interface Holder {
  readonly port: number;
  /** Undefined where the system does not show it. */
  readonly row: ProcessRow | undefined;
  /** What it was started as; undefined where this run did not start it. */
  readonly mark: string | undefined;
}

function sayHolder({ port, row, mark }: Holder): string {
  if (row === undefined) return `port ${port} is held by a process that cannot be seen from here`;
  const name = /^process:(.*)$/.exec(mark ?? '')?.[1];
  const owner = name === undefined ? (mark === undefined ? 'not ours' : 'a check of ours') : `of ${decodeURIComponent(name)}`;
  return `port ${port} is held by pid ${row.pid} (${programOf(row)}), ${owner}`;
}

/** What a person would call it. Some programs, Node among them, give their main thread another name. */
function programOf({ pid, comm }: ProcessRow): string {
  try {
    return basename(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? '') || comm;
  } catch {
    return comm; // Another system, or it has ended.
  }
}
