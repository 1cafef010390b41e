/** A command whose outcome is awaited. */
export interface PendingCommand {
  readonly goal: 'up' | 'down';
  readonly resolve: (reached: boolean) => void;
}

/** Whether a state decides a goal: true where it is reached, false where it will not be, undefined where that is open. */
export interface Outcomes<State> {
  readonly up: (state: State) => boolean | undefined;
  readonly down: (state: State) => boolean | undefined;
}

/** The promises of commands that were given and have not come to an end. */
export class PendingCommands<State> {
  readonly #outcomes: Outcomes<State>;
  #pending: readonly PendingCommand[] = [];

  constructor(outcomes: Outcomes<State>) {
    this.#outcomes = outcomes;
  }

  /** The coming states resolve it. */
  add(command: PendingCommand): void {
    this.#pending = [...this.#pending, command];
  }

  /** Resolves whatever this state decides. */
  settle(state: State): void {
    this.#resolve(({ goal }) => this.#outcomes[goal](state));
  }

  /** A stop has come to its end, even if a start follows it in the same moment. */
  settleStopped(): void {
    this.#resolve(({ goal }) => (goal === 'down' ? true : undefined));
  }

  /** Nobody supervises it any more. */
  abandon(): void {
    this.#resolve(() => false);
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
