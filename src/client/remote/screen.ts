import type { TtySize } from '../../ports/spawner.js';
import type { TerminalDocument, TerminalMessage, TerminalPlace } from '../../protocol/documents.js';
import { invertCell } from '../../supervisor/terminal/invert-cell.js';
import type { ScreenPlace, ScreenReader } from '../../supervisor/terminal/screen-reader.js';

/** Messages that come unread before no more are wanted. A reader reads after each. */
const mostUnseen = 10;

interface Picture extends Omit<TerminalDocument, 'rows'> {
  readonly rows: readonly string[];
}

/**
 * A copy of the screen of a process in another program. The picture is fetched when it is read, and followed until nobody
 * does; the last one is kept.
 */
export class RemoteScreen implements ScreenReader {
  readonly #open: (signal: AbortSignal) => AsyncIterable<TerminalMessage>;
  readonly #changed: () => void;
  #place: TerminalPlace;
  #picture: Picture | undefined;
  #following: AbortController | undefined;
  #unseen = 0;
  #revision = 0;

  /**
   * @param open the picture that is there, and what changes of it, until the signal aborts
   * @param changed called when there is something new to see
   */
  constructor(place: TerminalPlace, open: (signal: AbortSignal) => AsyncIterable<TerminalMessage>, changed: () => void) {
    this.#place = place;
    this.#open = open;
    this.#changed = changed;
  }

  /** Names the terminal among those that the process has had. */
  get id(): number {
    return this.#place.id;
  }

  get size(): TtySize {
    return (this.#following === undefined ? undefined : this.#picture?.size) ?? this.#place.size;
  }

  get revision(): number {
    this.#read();
    return this.#revision;
  }

  get open(): boolean {
    return this.#place.open;
  }

  /** True only once there is something to be seen. */
  get draws(): boolean {
    if (!this.#place.draws) return false;
    this.#read();
    return this.#picture !== undefined;
  }

  get cursor(): ScreenPlace | undefined {
    return this.#picture?.cursor ?? undefined;
  }

  get skipped(): number {
    return this.#picture?.skipped ?? 0;
  }

  row(y: number, inverted?: number): string {
    this.#read();
    const row = this.#picture?.rows[y] ?? ' '.repeat(this.size.columns);
    return inverted === undefined ? row : invertCell(row, inverted);
  }

  /** Reports how the terminal in the other program is now. */
  moved(place: TerminalPlace): void {
    this.#place = place;
    this.#revision += 1;
  }

  /** Follows no more. */
  leave(): void {
    this.#following?.abort();
  }

  #read(): void {
    this.#unseen = 0;
    if (this.#following === undefined) void this.#follow(new AbortController());
  }

  async #follow(following: AbortController): Promise<void> {
    this.#following = following;
    try {
      for await (const { data } of this.#open(following.signal)) {
        this.#take(data);
        this.#unseen += 1;
        if (this.#unseen > mostUnseen) break;
      }
    } catch {
      // The other program has ended or the process has no terminal any more; both are reported elsewhere.
    } finally {
      following.abort();
      this.#following = undefined;
    }
  }

  #take({ rows, ...rest }: TerminalDocument): void {
    const before = this.#picture?.rows ?? [];
    const next = Array.from({ length: rest.size.rows }, (_, y) => rows[y] ?? before[y] ?? ' '.repeat(rest.size.columns));
    this.#picture = { ...rest, rows: next };
    this.#revision += 1;
    this.#changed();
  }
}
