import type { Lifecycle, LifecycleEvent } from '../../policy/process/lifecycle.js';

/** A command whose outcome somebody waits for. */
export interface PendingCommand {
  readonly goal: 'up' | 'down';
  readonly resolve: (reached: boolean) => void;
}

/** An event that waits for its turn, with the command that it came from. */
export interface QueuedEvent {
  readonly event: LifecycleEvent;
  readonly command?: PendingCommand;
}

/** The promises of commands that were given and have not come to an end. */
export class PendingCommands {
  #pending: readonly PendingCommand[] = [];

  /** The coming states resolve it. */
  add(command: PendingCommand): void {
    this.#pending = [...this.#pending, command];
  }

  /** Resolves whatever this state decides. */
  settle(state: Lifecycle): void {
    this.#resolve((pending) => (pending.goal === 'up' ? reachedUp(state) : reachedDown(state)));
  }

  /** A stop has come to its end, even if a start follows it in the same moment. */
  settleStopped(): void {
    this.#resolve((pending) => (pending.goal === 'down' ? true : undefined));
  }

  #resolve(outcomeOf: (pending: PendingCommand) => boolean | undefined): void {
    if (this.#pending.length === 0) return;
    const open: PendingCommand[] = [];
    for (const pending of this.#pending) {
      const outcome = outcomeOf(pending);
      if (outcome === undefined) open.push(pending);
      else pending.resolve(outcome);
    }
    this.#pending = open;
  }
}

function reachedUp({ phase, gate, desired, closed }: Lifecycle): boolean | undefined {
  if (closed) return false;
  switch (phase.name) {
    case 'running':
      return true;
    case 'waiting':
      return gate.name === 'shut' && gate.blocked !== undefined ? false : undefined;
    case 'starting':
    case 'stopping':
      return desired === 'down' ? false : undefined;
    case 'backoff':
      return undefined;
    case 'stopped':
    case 'circuit_open':
    case 'completed':
    case 'failed':
      return false;
  }
}

function reachedDown({ phase, desired, remains, survivors }: Lifecycle): boolean | undefined {
  switch (phase.name) {
    case 'stopped':
    case 'completed':
    case 'failed':
      if (survivors !== '') return false;
      return remains ? undefined : true;
    case 'running':
    case 'waiting':
    case 'starting':
    case 'stopping':
    case 'backoff':
    case 'circuit_open':
      // A start after the stop takes it back before it acted: there is nothing left to wait for.
      return desired === 'up' && phase.name !== 'stopping' ? false : undefined;
  }
}
