import { formatDuration } from '../policy/duration.js';
import type { Clock } from '../ports/clock.js';
import { type ProcessSnapshot, reasonAt } from '../supervisor/process-snapshot.js';
import type { Watchdog } from '../watchdog.js';
import type { ActionOutcome, ProcessAction } from './source.js';

/** Milliseconds that an outcome waits for the first health check to pass. */
const healthWaitMs = 60_000;

/** One action of a person on one process, and its outcome in words. */
export class ActionRun {
  readonly #watchdog: Watchdog;
  readonly #clock: Clock;
  readonly #name: string;
  readonly #startedAt: number;

  constructor(watchdog: Watchdog, clock: Clock, name: string) {
    this.#watchdog = watchdog;
    this.#clock = clock;
    this.#name = name;
    this.#startedAt = clock.now();
  }

  /** Carries the action out. Never rejects. */
  async run(action: ProcessAction): Promise<ActionOutcome> {
    try {
      switch (action) {
        case 'start':
          return await this.#start();
        case 'restart':
          return await this.#bringUp('restarted', () => this.#watchdog.restart(this.#name));
        case 'stop':
          return await this.#stop();
        case 'kill':
          await this.#watchdog.kill(this.#name);
          return { ok: true, text: `${this.#name} killed` };
        case 'reset':
          return await this.#reset();
      }
    } catch (error) {
      return { ok: false, text: error instanceof Error ? error.message : String(error) };
    }
  }

  get #snapshot(): ProcessSnapshot | undefined {
    return this.#watchdog.snapshots().find(({ name }) => name === this.#name);
  }

  async #start(): Promise<ActionOutcome> {
    if (this.#snapshot?.state === 'running') return { ok: true, text: `${this.#name} is running already` };
    return this.#bringUp('started', () => this.#watchdog.start(this.#name));
  }

  async #stop(): Promise<ActionOutcome> {
    const before = this.#snapshot?.state;
    if (before === 'stopped' || before === 'completed' || before === 'failed') {
      return { ok: true, text: `${this.#name} was not running` };
    }
    await this.#watchdog.stop(this.#name);
    return { ok: true, text: `${this.#name} stopped` };
  }

  async #reset(): Promise<ActionOutcome> {
    const wasOpen = this.#snapshot?.state === 'circuit_open';
    this.#watchdog.resetCircuitBreaker(this.#name);
    if (!wasOpen) return { ok: true, text: `${this.#name}: circuit and counts reset` };
    return this.#bringUp('reset and started', () => this.#watchdog.start(this.#name));
  }

  async #bringUp(done: string, begin: () => Promise<boolean>): Promise<ActionOutcome> {
    const up = begin();
    const waiting = this.#until((snapshot) => snapshot.state === 'waiting');
    const first = await Promise.race([up, waiting.reached.then(() => 'waiting' as const)]);
    waiting.cancel();
    const snapshot = this.#snapshot;
    if (snapshot === undefined) return { ok: false, text: `${this.#name} is not there any more` };
    if (first === 'waiting') return { ok: !snapshot.trouble, text: `${this.#name} is ${this.#reason(snapshot)}` };
    if (!first) return this.#refused(snapshot);
    return this.#becomeHealthy(done, snapshot);
  }

  async #becomeHealthy(done: string, snapshot: ProcessSnapshot): Promise<ActionOutcome> {
    if (snapshot.health === 'none') return { ok: true, text: `${this.#name} ${done}, pid ${snapshot.pid}` };
    const generation = snapshot.startCount;
    const decided = this.#until(
      ({ state, health, startCount }) =>
        state !== 'running' || startCount !== generation || health === 'healthy' || health === 'unhealthy',
    );
    const timeout = this.#clock.setTimer(decided.cancel, healthWaitMs);
    await decided.reached;
    timeout[Symbol.dispose]();
    const now = this.#snapshot ?? snapshot;
    if (now.state === 'running' && now.health === 'healthy') {
      return { ok: true, text: `${this.#name} ${done}, healthy after ${formatDuration(this.#clock.now() - this.#startedAt)}` };
    }
    if (now.state === 'running') return { ok: false, text: `${this.#name} ${done}, but ${now.brief || 'not healthy yet'}` };
    return { ok: false, text: `${this.#name} ${done}, but then: ${this.#reason(now)}` };
  }

  #refused(snapshot: ProcessSnapshot): ActionOutcome {
    if (snapshot.state === 'circuit_open') {
      const due = /trial in .*$/.exec(this.#reason(snapshot))?.[0] ?? 'no automatic trial';
      return { ok: false, text: `${this.#name}: circuit open, ${due}; c resets it` };
    }
    return { ok: false, text: `${this.#name} did not start: ${this.#reason(snapshot).replace(/^failed: /, '')}` };
  }

  #reason(snapshot: ProcessSnapshot): string {
    return reasonAt(snapshot, this.#clock.now());
  }

  /** Resolves when the snapshot fulfils `test`, or on `cancel`. */
  #until(test: (snapshot: ProcessSnapshot) => boolean): { readonly reached: Promise<void>; readonly cancel: () => void } {
    let cancel = (): void => {};
    const reached = new Promise<void>((resolve) => {
      const look = (): void => {
        const snapshot = this.#snapshot;
        if (snapshot === undefined || test(snapshot)) cancel();
      };
      const unsubscribe = this.#watchdog.onChange(look);
      cancel = () => {
        unsubscribe();
        resolve();
      };
      look();
    });
    return { reached, cancel: () => cancel() };
  }
}
