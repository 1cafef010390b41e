import type { ContainerFacts, EngineEventKind } from '../policy/container/lifecycle.js';
import type { Health } from '../policy/health/probing.js';
import type { ProbeResult } from './probe-runner.js';

/** A published TCP port of a container. */
export interface PublishedPort {
  /** An address or a name of this machine under which it is reached. */
  readonly host: string;
  readonly port: number;
}

/** A port of a container, published or not. */
export interface PortBinding {
  /** As the container has it: "80/tcp". */
  readonly inside: string;
  /** Where its machine has it: "0.0.0.0:8080"; empty where it is not published. */
  readonly outside: readonly string[];
}

/** What the engine's own check found, and when. */
export interface EngineCheck extends ProbeResult {
  /** Wall time of the answer in milliseconds since 1970, by the engine's clock. */
  readonly at: number;
  /** Milliseconds that it took. */
  readonly latencyMs: number;
}

/** One container in the engine's list. */
export interface ListedContainer {
  readonly id: string;
  /** All its names, without the slash in front. */
  readonly names: readonly string[];
  /** The engine's word: created, running, paused, restarting, exited, dead, … */
  readonly state: string;
  /** Its health as far as the list shows it; undefined where it does not. */
  readonly health: Health | undefined;
  readonly ports: readonly PublishedPort[];
}

/** Everything that one inspection of a container shows. */
export interface InspectedContainer extends ContainerFacts {
  /** Its name, without the slash in front; engines also answer for the beginning of an id. */
  readonly containerName: string;
  /** Of its main process, as the engine's machine counts them; null while it does not run. */
  readonly pid: number | null;
  /** Whether its log is one raw stream, as a terminal has it. */
  readonly tty: boolean;
  /** How long the engine waits after its stop signal before it kills it, in milliseconds; infinite for ever. */
  readonly stopGraceMs: number;
  /** How long the engine waits after a start before failed checks count, in milliseconds; null without a check of its own. */
  readonly startPeriodMs: number | null;
  /** False where the engine should check it and never has. */
  readonly everChecked: boolean;
  readonly ports: readonly PublishedPort[];
  /** All its ports, as the engine writes them. */
  readonly bindings: readonly PortBinding[];
  /** The last answers to the engine's own check, oldest first; engines keep about five. */
  readonly checks: readonly EngineCheck[];
  /** As it was named when the container was made: "redis:7". */
  readonly image: string;
  /** Which engine answered, and where: "Docker 27.1 at /var/run/docker.sock". */
  readonly engine: string;
}

/** Something that the engine reported about a container. `other` says no more than that the container should be inspected. */
export interface EngineEvent {
  readonly id: string;
  readonly name: string;
  readonly word: EngineEventKind | 'other';
  /** Whether a signal that was sent is one that ends; true where the engine does not name it. */
  readonly ends: boolean;
  readonly exitCode: number | null;
  /** Wall time by the engine's clock, in milliseconds since 1970. */
  readonly at: number;
}

/** Receives a stream of the engine. */
export interface StreamListener<T> {
  /** The engine has accepted. */
  opened(): void;
  took(item: T): void;
  /** It is over, for whatever reason; nothing follows. Not called after the stream was disposed. @param refused whether it never began, since the engine refused it */
  ended(reason: string, refused: boolean): void;
}

/** A piece of a container's output. */
export interface ContainerOutput {
  readonly stream: 'stdout' | 'stderr';
  readonly chunk: Buffer;
  /** When it was written, by the engine's clock, in milliseconds since 1970; undefined where that is not known. */
  readonly time?: number | undefined;
}

/** Which part of a log is wanted. */
export interface LogRequest {
  readonly id: string;
  readonly tty: boolean;
  /** Only what was written since this wall time; null for the newest lines, however old. */
  readonly since: number | null;
  /** At most so many lines that are there already. */
  readonly tail: number;
}

/** What a container uses at one moment. */
export interface ContainerUsage {
  /** CPU time since its start, in milliseconds of one core. */
  readonly cpuMs: number;
  /** Bytes, without the page cache. */
  readonly memory: number;
}

/**
 * How the engine did not do something: nobody answered (`away`), it took too long (`silent`), or it answered with a refusal or with
 * what cannot be read (`refused`).
 */
type EngineFaultKind = 'away' | 'silent' | 'refused';

/** Why the engine did not do something. */
export class EngineFault extends Error {
  readonly kind: EngineFaultKind;

  constructor(kind: EngineFaultKind, message: string) {
    super(message);
    this.name = 'EngineFault';
    this.kind = kind;
  }
}

/** A Docker or Podman engine. Every promise settles, and rejects with EngineFault. */
export interface ContainerEngine {
  /** All containers, running or not. */
  list(): Promise<readonly ListedContainer[]>;
  /** One container by id or exact name; undefined where there is none. */
  inspect(id: string): Promise<InspectedContainer | undefined>;
  /** Streams what happens to containers; with `since`, a wall time, first what has happened from then on, as far as it is kept. */
  events(since: number | null, listener: StreamListener<EngineEvent>): Disposable;
  /** Streams the log of a container, and what is added to it until it ends. */
  logs(request: LogRequest, listener: StreamListener<ContainerOutput>): Disposable;
  /** Resolves also where it runs already. */
  start(id: string): Promise<void>;
  /** Resolves once it has ended, by its own stop signal and grace; also where it had ended before. @param graceMs that grace, in milliseconds */
  stop(id: string, graceMs: number): Promise<void>;
  restart(id: string, graceMs: number): Promise<void>;
  kill(id: string): Promise<void>;
  /** What it uses now; undefined where it does not run. */
  usage(id: string): Promise<ContainerUsage | undefined>;
}
