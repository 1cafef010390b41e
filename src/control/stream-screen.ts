import type { Clock } from '../ports/clock.js';
import type { ProcessSnapshot } from '../supervisor/process-snapshot.js';
import type { Watchdog } from '../watchdog.js';
import type { EventStream } from './event-stream.js';
import type { LogPlace, ScreenDocument } from './protocol.js';

/** Milliseconds between two messages: as often as the dashboard beside the watchdog looks. */
const frameMs = 87;

/** What a dashboard elsewhere shows. */
export interface ScreenParts {
  readonly watchdog: Watchdog;
  readonly clock: Clock;
  /** The project's name. */
  readonly project: string;
  /** Whether the end has begun. */
  readonly isEnding: () => boolean;
  /** Calls `listener` with what is wrong with the configuration, and with undefined once that is mended. Returns the way to stop it. */
  readonly onProblem: (listener: (text: string | undefined) => void) => () => void;
}

/**
 * Sends what a dashboard shows, and then what changed of it, until the reader is gone. Each message is made when the reader is
 * ready for it, from the state of that moment: a slow reader misses states in between, and nothing piles up.
 */
export async function streamScreen(stream: EventStream, parts: ScreenParts): Promise<void> {
  const { watchdog, clock } = parts;
  let [isDue, wake] = [true, (): void => {}];
  const touch = (): void => {
    isDue = true;
    wake();
  };
  const stops = [
    watchdog.onChange(touch),
    watchdog.onNotice((notice) => stream.isFull || stream.send('notice', notice)),
    parts.onProblem((text) => stream.isFull || stream.send('problem', { text: text ?? null })),
  ];
  stream.gone.addEventListener('abort', touch);
  const difference = new Difference(parts);
  try {
    while (!stream.gone.aborted) {
      isDue = false;
      stream.send('screen', difference.next());
      await stream.ready();
      await new Promise<void>((resolve) => void clock.setTimer(resolve, frameMs));
      if (!isDue && !stream.gone.aborted) await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    for (const stop of stops) stop();
    stream.end();
  }
}

/** Finds what changed since the last message. Rows that did not change are the same objects. */
class Difference {
  readonly #parts: ScreenParts;
  #rows: ReadonlyMap<string, ProcessSnapshot> = new Map();
  #names = '';
  #revisions = new Map<string, number>();

  constructor(parts: ScreenParts) {
    this.#parts = parts;
  }

  next(): ScreenDocument {
    const { watchdog, clock, project, isEnding } = this.#parts;
    const rows = new Map(watchdog.snapshots().map((row) => [row.name, row]));
    const names = JSON.stringify([...rows.keys()]);
    const changed = [...rows.values()].filter((row) => row !== this.#rows.get(row.name));
    const isReordered = names !== this.#names;
    this.#rows = rows;
    this.#names = names;
    return {
      project,
      now: clock.now(),
      shuttingDown: isEnding(),
      rows: changed,
      logs: this.#logs([...rows.keys()]),
      ...(isReordered ? { names: [...rows.keys()] } : {}),
    };
  }

  #logs(names: readonly string[]): Record<string, LogPlace> {
    return Object.fromEntries(
      names.flatMap((name) => {
        const log = this.#parts.watchdog.log(name);
        if (log === undefined || log.revision === this.#revisions.get(name)) return [];
        this.#revisions.set(name, log.revision);
        return [[name, { firstSeq: log.firstSeq, nextSeq: log.nextSeq, revision: log.revision, errors: log.errors }]];
      }),
    );
  }
}
