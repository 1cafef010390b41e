import type {
  ContainerEngine,
  ContainerOutput,
  ContainerUsage,
  EngineEvent,
  InspectedContainer,
  ListedContainer,
  LogRequest,
  StreamListener,
} from '../../ports/container-engine.js';

/** An engine whose logs somebody else hears too, while they are read. */
export class HeardEngine implements ContainerEngine {
  readonly #engine: ContainerEngine;
  readonly #since: number;
  readonly #heard: (id: string, output: ContainerOutput) => void;

  /**
   * @param since what was written before this wall time, in milliseconds since 1970, is not heard
   * @param heard told what the container of this id has written
   */
  constructor(engine: ContainerEngine, since: number, heard: (id: string, output: ContainerOutput) => void) {
    this.#engine = engine;
    this.#since = since;
    this.#heard = heard;
  }

  logs(request: LogRequest, listener: StreamListener<ContainerOutput>): Disposable {
    return this.#engine.logs(request, {
      opened: () => listener.opened(),
      took: (output) => {
        listener.took(output);
        if (output.time === undefined || output.time >= this.#since) this.#heard(request.id, output);
      },
      ended: (reason) => listener.ended(reason),
    });
  }

  list(): Promise<readonly ListedContainer[]> {
    return this.#engine.list();
  }

  inspect(id: string): Promise<InspectedContainer | undefined> {
    return this.#engine.inspect(id);
  }

  events(since: number | null, listener: StreamListener<EngineEvent>): Disposable {
    return this.#engine.events(since, listener);
  }

  start(id: string): Promise<void> {
    return this.#engine.start(id);
  }

  stop(id: string): Promise<void> {
    return this.#engine.stop(id);
  }

  restart(id: string): Promise<void> {
    return this.#engine.restart(id);
  }

  kill(id: string): Promise<void> {
    return this.#engine.kill(id);
  }

  usage(id: string): Promise<ContainerUsage | undefined> {
    return this.#engine.usage(id);
  }
}
