import type { TtySize } from '../../ports/spawner.js';
import type { TypedPart } from '../../supervisor/terminal/typed-bytes.js';

/** Characters in one request: even if each is written as \u001b, it stays below what a request may carry. */
const mostAtOnce = 8192;
const mostParts = 500;
/** Characters that may wait; beyond that the other program does not read, and what is typed is dropped as a terminal drops it. */
const mostWaiting = 1024 * 1024;

type PendingInput =
  | { readonly name: string; readonly size: TtySize }
  | { readonly name: string; readonly parts: readonly TypedPart[] };

/** Who carries the deeds out. */
export interface RemoteTerminals {
  type(name: string, parts: readonly TypedPart[]): Promise<void>;
  resize(name: string, size: TtySize): Promise<void>;
}

/** What the user types into terminals in another program, and the sizes they get: one request after the other, so that the order stays. */
export class RemoteInput {
  readonly #terminals: RemoteTerminals;
  #waiting: readonly PendingInput[] = [];
  #waitingCharacters = 0;
  #isSending = false;

  constructor(terminals: RemoteTerminals) {
    this.#terminals = terminals;
  }

  /** Types; together with what waits already for the same terminal. */
  type(name: string, parts: readonly TypedPart[]): void {
    const characters = parts.reduce((sum, { text }) => sum + text.length, 0);
    if (characters === 0 || this.#waitingCharacters + characters > mostWaiting) return;
    this.#waitingCharacters += characters;
    const last = this.#waiting.at(-1);
    if (last?.name === name && 'parts' in last)
      this.#waiting = [...this.#waiting.slice(0, -1), { name, parts: [...last.parts, ...parts] }];
    else this.#waiting = [...this.#waiting, { name, parts }];
    void this.#sendAll();
  }

  /** Gives a terminal another size; a size that still waits is not wanted any more. */
  resize(name: string, size: TtySize): void {
    const others = this.#waiting.filter((input) => input.name !== name || !('size' in input));
    this.#waiting = [...others, { name, size }];
    void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    for (let [input] = this.#waiting; input !== undefined; [input] = this.#waiting) {
      this.#waiting = this.#waiting.slice(1);
      // It has ended, or has no terminal any more: nobody is there who could get it.
      await this.#send(input).catch(() => {});
    }
    this.#isSending = false;
  }

  #send(input: PendingInput): Promise<void> {
    if ('size' in input) return this.#terminals.resize(input.name, input.size);
    const [now, later] = divided(input.parts);
    this.#waitingCharacters -= now.reduce((sum, { text }) => sum + text.length, 0);
    if (later.length > 0) this.#waiting = [{ name: input.name, parts: later }, ...this.#waiting];
    return this.#terminals.type(input.name, now);
  }
}

/** What fits into one request, and what is left. */
function divided(parts: readonly TypedPart[]): readonly [now: readonly TypedPart[], later: readonly TypedPart[]] {
  let room = mostAtOnce;
  for (const [index, part] of parts.slice(0, mostParts).entries()) {
    if (part.text.length > room) {
      // Never between the two halves of one character.
      const isHalf = /[\ud800-\udbff]/.test(part.text[room - 1] ?? '');
      const end = isHalf ? room - 1 : room;
      const [first, rest] = [part.text.slice(0, end), part.text.slice(end)];
      const now = [...parts.slice(0, index), { ...part, text: first }].filter(({ text }) => text !== '');
      return [now, [{ ...part, text: rest }, ...parts.slice(index + 1)]];
    }
    room -= part.text.length;
  }
  return [parts.slice(0, mostParts), parts.slice(mostParts)];
}
