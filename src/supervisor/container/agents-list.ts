import { basename, dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type AgentRecord, readAgentsJson } from '../../config/resolve/agents-json.js';
import type { Clock } from '../../ports/clock.js';
import type { FileWatcher } from '../../ports/file-watcher.js';

/** Milliseconds between two polls of the file, which is watched besides. */
const pollMs = 10_000;

/** Milliseconds of quiet after a change: it may be half-written. */
const quietMs = 100;

/** What the list needs, and whom it notifies. */
export interface AgentsListParts {
  readonly clock: Clock;
  readonly watcher: FileWatcher;
  /** The list is another one now. */
  changed(): void;
  /** The file cannot be used; reported once for each reason. The last good list stays. */
  complain(text: string): void;
}

/** The containers that another program writes into a file, as the file last said when it could be read. */
export class AgentsList {
  readonly #path: string;
  readonly #parts: AgentsListParts;
  readonly #watch: Disposable;
  #agents: readonly AgentRecord[] = [];
  #fault: string | undefined;
  #timer: Disposable | undefined;
  #quiet: Disposable | undefined;

  /** Reads it, and begins to watch it. */
  constructor(path: string, parts: AgentsListParts) {
    this.#path = path;
    this.#parts = parts;
    this.#watch = parts.watcher.watch(
      { directory: dirname(path), paths: [basename(path)], ignore: [] },
      {
        changed: () => {
          this.#quiet?.[Symbol.dispose]();
          this.#quiet = parts.clock.setTimer(() => this.#read(), quietMs);
        },
        failed: () => {}, // It is polled anyway.
      },
    );
    this.#poll();
  }

  /** What the file last said. */
  get agents(): readonly AgentRecord[] {
    return this.#agents;
  }

  /** Stops watching the file. */
  close(): void {
    this.#watch[Symbol.dispose]();
    this.#timer?.[Symbol.dispose]();
    this.#quiet?.[Symbol.dispose]();
  }

  #poll(): void {
    this.#read();
    this.#timer = this.#parts.clock.setTimer(() => this.#poll(), pollMs);
  }

  #read(): void {
    const read = readAgentsJson(this.#path);
    if ('fault' in read) {
      if (read.fault === this.#fault) return;
      this.#fault = read.fault;
      this.#parts.complain(`${this.#path} cannot be used: ${read.fault}; its last containers stay`);
      return;
    }
    this.#fault = undefined;
    if (isDeepStrictEqual(read.agents, this.#agents)) return;
    this.#agents = read.agents;
    this.#parts.changed();
  }
}
