import type {
  ContainerEffect,
  ContainerEvent,
  ContainerFacts,
  ContainerLifecycle,
  ContainerPolicy,
} from '../../src/policy/container/lifecycle.js';
import { containerStep, newContainerLifecycle } from '../../src/policy/container/step.js';

/** What a history is made of. */
export type ContainerAction =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'crash'; readonly code: number }
  | { readonly do: 'start' | 'stop' | 'kill' | 'restart' | 'reset' | 'need' }
  | {
      readonly do: 'stopped outside' | 'started outside' | 'remade' | 'removed' | 'sick' | 'well' | 'leave' | 'return';
    };

interface Armed {
  readonly at: number;
  readonly event: ContainerEvent;
}

/** Milliseconds between two lists of the engine. */
const tickMs = 10_000;

/** An engine with one container, a clock, and a step function between them. It notes what must never happen. */
export class ContainerWorld {
  readonly policy: ContainerPolicy = {
    restart: 'always',
    backoff: { initialMs: 2000, multiplier: 2, maxMs: 60_000, jitter: 0 },
    circuit: { threshold: 3, windowMs: 120_000, cooldownMs: 60_000, maxCooldownMs: 300_000, autoRetry: true },
    maxRestarts: -1,
    minUptimeMs: 10_000,
    successExitCodes: [0],
    probe: null,
  };
  readonly objections: string[] = [];
  state: ContainerLifecycle = newContainerLifecycle;
  /** Null where there is none of the name. */
  container: (ContainerFacts & { readonly running: boolean }) | null;
  /** Calls that no person asked for. */
  automaticCalls = 0;
  #now = 1000;
  #away = false;
  #armed: readonly Armed[] = [];
  #ids = 1;
  #nextTick = 1000;
  /** Somebody asked for its end, and nobody for its start since. */
  #askedDown = false;
  #isPerson = false;
  #lastTrial = Number.NEGATIVE_INFINITY;

  constructor(ownRestart: string | null) {
    this.container = {
      id: 'id-1',
      running: true,
      paused: false,
      restarting: false,
      startedAt: this.#wall,
      finishedAt: 0,
      exitCode: 0,
      oomKilled: null,
      health: 'healthy',
      ownRestart,
    };
    this.#dispatch({ type: 'events', connected: true });
    this.#tick();
  }

  play(action: ContainerAction): void {
    // Nothing takes no time at all, so that each life has a start of its own.
    this.#pass(5);
    switch (action.do) {
      case 'wait':
        this.#pass(action.ms);
        return;
      case 'crash':
        this.#end(action.code, false);
        return;
      case 'start':
      case 'restart':
      case 'need':
      case 'stop':
      case 'kill':
      case 'reset':
        this.#command(action.do);
        return;
      case 'stopped outside':
        this.#end(143, true);
        return;
      case 'started outside':
        this.#begin();
        return;
      case 'remade':
        this.#ids += 1;
        this.#askedDown = false;
        if (this.container !== null) {
          this.container = {
            ...this.container,
            id: `id-${this.#ids}`,
            running: true,
            startedAt: this.#wall,
            finishedAt: 0,
            health: 'healthy',
          };
        }
        this.#look();
        return;
      case 'removed':
        this.container = null;
        this.#look();
        return;
      case 'sick':
      case 'well':
        if (this.container?.running !== true) return;
        this.container = { ...this.container, health: action.do === 'sick' ? 'unhealthy' : 'healthy' };
        this.#look();
        return;
      case 'leave':
        this.#away = true;
        this.#dispatch({ type: 'away', because: 'gone' });
        return;
      case 'return':
        this.#away = false;
        this.#tick();
        return;
    }
  }

