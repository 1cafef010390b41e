import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../ports/clock.js';

/** Milliseconds between two questions about the same. */
const askMs = 500;
/** Names whose answers are kept. */
const mostKept = 8;

/** What is asked, and who is notified. */
export interface PolledAnswer<T> {
  readonly clock: Clock;
  /** Asks; rejects where there is no answer any more, which changes nothing. */
  readonly ask: (name: string) => Promise<T>;
  /** The answer before the first. */
  readonly unknown: T;
  /** Called when an answer is another than before. */
  readonly changed: () => void;
}

interface Kept<T> {
  readonly answer: T;
  readonly askedAt: number;
  readonly isAsking: boolean;
}

/**
 * What another program answers about a process, for a reader who asks again and again and cannot wait: the last answer is given
 * at once, and meanwhile the next is fetched. Nothing is fetched for those who do not ask.
 */
export class RemoteAnswers<T> {
  readonly #question: PolledAnswer<T>;
  /** By name, the one that was asked for last at the end. */
  readonly #kept = new Map<string, Kept<T>>();

  constructor(question: PolledAnswer<T>) {
    this.#question = question;
  }

  /** The last answer; the same object as long as nothing changed. */
  of(name: string): T {
    const { clock, unknown } = this.#question;
    const now = clock.now();
    const last = this.#kept.get(name) ?? { answer: unknown, askedAt: Number.NEGATIVE_INFINITY, isAsking: false };
    const isDue = !last.isAsking && now - last.askedAt >= askMs;
    this.#kept.delete(name);
    this.#kept.set(name, isDue ? { answer: last.answer, askedAt: now, isAsking: true } : last);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break;
      this.#kept.delete(oldest);
    }
    if (isDue) void this.#ask(name);
    return last.answer;
  }

  async #ask(name: string): Promise<void> {
    const answer = await this.#question.ask(name).catch(() => undefined);
    const before = this.#kept.get(name);
    if (before === undefined) return;
    const isOther = answer !== undefined && !isDeepStrictEqual(answer, before.answer);
    this.#kept.set(name, { ...before, answer: isOther ? answer : before.answer, isAsking: false });
    if (isOther) this.#question.changed();
  }
}
