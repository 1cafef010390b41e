import type { ChildEvents, ChildHandle, Spawner, SpawnSpec } from '../../ports/spawner.js';
import { hasProc } from '../proc/table.js';
import type { SpawnerParts } from './child.js';
import { startForked } from './pty-forked.js';
import { explainMissingPty, loadPtyModule, type PtyModule } from './pty-module.js';
import { startInTerminal } from './pty-opened.js';

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
    let child: ChildHandle | undefined;
    let cancelled = false;
    void load().then(
      (module) => {
        if (cancelled) return;
        // Only Linux hands our end of the terminal to every child, and has a way to enter one from within.
        const start = hasProc ? startInTerminal : startForked;
        child = start(module, spec, tty, this.#parts, events);
      },
      (error) => {
        if (!cancelled) events.failed({ code: 'ENOPTY', message: explainMissingPty(error) });
      },
    );
    return {
      signal: (signal) => child?.signal(signal),
      send: (signal) => child?.send(signal),
      remaining: () => child?.remaining() ?? [],
      knownBy: () => child?.knownBy?.(),
      hidden: () => child?.hidden?.() ?? [],
      leftBehind: (program) => child?.leftBehind?.(program),
      isSuspended: () => child?.isSuspended() ?? false,
      cancel: () => {
        if (child !== undefined || cancelled) return;
        cancelled = true;
        process.nextTick(() => events.failed({ code: 'ECANCELED', message: 'stopped before it was started' }));
      },
      abandon: () => {
        cancelled = true;
        child?.abandon();
      },
      resize: (size) => child?.resize?.(size),
      write: (text) => child?.write?.(text),
    };
  }
}
