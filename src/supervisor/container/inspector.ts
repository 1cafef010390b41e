import type { ContainerEngine, InspectedContainer } from '../../ports/container-engine.js';

/** Receives what an inspection has shown. */
export interface InspectionListener {
  /** Undefined where there is no container of the name. */
  inspected(container: InspectedContainer | undefined): void;
  failed(error: unknown): void;
}

/** Asks the engine about one container, one question at a time. An answer to a question that has been asked again counts no more. */
export class ContainerInspector {
  readonly #engine: ContainerEngine;
  readonly #name: string;
  readonly #listener: InspectionListener;
  #asking = false;
  #askAgain = false;

  constructor(engine: ContainerEngine, name: string, listener: InspectionListener) {
    this.#engine = engine;
    this.#name = name;
    this.#listener = listener;
  }

  /** Asks. */
  ask(): void {
    if (this.#asking) {
      this.#askAgain = true;
      return;
    }
    this.#asking = true;
    this.#engine.inspect(this.#name).then(
      (container) => this.#answered(container),
      (error: unknown) => {
        this.#asking = false;
        this.#askAgain = false;
        this.#listener.failed(error);
      },
    );
  }

  #answered(container: InspectedContainer | undefined): void {
    this.#asking = false;
    if (this.#askAgain) {
      this.#askAgain = false;
      this.ask();
      return;
    }
    // The beginning of another one's id may be what this one is called.
    this.#listener.inspected(container?.containerName === this.#name ? container : undefined);
  }
}
