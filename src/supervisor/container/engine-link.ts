import { backoffDelay } from '../../policy/restart/backoff.js';
import type { Clock } from '../../ports/clock.js';
import type { ContainerEngine, EngineEvent, ListedContainer } from '../../ports/container-engine.js';

/** How long an engine that is away is left alone before it is asked again. */
const retry = { initialMs: 1000, multiplier: 2, maxMs: 60_000, jitter: 0 };

/** Receives what the engine reports. */
export interface EngineListener {
  /** The engine listed all its containers, which is the truth. */
  listed(containers: readonly ListedContainer[]): void;
  engineEvent(event: EngineEvent): void;
  /** Whether events come. */
  eventsConnected(isConnected: boolean): void;
  /** The engine refuses to stream its events, and goes on with its list; reported once, until it does not. */
  refusedEvents(reason: string): void;
  /** The engine does not answer; reported once, until it is back. */
  away(reason: string): void;
  back(): void;
}

/** Keeps in touch with an engine: one list for each tick, and its events to be quick; waits longer and longer for one that is away. */
export class EngineLink {
  readonly #engine: ContainerEngine;
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #listener: EngineListener;
  #timer: Disposable | undefined;
  #events: Disposable | undefined;
  #eventsTimer: Disposable | undefined;
  /** Wall time, by the engine's clock, of the last event that was received. */
  #lastEventAt: number | null = null;
  #failures = 0;
  /** How often in a row the engine refused its events. */
  #refusals = 0;
  #listing = false;
  #listAgain = false;
  #begun = false;
  #closed = false;

  constructor(engine: ContainerEngine, clock: Clock, intervalMs: number, listener: EngineListener) {
    this.#engine = engine;
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#listener = listener;
  }

  /** Asks at once what would be asked at the next tick, where it has begun at all. */
  refreshIfBegun(): void {
    if (this.#begun) this.refresh();
  }

  /** Begins, or asks at once what would be asked at the next tick. */
  refresh(): void {
    if (this.#closed) return;
    this.#begun = true;
    if (this.#listing) {
      this.#listAgain = true;
      return;
    }
    this.#timer?.[Symbol.dispose]();
    this.#listing = true;
    this.#engine.list().then(
      (containers) => this.#listed(containers),
      (error: Error) => this.#failed(error.message),
    );
  }

  /** It was found elsewhere that the engine does not answer. */
  lost(reason: string): void {
    if (this.#failures === 0) this.#failed(reason);
  }

  /** Asks and receives nothing any more. */
  close(): void {
    this.#closed = true;
    this.#timer?.[Symbol.dispose]();
    this.#endEvents();
  }

  #listed(containers: readonly ListedContainer[]): void {
    this.#listing = false;
    if (this.#closed) return;
    const wasAway = this.#failures > 0;
    this.#failures = 0;
    if (wasAway) this.#listener.back();
    this.#openEvents();
    this.#listener.listed(containers);
    this.#next(this.#listAgain ? 0 : this.#intervalMs);
    this.#listAgain = false;
  }

  #failed(reason: string): void {
    this.#listing = false;
    if (this.#closed) return;
    this.#listAgain = false;
    this.#endEvents();
    this.#failures += 1;
    if (this.#failures === 1) this.#listener.away(reason);
    this.#next(backoffDelay(retry, this.#failures - 1, 0));
  }

  #next(delayMs: number): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = this.#clock.setTimer(() => this.refresh(), delayMs);
  }

  #openEvents(): void {
    if (this.#events !== undefined || this.#eventsTimer !== undefined) return;
    // A microsecond later, or the last one would be reported twice.
    this.#events = this.#engine.events(this.#lastEventAt === null ? null : this.#lastEventAt + 0.001, {
      opened: () => {
        this.#refusals = 0;
        this.#listener.eventsConnected(true);
        // What happened between the list and now was reported to nobody.
        this.refresh();
      },
      took: (event) => {
        this.#lastEventAt = Math.max(this.#lastEventAt ?? 0, event.at);
        this.#listener.engineEvent(event);
      },
      ended: (reason, refused) => {
        this.#events = undefined;
        this.#listener.eventsConnected(false);
        const before = this.#refusals;
        this.#refusals = refused ? before + 1 : 0;
        if (refused && before === 0) this.#listener.refusedEvents(reason);
        this.#eventsTimer = this.#clock.setTimer(
          () => {
            this.#eventsTimer = undefined;
            this.refresh();
          },
          backoffDelay(retry, refused ? before : 0, 0),
        );
        // Most likely because the engine is gone, which is better known at once.
        if (!refused) this.refresh();
      },
    });
  }

  #endEvents(): void {
    const wasOpen = this.#events !== undefined;
    this.#events?.[Symbol.dispose]();
    this.#events = undefined;
    this.#eventsTimer?.[Symbol.dispose]();
    this.#eventsTimer = undefined;
    if (wasOpen) this.#listener.eventsConnected(false);
  }
}
