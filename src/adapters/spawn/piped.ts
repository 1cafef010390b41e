import type { ChildProcess } from 'node:child_process';
import type { ChildEvents, ChildHandle, Spawner, SpawnSpec } from '../../ports/spawner.js';
import { type SpawnerParts, startChild } from './child.js';
import { ChildOutput } from './child-output.js';
import type { ChildWires } from './wires.js';

/** Starts real children with pipes, each in a session and process group of its own. */
export class NodeSpawner implements Spawner {
  readonly #parts: SpawnerParts;

  constructor(parts: SpawnerParts) {
    this.#parts = parts;
  }

  spawn(spec: SpawnSpec, events: ChildEvents): ChildHandle {
    return startChild(spec, spec.env, () => pipes(spec), this.#parts, events);
  }
}

function pipes({ stdin, input, readyFd }: Pick<SpawnSpec, 'stdin' | 'input' | 'readyFd'>): ChildWires {
  const above = Array.from({ length: (readyFd ?? 2) - 2 }, (_, at) =>
    at + 3 === readyFd ? ('pipe' as const) : ('ignore' as const),
  );
  let ends: { readonly child: ChildProcess; readonly output: ChildOutput } | undefined;
  // A descendant that was left alive on purpose may hold the pipes for ever; that must not hold our own program.
  const release = (): void => {
    ends?.child.stdin?.destroy();
    ends?.output.unref();
  };
  return {
    stdio: [stdin === 'open' || input !== undefined ? 'pipe' : 'ignore', 'pipe', 'pipe', ...above],
    terminal: false,
    attach: (child, receiver) => {
      ends = { child, output: new ChildOutput(child, receiver, readyFd) };
      if (input !== undefined) child.stdin?.end(input);
    },
    exited: release,
    close: release,
  };
}
