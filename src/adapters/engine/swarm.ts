import { EngineFault, type StreamListener } from '../../ports/container-engine.js';
import type { ServiceLogRequest, ServiceOutput, Swarm, SwarmList } from '../../ports/swarm.js';
import type { EngineSearch } from './address.js';
import { LogFrames } from './log-frames.js';
import { openStream } from './open-stream.js';
import { map, number, parse } from './read-answer.js';
import { askEngine, refusalIn, type WholeAnswer } from './request.js';
import { StampedLines } from './stamped-lines.js';
import { readServices } from './swarm-answers.js';

/** Milliseconds for an answer. */
const limitMs = 10_000;

/** Speaks with a manager of a Swarm, wherever Docker is found. */
export class SwarmClient implements Swarm {
  readonly #search: EngineSearch;

  constructor(search: EngineSearch) {
    this.#search = search;
  }

  async services(): Promise<SwarmList> {
    const [services, tasks, nodes] = await Promise.all([
      this.#get('/services', { status: 'true' }),
      this.#get('/tasks'),
      // Only names come of it.
      this.#get('/nodes').catch(() => undefined),
    ]);
    return { services: readServices(services.body, tasks.body, nodes?.body ?? ''), engine: services.engine };
  }

  serviceLogs({ id, tty, since, tail }: ServiceLogRequest, listener: StreamListener<ServiceOutput>): Disposable {
    const lines = new ServiceLines(tty);
    const query: Record<string, string | number> = { follow: 1, stdout: 1, stderr: 1, timestamps: 1, details: 1, tail };
    if (since !== null) query.since = (since / 1000).toFixed(9);
    const path = `/services/${encodeURIComponent(id)}/logs`;
    return openStream(this.#search, { method: 'GET', path, query }, listener, (chunk) => lines.take(chunk));
  }

  scale(id: string, replicas: number): Promise<void> {
    return this.#update(id, (spec) => ({ ...spec, Mode: { Replicated: { Replicas: replicas } } }));
  }

  forceUpdate(id: string): Promise<void> {
    return this.#update(id, (spec) => {
      const template = map(spec.TaskTemplate);
      return { ...spec, TaskTemplate: { ...template, ForceUpdate: number(template.ForceUpdate) + 1 } };
    });
  }

  async #update(id: string, change: (spec: Readonly<Record<string, unknown>>) => unknown): Promise<void> {
    const path = `/services/${encodeURIComponent(id)}`;
    const service = map(parse((await this.#get(path)).body));
    const version = number(map(service.Version).Index);
    const body = change(map(service.Spec));
    const { status, body: said } = await askEngine(this.#search, {
      method: 'POST',
      path: `${path}/update`,
      query: { version },
      body,
      limitMs,
    });
    if (status === 404) throw new EngineFault('refused', refusalIn(said) ?? 'the Swarm has no such service');
  }

  async #get(path: string, query: Readonly<Record<string, string>> = {}): Promise<WholeAnswer> {
    const answer = await askEngine(this.#search, { method: 'GET', path, query, limitMs });
    if (answer.status === 404)
      throw new EngineFault('refused', refusalIn(answer.body) ?? 'what answers there is not a Swarm manager');
    return answer;
  }
}

/** What a Swarm writes in front of a line, where it is asked for details. */
const details = /^(?:com\.docker\.swarm\.[\w.]+=[^ ,]*,?)+ /;
const taskId = /com\.docker\.swarm\.task\.id=([^ ,]*)/;
/** No details are longer than this, in bytes. */
const longest = 600;

/** Cuts the log of a service into pieces, and says which task each is of. */
export class ServiceLines {
  readonly #pieces: LogFrames | StampedLines;
  #task: string | null = null;
  /** What may be the beginning of details. */
  #held: Buffer = Buffer.alloc(0);

  /** @param tty whether its tasks have terminals */
  constructor(tty: boolean) {
    this.#pieces = tty ? new StampedLines() : new LogFrames();
  }

  /** Takes a chunk in and returns the pieces in it. What goes on without details is of the task before. */
  take(chunk: Buffer): readonly ServiceOutput[] {
    return this.#pieces.take(chunk).flatMap((piece) => {
      const bytes = Buffer.concat([this.#held, piece.chunk]);
      this.#held = Buffer.alloc(0);
      const front = bytes.toString('latin1', 0, longest);
      const said = details.exec(front)?.[0];
      if (said === undefined && isBegunDetails(front)) {
        this.#held = bytes;
        return [];
      }
      if (said !== undefined) this.#task = taskId.exec(said)?.[1] ?? null;
      const rest = bytes.subarray(said?.length ?? 0);
      return rest.length === 0 ? [] : [{ ...piece, chunk: rest, task: this.#task }];
    });
  }
}

/** Whether this may be the beginning of details that were cut. */
function isBegunDetails(text: string): boolean {
  const begin = 'com.docker.swarm.';
  return text.length < longest && !/[ \n]/.test(text) && begin.startsWith(text.slice(0, begin.length));
}
