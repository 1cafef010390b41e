import { type Attention, attend, newAttention, notificationOf, reported } from '../../policy/process/attention.js';
import type { Clock } from '../../ports/clock.js';
import type { Notifier, NotifyBy } from '../../ports/notifier.js';
import { causeAt } from '../../supervisor/snapshot/cause.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { countProcesses } from '../state/counts.js';
import type { DashboardSource } from '../state/source.js';

/** What an attention watch is made of. */
export interface AttentionParts {
  readonly source: DashboardSource;
  readonly clock: Clock;
  readonly notifier: Notifier;
  /** What the configuration says. */
  readonly by: NotifyBy;
}

/** Notifies the user outside of the screen: the window's title says how many fail, a notification when a process comes to need them. */
export class AttentionWatch {
  readonly #parts: AttentionParts;
  readonly #unsubscribe: () => void;
  #attention: Attention;
  #timer: Disposable | undefined;
  #title = '';
  #isOn: boolean;
  #by: NotifyBy;

  /** Begins to watch. */
  constructor(parts: AttentionParts) {
    const { source, by } = parts;
    this.#parts = parts;
    this.#by = by;
    this.#isOn = by.bell || by.desktop;
    this.#attention = newAttention(source.processes());
    this.#unsubscribe = source.subscribe(() => this.#changed());
    this.#showTitle();
  }

  /** Switches bell and notifications on or off for this run; the title goes on. Returns whether they are on now. */
  toggle(): boolean {
    this.#isOn = !this.#isOn;
    return this.#isOn;
  }

  /** Changes how the user is notified; what B switched stays so where there are notifications at all. */
  setNotifyBy(by: NotifyBy): void {
    this.#by = by;
    if (!by.bell && !by.desktop) this.#isOn = false;
  }

  /** Watches no more, since what ends now ends because the user wants it; the title stays as it is. */
  rest(): void {
    this.#unsubscribe();
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  /** Gives the window its title back. */
  close(): void {
    this.rest();
    this.#parts.notifier.close();
  }

  #changed(): void {
    const { source, clock } = this.#parts;
    this.#showTitle();
    this.#attention = attend(this.#attention, source.processes(), source.now());
    const { dueAt } = this.#attention;
    if (dueAt !== undefined) this.#timer ??= clock.setTimer(() => this.#notify(), dueAt - source.now());
  }

  #notify(): void {
    this.#timer = undefined;
    const { source, notifier, clock } = this.#parts;
    const by = this.#by;
    const { dueAt } = this.#attention;
    if (dueAt === undefined) return;
    if (dueAt > source.now()) {
      this.#changed(); // What was due first is over, and something else is due later.
      return;
    }
    const causeOf = (process: ProcessSnapshot): string => causeAt(process, source.now(), clock.wallTime()) ?? process.brief;
    const notification = notificationOf(source.project, this.#attention, source.processes(), causeOf);
    this.#attention = reported(this.#attention);
    // Where the configuration says neither, the user who switches them on wants both.
    const isNone = !by.bell && !by.desktop;
    if (this.#isOn && notification !== undefined) notifier.notify(notification, isNone ? { bell: true, desktop: true } : by);
  }

  #showTitle(): void {
    const { source, notifier } = this.#parts;
    const { failing } = countProcesses(source.processes());
    const title = `watchdog ${source.project}${failing === 0 ? '' : `: ${failing} failing`}`;
    if (title === this.#title) return;
    this.#title = title;
    notifier.setTitle(title);
  }
}
