import type { LogPlace } from '../protocol/documents.js';
import type { LogLine, LogReader } from '../supervisor/log/line.js';

/** Lines by which a copy may lag behind before it leaves out what is between. */
const mostLag = 4000;
/** Lines that are fetched where something was left out. */
const tailLines = 2000;

/** Fetches lines with `from <= seq < to`, perhaps not up to the end. */
export type FetchLines = (from: number, to: number) => Promise<readonly LogLine[]>;

/**
 * A copy of a log in another program. Nothing is fetched before it is read; from then on it follows. A reader always finds
 * consecutive lines; what was left out in a flood is fetched when that is over.
 */
export class RemoteLog implements LogReader {
  readonly #fetch: FetchLines;
  readonly #changed: () => void;
  #place: LogPlace = { firstSeq: 0, nextSeq: 0, revision: 0, errors: 0 };
  /** Consecutive lines, the oldest first. */
  #lines: readonly LogLine[] = [];
  #copied = -1;
  #isRead = false;
  #isFetching = false;
  #revision = 0;

  /** @param changed called when there is something new to read */
  constructor(fetch: FetchLines, changed: () => void) {
    this.#fetch = fetch;
    this.#changed = changed;
  }

  get firstSeq(): number {
    return this.#read().#lines[0]?.seq ?? this.nextSeq;
  }

  get nextSeq(): number {
    const last = this.#read().#lines.at(-1);
    return last === undefined ? this.#place.firstSeq : last.seq + 1;
  }

  get errors(): number {
    return this.#place.errors;
  }

  get revision(): number {
    return this.#read().#revision;
  }

  slice(from: number, to: number): readonly LogLine[] {
    const first = this.firstSeq;
    return this.#lines.slice(Math.max(0, from - first), Math.max(0, to - first));
  }

  /** Reports where the log in the other program is now. */
  moved(place: LogPlace): void {
    this.#place = place;
    if (this.#isRead) void this.#follow();
  }

  #read(): this {
    if (!this.#isRead) {
      this.#isRead = true;
      void this.#follow();
    }
    return this;
  }

  async #follow(): Promise<void> {
    if (this.#isFetching) return;
    this.#isFetching = true;
    try {
      while (this.#copied !== this.#place.revision) {
        const { revision } = this.#place;
        await this.#catchUp();
        this.#copied = revision;
        this.#revision += 1;
        this.#changed();
        if (revision === this.#place.revision) await this.#fillUp();
      }
    } catch {
      // The other program has ended, which its client finds out by itself.
    } finally {
      this.#isFetching = false;
    }
  }

  async #catchUp(): Promise<void> {
    const { firstSeq, nextSeq } = this.#place;
    // The newest line of each stream may have grown since it was fetched.
    const settled = this.#lines.slice(0, this.#settledCount());
    const from = settled.length === 0 ? firstSeq : settled.at(-1)!.seq + 1;
    const isLate = nextSeq - from > mostLag;
    const lines = await this.#range(isLate ? Math.max(firstSeq, nextSeq - tailLines) : from, nextSeq);
    const isNext = lines.length === 0 || (settled.length > 0 && lines[0]!.seq === settled.at(-1)!.seq + 1);
    const joined = isNext ? [...settled, ...lines] : lines;
    const gone = joined.findIndex(({ seq }) => seq >= this.#place.firstSeq);
    this.#lines = gone > 0 ? joined.slice(gone) : joined;
  }

  /** Fetches what was left out, once there is nothing newer to fetch. */
  async #fillUp(): Promise<void> {
    const { firstSeq, revision } = this.#place;
    const have = this.#lines[0]?.seq;
    if (have === undefined || have <= firstSeq) return;
    const older = await this.#range(firstSeq, have);
    if (revision !== this.#place.revision || older.at(-1)?.seq !== have - 1) return;
    this.#lines = [...older, ...this.#lines];
    this.#revision += 1;
    this.#changed();
  }

  async #range(from: number, to: number): Promise<readonly LogLine[]> {
    let lines: readonly LogLine[] = [];
    for (let next = from; next < to; ) {
      const page = await this.#fetch(next, to);
      if (page.length === 0) break;
      // Where lines fell out of the log meanwhile, what was fetched before them is no use.
      lines = page[0]!.seq === next || lines.length === 0 ? [...lines, ...page] : page;
      next = page.at(-1)!.seq + 1;
    }
    return lines;
  }

  /** How many of the lines will not change any more: those before the newest of stdout and of stderr. */
  #settledCount(): number {
    const newest = (stream: LogLine['stream']): number => {
      const at = this.#lines.findLastIndex((line) => line.stream === stream || line.stream === 'watchdog');
      return at === -1 || this.#lines[at]!.stream === 'watchdog' ? Infinity : at;
    };
    return Math.min(this.#lines.length, newest('stdout'), newest('stderr'));
  }
}
