import type { Clock } from '../../ports/clock.js';
import type { ChildEvents, ChildHandle, Spawner, SpawnSpec, TtySize } from '../../ports/spawner.js';
import { EmulatedScreen } from './emulated-screen.js';
import { defaultSize } from './environment.js';
import { ScreenFeed } from './screen-feed.js';
import type { ScreenPlace, ScreenReader } from './screen-reader.js';
import { type TypedPart, typedBytes } from './typed-bytes.js';

/** The terminal of one process: its screen, its keyboard and its size. Each generation begins with an empty screen. */
export class ProcessTerminal implements ScreenReader {
  readonly #clock: Clock;
  readonly #changed: () => void;
  #size = defaultSize;
  #screen: EmulatedScreen | undefined;
  #feed: ScreenFeed | undefined;
  #child: ChildHandle | undefined;
  #revision = 0;

  /**
   * @param changed called after every change of the screen
   * @internal
   */
  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  get size(): TtySize {
    return this.#size;
  }

  get revision(): number {
    return this.#revision;
  }

  get open(): boolean {
    return this.#child !== undefined;
  }

  get draws(): boolean {
    return this.open && (this.#screen?.draws ?? false);
  }

  get cursor(): ScreenPlace | undefined {
    return this.#screen?.cursor;
  }

  get skipped(): number {
    return this.#feed?.skipped ?? 0;
  }

  row(y: number, inverted?: number): string {
    return this.#screen?.row(y, inverted) ?? ' '.repeat(this.#size.columns);
  }

  /** Gives it another size, now and for all generations to come; the program is notified by SIGWINCH. */
  resize(size: TtySize): void {
    const { columns, rows } = size;
    if (columns < 1 || rows < 1 || (columns === this.#size.columns && rows === this.#size.rows)) return;
    this.#size = { columns, rows };
    this.#screen?.resize(this.#size);
    this.#child?.resize?.(this.#size);
    this.#touch();
  }

  /** Types into it; without a program in it nothing happens. */
  type(parts: readonly TypedPart[]): void {
    const keyboard = this.#screen?.keyboard;
    if (keyboard !== undefined) this.#child?.write?.(typedBytes(parts, keyboard));
  }

  /** Spawns a child; in this terminal if the specification asks for one, else as it is. @internal */
  spawn(spawner: Spawner, spec: SpawnSpec, events: ChildEvents): ChildHandle {
    this.#leave();
    if (spec.tty === undefined) return spawner.spawn(spec, events);
    const size = this.#size;
    const screen = new EmulatedScreen(size, {
      changed: () => this.#touch(),
      answered: (text) => this.#screen === screen && this.#child?.write?.(text),
    });
    const feed = new ScreenFeed(this.#clock, (bytes, parsed) => screen.write(bytes, parsed));
    this.#screen = screen;
    this.#feed = feed;
    const child = spawner.spawn(
      { ...spec, tty: size },
      {
        ...events,
        spawned: (pid) => {
          this.#child = child;
          // It may have got another size while it was being started.
          if (this.#size !== size) child.resize?.(this.#size);
          this.#touch();
          events.spawned(pid);
        },
        output: (stream, chunk) => {
          feed.take(chunk);
          events.output(stream, chunk);
        },
        exited: (exit) => {
          feed.end();
          if (this.#child === child) this.#child = undefined;
          this.#touch();
          events.exited(exit);
        },
      },
    );
    return child;
  }

  #leave(): void {
    this.#child = undefined;
    this.#feed?.end();
    this.#screen?.close();
    this.#screen = undefined;
    this.#feed = undefined;
  }

  #touch(): void {
    this.#revision += 1;
    this.#changed();
  }
}
