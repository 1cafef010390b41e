import {
  type ContainerEngine,
  type ContainerOutput,
  type ContainerUsage,
  type EngineEvent,
  EngineFault,
  type InspectedContainer,
  type ListedContainer,
  type LogRequest,
  type StreamListener,
} from '../../ports/container-engine.js';
import type { EngineSearch } from './address.js';
import { readInspected, readList, readUsage } from './answers.js';
import { JsonLines, readEvent } from './events.js';
import { LogFrames } from './log-frames.js';
import { openStream } from './open-stream.js';
import { askEngine, type EngineRequest, refusalIn, type WholeAnswer } from './request.js';
import { StampedLines } from './stamped-lines.js';

/** Milliseconds for an answer to something small. */
const answerMs = 10_000;

/** Milliseconds for a start, for a kill, and for what a stop takes beside the grace. */
const actionMs = 30_000;

/** A container may have a grace without end; this is as long as anybody waits for it, in milliseconds. */
const longestGraceMs = 3_600_000;

/** Speaks with Docker or Podman by the API that both have. */
export class ContainerEngineClient implements ContainerEngine {
  readonly #search: EngineSearch;

  constructor(search: EngineSearch) {
    this.#search = search;
  }

  async list(): Promise<readonly ListedContainer[]> {
    const { body } = await this.#ask('GET', '/containers/json', { all: 1 });
    return readList(body);
  }

  async inspect(id: string): Promise<InspectedContainer | undefined> {
    const { status, body, engine } = await this.#ask('GET', `/containers/${encodeURIComponent(id)}/json`);
    return status === 404 ? undefined : { ...readInspected(body), engine };
  }

  events(since: number | null, listener: StreamListener<EngineEvent>): Disposable {
    const lines = new JsonLines();
    const query: Record<string, string> = { filters: '{"type":["container"]}' };
    if (since !== null) query.since = (since / 1000).toFixed(9);
    return openStream(this.#search, { method: 'GET', path: '/events', query }, listener, (chunk) =>
      lines.take(chunk).flatMap((document) => readEvent(document) ?? []),
    );
  }

  logs({ id, tty, since, tail }: LogRequest, listener: StreamListener<ContainerOutput>): Disposable {
    const pieces = tty ? new StampedLines() : new LogFrames();
    const query: Record<string, string | number> = { follow: 1, stdout: 1, stderr: 1, timestamps: 1, tail };
    if (since !== null) query.since = (since / 1000).toFixed(9);
    const path = `/containers/${encodeURIComponent(id)}/logs`;
    return openStream(this.#search, { method: 'GET', path, query }, listener, (chunk) => pieces.take(chunk));
  }

  start(id: string): Promise<void> {
    return this.#act(id, 'start');
  }

  stop(id: string, graceMs: number): Promise<void> {
    return this.#act(id, 'stop', graceMs);
  }

  restart(id: string, graceMs: number): Promise<void> {
    return this.#act(id, 'restart', graceMs);
  }

  kill(id: string): Promise<void> {
    return this.#act(id, 'kill');
  }

  async usage(id: string): Promise<ContainerUsage | undefined> {
    const query = { stream: 'false', 'one-shot': 'true' };
    const { status, body } = await this.#ask('GET', `/containers/${encodeURIComponent(id)}/stats`, query);
    return status === 404 ? undefined : readUsage(body);
  }

  #ask(
    method: EngineRequest['method'],
    path: string,
    query: Readonly<Record<string, string | number>> = {},
  ): Promise<WholeAnswer> {
    return askEngine(this.#search, { method, path, query, limitMs: answerMs });
  }

  async #act(id: string, action: 'start' | 'stop' | 'restart' | 'kill', graceMs = 0): Promise<void> {
    const path = `/containers/${encodeURIComponent(id)}/${action}`;
    const limitMs = Math.min(graceMs, longestGraceMs) + actionMs;
    const { status, body } = await askEngine(this.#search, { method: 'POST', path, limitMs });
    if (status === 404) throw new EngineFault('refused', refusalIn(body) ?? 'the engine has no such container');
  }
}
