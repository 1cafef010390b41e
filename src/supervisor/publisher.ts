import type { EventEmitter } from 'node:events';
import type { ContainerAnnouncement } from '../policy/container/lifecycle.js';
import { containerName as rowName } from '../policy/container/name.js';
import type { LifecycleAnnouncement } from '../policy/process/lifecycle.js';
import { describeRequest, type ExitRecord, exitFact, requestOf } from '../policy/restart/exit.js';
import type { OutputStream } from '../ports/spawner.js';
import { callGuarded } from './events/call-guarded.js';
import type { Announcement, EventName, EventPayload, WatchdogEvents } from './events/table.js';
import { OutputDecoder } from './log/output-decoder.js';

/** Says by events what happens to the processes. A listener that throws never stops what is being done. */
export class EventPublisher {
  readonly #emitter: EventEmitter<WatchdogEvents>;
  readonly #decoders = new Map<string, OutputDecoder>();

  constructor(emitter: EventEmitter<WatchdogEvents>) {
    this.#emitter = emitter;
  }

  /** Says what the lifecycle of a process announces; an error that nobody listens for is dropped. */
  announced(name: string, announcement: LifecycleAnnouncement): void {
    if (announcement.event === 'error') {
      if (this.#emitter.listenerCount('error') > 0) this.say('error', { name, error: announcement.error });
      return;
    }
    // Half a character of the last generation belongs to nothing.
    if (announcement.event === 'starting') this.#decoders.delete(name);
    if (announcement.event === 'exited') {
      const { exit } = announcement;
      const { by, why } = askedFor(exit);
      const { code, signal, ...more } = exitFact(exit);
      this.say('exited', { name, code, signal, by, why, ...more });
      return;
    }
    const { event, ...rest } = announcement satisfies Announcement;
    // The compiler cannot see that the rest of an announcement is the payload of its own event; the type above can.
    this.say(event, { name, ...rest } as EventPayload<typeof event>);
  }

  /** Says what is announced of a container: its own events by its name, those that processes have too by that of its row. */
  containerAnnounced(containerName: string, announcement: ContainerAnnouncement): void {
    switch (announcement.event) {
      case 'container_exit':
        this.say('container_exit', { containerName, ...containerExitOf(announcement.exit) });
        return;
      case 'container_restart':
      case 'container_health_failed':
        this.say(announcement.event, { containerName });
        return;
      default:
        this.announced(rowName(containerName), announcement);
    }
  }

  /** Says output, decoded, where anything listens. */
  output(name: string, stream: OutputStream, chunk: Buffer): void {
    if (this.#emitter.listenerCount(stream) === 0) return;
    const decoder = this.#decoders.get(name) ?? new OutputDecoder();
    this.#decoders.set(name, decoder);
    const data = decoder.decode(stream, chunk);
    if (data !== '') this.say(stream, { name, data });
  }

  /** Emits one event. */
  say<N extends EventName>(event: N, ...payload: EventPayload<N> extends Record<string, never> ? [] : [EventPayload<N>]): void {
    callGuarded(() => (this.#emitter as EventEmitter).emit(event, ...payload));
  }
}

function containerExitOf(exit: ExitRecord): Omit<EventPayload<'container_exit'>, 'containerName'> {
  const { outOfMemory } = exit;
  return { exitCode: exit.code, ...askedFor(exit), ...(outOfMemory === undefined ? {} : { outOfMemory }) };
}

/** Who asked for an end, and that in words. */
function askedFor(exit: ExitRecord): { readonly by: string; readonly why: string } {
  const request = requestOf(exit);
  return { by: exit.by, why: request === undefined ? '' : describeRequest(request) };
}
