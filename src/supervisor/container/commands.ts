import type { ContainerLifecycle } from '../../policy/container/lifecycle.js';

interface Pending {
  readonly goal: 'up' | 'down';
  readonly resolve: (reached: boolean) => void;
}

/** The promises of commands on one container that have not come to an end. */
export class ContainerCommands {
  #pending: readonly Pending[] = [];

  /** Resolves once the coming states decide it. */
  add(goal: Pending['goal']): Promise<boolean> {
    return new Promise((resolve) => {
      this.#pending = [...this.#pending, { goal, resolve }];
    });
  }

  /** Resolves whatever this state decides. */
  settle(state: ContainerLifecycle): void {
    const open: Pending[] = [];
    for (const pending of this.#pending) {
      const outcome = pending.goal === 'up' ? reachedUp(state) : reachedDown(state);
      if (outcome === undefined) open.push(pending);
      else pending.resolve(outcome);
    }
    this.#pending = open;
  }

  /** Nobody looks after it any more. */
  abandon(): void {
    for (const { resolve } of this.#pending) resolve(false);
    this.#pending = [];
  }
}

function reachedUp({ phase, desired }: ContainerLifecycle): boolean | undefined {
  switch (phase.name) {
    case 'running':
      return true;
    case 'starting':
    case 'stopping':
      return desired === 'down' ? false : undefined;
    case 'classifying_exit':
    case 'backoff':
      return undefined;
    case 'unknown':
      return phase.why === '' && phase.wanted ? undefined : false;
    case 'circuit_open':
    case 'observed':
    case 'stopped':
    case 'completed':
    case 'failed':
      return false;
  }
}

function reachedDown({ phase, desired }: ContainerLifecycle): boolean | undefined {
  switch (phase.name) {
    case 'stopped':
    case 'completed':
    case 'failed':
      return true;
    case 'stopping':
      return undefined;
    case 'starting':
    case 'running':
    case 'classifying_exit':
      return desired === 'up' ? false : undefined;
    case 'unknown':
    case 'backoff':
    case 'circuit_open':
    case 'observed':
      return false;
  }
}
