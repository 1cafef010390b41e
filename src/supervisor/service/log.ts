import type { Clock } from '../../ports/clock.js';
import type { ContainerOutput } from '../../ports/container-engine.js';
import type { ServiceOutput, Swarm, SwarmService } from '../../ports/swarm.js';
import { BoundedOutput, keptIn } from '../log/bounded-output.js';
import { type LogFigures, LogGauge, type LogGaugeParts } from '../log/gauge.js';
import { Reopening } from '../log/reopening.js';
import { LogStore } from '../log/store.js';

/** Lines of each task from before the watchdog that are taken over. */
const earlierLines = 100;
/** Lines of each task that may have been written while the log was not followed. */
const missedLines = 10_000;
const newline = 0x0a;

/** Who is notified of what the log of a service takes in. */
export interface ServiceLogListener {
  changed(): void;
  /** A task wrote something, with the task in front of each line, since the service is supervised. */
  output(output: ContainerOutput): void;
  figuresChanged(): void;
}

/** The log of one service: all its tasks merged, with the task in front of each line. */
export class ServiceLog {
  readonly store = new LogStore();
  readonly #clock: Clock;
  readonly #swarm: Swarm;
  readonly #listener: ServiceLogListener;
  readonly #gauge: LogGauge;
  readonly #output: BoundedOutput;
  readonly #since: number;
  readonly #reopening = new Reopening();
  /** The task whose line each stream is in the middle of. */
  readonly #open = new Map<ContainerOutput['stream'], string | null>();
  #service: SwarmService | undefined;
  #stream: Disposable | undefined;
  #timer: Disposable | undefined;
  #lastAt: number | null = null;

  constructor(swarm: Swarm, parts: LogGaugeParts, listener: ServiceLogListener) {
    this.#swarm = swarm;
    this.#clock = parts.clock;
    this.#since = parts.clock.wallTime();
    this.#listener = listener;
    this.#gauge = new LogGauge(this.store, parts, () => listener.figuresChanged());
    this.#output = new BoundedOutput(keptIn(this.store, this.#gauge));
  }

  /** What a row shows of it. */
  get figures(): LogFigures {
    return this.#gauge.figures;
  }

  /** The Swarm has shown the service; its logs are followed from now on. */
  follow(service: SwarmService): void {
    const isAnother = this.#service?.id !== service.id;
    this.#service = service;
    if (isAnother) this.#listen();
  }

  /** There is nothing to follow for now. */
  rest(): void {
    this.#service = undefined;
    this.#stop();
  }

  /** Follows nothing any more. */
  close(): void {
    this.#gauge.close();
    this.rest();
  }

  #listen(): void {
    this.#stop();
    const service = this.#service;
    if (service === undefined) return;
    const { id, tty } = service;
    const since = this.#lastAt === null ? null : this.#lastAt + 0.001;
    this.#stream = this.#swarm.serviceLogs(
      { id, tty, since, tail: since === null ? earlierLines : missedLines },
      {
        opened: () => this.#reopening.opened(),
        took: (output) => this.#took(output),
        ended: (reason, refused) => {
          this.#stream = undefined;
          const { delayMs, note } = this.#reopening.ended(reason, refused);
          if (note !== undefined) {
            const now = this.#clock.wallTime();
            this.#output.end(now);
            this.store.note(note, now);
            this.#listener.changed();
          }
          this.#timer = this.#clock.setTimer(() => this.#listen(), delayMs);
        },
      },
    );
  }

  #stop(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    this.#stream?.[Symbol.dispose]();
    this.#stream = undefined;
  }

  #took({ stream, chunk, time, task }: ServiceOutput): void {
    if (time !== undefined) this.#lastAt = Math.max(this.#lastAt ?? 0, time);
    const openTask = this.#open.get(stream);
    // Another task does not go on with the line of this one.
    const end = openTask === undefined || openTask === task ? '' : '\n';
    const isBegin = openTask === undefined || end !== '';
    const front = isBegin ? `${end}${this.#front(task)}` : '';
    const text = front === '' ? chunk : Buffer.concat([Buffer.from(front), chunk]);
    if (chunk.at(-1) === newline) this.#open.delete(stream);
    else this.#open.set(stream, task);
    this.#output.take(stream, text, this.#clock.wallTime());
    this.#listener.changed();
    if (time === undefined || time >= this.#since) this.#listener.output({ stream, chunk: text, time });
  }

  #front(task: string | null): string {
    const service = this.#service;
    if (service === undefined || task === null) return '';
    const known = service.tasks.find(({ id }) => id === task);
    return `${service.name}.${known?.slot ?? task.slice(0, 8)} | `;
  }
}
