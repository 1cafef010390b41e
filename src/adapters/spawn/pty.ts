import type { ChildEvents, ChildHandle, Spawner, SpawnSpec } from '../../ports/spawner.js';
import { hasProc } from '../proc/table.js';
import type { SpawnerParts } from './child.js';
import { startForked } from './pty-forked.js';
import { explainMissingPty, loadPtyModule, type PtyModule } from './pty-module.js';
import { startInTerminal } from './pty-opened.js';
import { startLater } from './start-later.js';

/** What starts children in pseudo-terminals. */
export interface PtySpawnerParts extends SpawnerParts {
  /** Starts those that want pipes. */
  readonly pipes: Spawner;
  /** Loads the package, when the first child wants a terminal. @default that which is installed */
  readonly load?: () => Promise<PtyModule>;
}

/** Starts the children that want a pseudo-terminal in one, each as the leader of its session; all others by another spawner. */
export class PtySpawner implements Spawner {
  readonly #parts: PtySpawnerParts;

  constructor(parts: PtySpawnerParts) {
    this.#parts = parts;
  }

  spawn(spec: SpawnSpec, events: ChildEvents): ChildHandle {
    const { pipes, load = loadPtyModule } = this.#parts;
    if (spec.tty === undefined) return pipes.spawn(spec, events);
    const { tty } = spec;
    // Only Linux hands our end of the terminal to every child, and has a way to enter one from within.
    const start = hasProc ? startInTerminal : startForked;
    return startLater(
      events,
      load().then(
        (module) => () => start(module, spec, tty, this.#parts, events),
        (error) => ({ code: 'ENOPTY', message: explainMissingPty(error) }),
      ),
    );
  }
}