  get #wall(): number {
    return this.#now + 1_700_000_000_000;
  }

  #command(type: 'start' | 'stop' | 'kill' | 'restart' | 'reset' | 'need'): void {
    this.#isPerson = true;
    const before = this.state.phase.name;
    if (type === 'stop' || type === 'kill') this.#askedDown = before !== 'unknown';
    if (type === 'start' || type === 'restart' || type === 'need') this.#askedDown = false;
    this.#dispatch({ type });
    this.#isPerson = false;
  }

  #pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const due = [...this.#armed].sort((one, other) => one.at - other.at)[0];
      const next = Math.min(due?.at ?? Number.POSITIVE_INFINITY, this.#nextTick);
      if (next > end) break;
      this.#now = Math.max(this.#now, next);
      if (due !== undefined && due.at <= this.#nextTick) {
        this.#armed = this.#armed.filter((each) => each !== due);
        this.#dispatch(due.event);
      } else {
        this.#nextTick += tickMs;
        this.#tick();
      }
    }
    this.#now = end;
  }

  #tick(): void {
    if (!this.#away) this.#look();
  }

  #look(): void {
    if (this.#away) return;
    if (this.container === null) this.#dispatch({ type: 'absent' });
    else this.#dispatch({ type: 'facts', facts: this.container });
  }

  #end(exitCode: number, asked: boolean): void {
    if (this.container?.running !== true) return;
    if (asked) {
      this.#askedDown = true;
      this.#say('kill', null);
    }
    this.container = { ...this.container, running: false, finishedAt: this.#wall, exitCode, health: 'none' };
    this.#say('die', exitCode);
    if (asked) this.#say('stop', null);
  }

  #begin(): void {
    if (this.container === null || this.container.running) return;
    this.#askedDown = false;
    this.#up();
    this.#look();
  }

  #up(): void {
    if (this.container !== null) this.container = { ...this.container, running: true, startedAt: this.#wall, health: 'healthy' };
  }

  #say(word: 'kill' | 'die' | 'stop', exitCode: number | null): void {
    if (!this.#away) this.#dispatch({ type: 'engine_event', word, ends: true, exitCode, at: this.#wall });
  }

  #dispatch(event: ContainerEvent): void {
    const before = this.state;
    const [next, effects] = containerStep(this.policy, before, event, { now: this.#now, wall: this.#wall, random: 0 });
    this.state = next;
    if (
      (next.phase.name === 'circuit_open') !== (next.circuit.name === 'open') &&
      next.phase.name !== 'unknown' &&
      next.phase.name !== 'classifying_exit'
    ) {
      this.objections.push(`${next.phase.name} with the circuit ${next.circuit.name}`);
    }
    for (const effect of effects) this.#perform(effect, before);
  }

  #perform(effect: ContainerEffect, before: ContainerLifecycle): void {
    switch (effect.type) {
      case 'arm': {
        const { timer, epoch, delayMs } = effect;
        if (delayMs < 0 || !Number.isFinite(delayMs)) this.objections.push(`${timer} armed with ${delayMs}`);
        this.#armed = [...this.#armed, { at: this.#now + delayMs, event: { type: 'timer', timer, epoch } }];
        return;
      }
      case 'call':
        this.#call(effect, before);
        return;
      case 'inspect':
        this.#look();
        return;
      default:
        return;
    }
  }

  #call({ call, epoch }: ContainerEffect & { readonly type: 'call' }, before: ContainerLifecycle): void {
    if (this.#away) this.objections.push(`${call} while the engine is away`);
    if (!this.#isPerson) {
      const brings = call === 'start' || call === 'restart';
      // The user's start that waited for a stop to end is theirs.
      const isTheirs = before.phase.name === 'stopping' || (before.phase.name === 'unknown' && before.phase.wanted);
      if (!isTheirs) this.automaticCalls += 1;
      if (brings && this.#askedDown) this.objections.push(`${call} although its end was asked for`);
      if (brings && before.phase.name === 'circuit_open') {
        if (this.#now - this.#lastTrial < this.policy.circuit.cooldownMs) this.objections.push('two trials in one cooldown');
        this.#lastTrial = this.#now;
      }
      if (brings && before.phase.name === 'running') this.objections.push(`${call} of what runs`);
      if (!brings) this.objections.push(`${call} without anybody's asking`);
    }
    if (this.container === null) {
      this.#dispatch({ type: 'called', epoch, ok: false, message: 'no such container' });
      return;
    }
    const { running } = this.container;
    if (call === 'start' && running) this.objections.push('a start of what runs, which does nothing');
    if (call === 'start' || call === 'restart') this.#up();
    else this.container = { ...this.container, running: false, finishedAt: this.#wall, exitCode: 137, health: 'none' };
    this.#dispatch({ type: 'called', epoch, ok: true, message: '' });
  }
}
