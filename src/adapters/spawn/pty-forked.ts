import { constants } from 'node:os';
import type { ExitFact } from '../../policy/restart/exit.js';
import type { ChildEvents, ChildHandle, SpawnSpec, TtySize } from '../../ports/spawner.js';
import { markerOf, withMarker } from '../proc/marker.js';
import { startTimeOf } from '../proc/stat.js';
import { suspensionAmong } from '../proc/suspension.js';
import { forgetTable } from '../proc/table-cache.js';
import { deadHandle, type SpawnerParts } from './child.js';
import { explainSpawnFailure } from './failure.js';
import { whyNotExecutable } from './find-executable.js';
import { heldOutput } from './held-output.js';
import { PtyInput } from './pty-input.js';
import type { Pty, PtyModule } from './pty-module.js';
import { programOf } from './shell-line.js';
import { watchStarted } from './started-tree.js';
import { withUserLimits } from './user-limits.js';

/**
 * Starts a child in a pseudo-terminal by the package's own fork, which on macOS hands no descriptor of ours to any child. There is
 * no way there to enter one from within.
 */
export function startForked(
  module: PtyModule,
  spec: SpawnSpec,
  size: TtySize,
  { runId, keeper }: SpawnerParts,
  events: ChildEvents,
): ChildHandle {
  const marker = markerOf(runId, spec.mark, spec.scope);
  keeper?.starting();
  let pty: Pty;
  try {
    pty = fork(module, spec, size, marker);
  } catch (error) {
    events.failed(explainSpawnFailure({ ...spec, command: programOf(spec).command }, error as NodeJS.ErrnoException));
    return deadHandle;
  }
  forgetTable();
  const { pid } = pty;
  const tree = watchStarted({ pid, startTime: startTimeOf(pid), ...spec, marker, cgroup: undefined }, keeper, () =>
    events.gone(),
  );
  const input = new PtyInput(pty.fd, pty._socket);
  pty.onData((chunk) => events.output('stdout', chunk as unknown as Buffer));
  heldOutput.add(pty._socket);
  // Reading ends with EIO once nobody has the other end open; without a second listener the package throws what else there is.
  pty.on('error', () => {});
  // The package reports it when all output was read, at the latest 0.2 s after the end.
  pty.onExit((exit) => {
    heldOutput.finish(pty._socket);
    input.close();
    tree.exited();
    events.exited(exitFact(exit));
    events.outputEnded();
  });
  events.spawned(pid);
  return {
    signal: (signal) => tree.signal(signal),
    send: (signal) => tree.send(signal),
    remaining: () => tree.members,
    knownBy: () => 'groups',
    hidden: () => tree.hidden(),
    suspension: (isWhole) => suspensionAmong(pid, isWhole ? tree.members : []),
    cancel: () => {},
    abandon: () => {
      tree.abandon();
      input.close();
      pty._socket.unref();
    },
    resize: (next) => resize(pty, next),
    write: (text) => input.write(text),
  };
}

/** @throws what the system says, with its code; the package would say it only in the output of a child that ends with 1 */
function fork(module: PtyModule, spec: SpawnSpec, { columns, rows }: TtySize, marker: string): Pty {
  const { cwd } = spec;
  const { command, args } = programOf(spec);
  const code = whyNotExecutable({ ...spec, command });
  if (code !== undefined) throw Object.assign(new Error(code), { code });
  const env = withMarker(spec.env, marker);
  const [program, given] = withUserLimits([command, args]);
  return module.spawn(program, [...given], { name: env.TERM ?? 'dumb', cols: columns, rows, cwd, env, encoding: null });
}

function exitFact({ exitCode, signal }: { readonly exitCode: number; readonly signal?: number }): ExitFact {
  if (!signal) return { code: exitCode, signal: null };
  const name = Object.entries(constants.signals).find(([, number]) => number === signal)?.[0];
  return { code: null, signal: (name ?? `signal ${signal}`) as NodeJS.Signals };
}

function resize(pty: Pty, { columns, rows }: TtySize): void {
  // By then the number may be another file's.
  if (pty._socket.destroyed) return;
  try {
    pty.resize(columns, rows);
  } catch {
    // It ended a moment ago.
  }
}
