import { closeSync, readlinkSync } from 'node:fs';
import type { ReadStream } from 'node:tty';
import type { ChildEvents, ChildHandle, SpawnSpec, TtySize } from '../../ports/spawner.js';
import { closedDescriptor, keepDescriptor } from '../node/start-program.js';
import { deadHandle, type SpawnerParts, startChild } from './child.js';
import type { OutputReceiver } from './child-output.js';
import { missingTerminal } from './failure.js';
import { heldOutput } from './held-output.js';
import { PtyInput } from './pty-input.js';
import type { PtyModule, PtyPair } from './pty-module.js';
import type { ChildWires } from './wires.js';

/** How long after the end of the child nothing must come before its output is over, in milliseconds. */
const lastOutputMs = 200;

/** So often that is waited for at most, since something else may hold the terminal and write for ever. */
const mostWaits = 10;

/** Starts a child in a pseudo-terminal that we open and that it makes its own, so that no other child has our end of it. Linux only. */
export function startInTerminal(
  module: PtyModule,
  spec: SpawnSpec,
  size: TtySize,
  parts: SpawnerParts,
  events: ChildEvents,
): ChildHandle {
  const env = { ...spec.env, TERM: spec.env.TERM ?? 'dumb', PWD: spec.cwd };
  let terminal: OpenTerminal | undefined;
  const connect = (): ChildWires => {
    terminal = new OpenTerminal(module, size);
    return terminal;
  };
  try {
    const child = startChild(spec, env, connect, parts, events);
    return {
      ...child,
      resize: (next) => terminal?.resize(next),
      write: (text) => terminal?.write(text),
    };
  } catch (error) {
    const { message } = error as Error;
    const failure = missingTerminal(message) ?? { code: 'ENOPTY', message: `no terminal can be opened: ${message}` };
    process.nextTick(() => events.failed(failure));
    return deadHandle;
  }
}

class OpenTerminal implements ChildWires {
  readonly stdio: readonly number[];
  readonly terminal = true;
  readonly #pair: PtyPair;
  readonly #input: PtyInput;
  #theirs: number | undefined;
  #open = 2;
  /** How many pieces of output have come. */
  #chunks = 0;
  #receiver: OutputReceiver | undefined;

  /** @throws what the system says where there is no terminal left */
  constructor(module: PtyModule, { columns, rows }: TtySize) {
    const pair = module.open({ cols: columns, rows, encoding: null });
    this.#pair = pair;
    this.#input = new PtyInput(pair.fd, pair._master);
    const [theirs] = programEnds(pair);
    if (theirs === undefined) throw new Error('the end for the program is not there');
    this.#theirs = theirs;
    this.stdio = [theirs, theirs, theirs];
    keepDescriptor(pair.fd);
    for (const stream of [pair._master, pair._slave]) stream.on('error', () => {});
    // Reading ends with EIO once nobody has the other end open; the number is given out again as soon as that is closed.
    pair._master.once('close', () => {
      closedDescriptor(pair.fd);
      this.#ended();
    });
  }

  attach(_child: unknown, receiver: OutputReceiver): void {
    this.#receiver = receiver;
    this.#closeTheirs();
    this.#pair._master.on('data', (chunk: Buffer) => {
      this.#chunks += 1;
      receiver.output('stdout', chunk);
    });
    heldOutput.add(this.#pair._master);
    this.#pair._master.once('error', () => this.#pair._master.destroy());
  }

  exited(): void {
    heldOutput.finish(this.#pair._master);
    this.#input.close();
    this.#ended();
    this.#closeOnceQuiet(mostWaits);
  }

  #closeOnceQuiet(waits: number): void {
    const before = this.#chunks;
    const quiet = (): void => {
      if (this.#chunks === before || waits === 1) this.#pair._master.destroy();
      else this.#closeOnceQuiet(waits - 1);
    };
    // On a busy machine the time may be over before anything was read: what is there is read in between.
    setTimeout(() => setImmediate(quiet), lastOutputMs).unref();
  }

  close(): void {
    heldOutput.finish(this.#pair._master);
    this.#input.close();
    this.#closeTheirs();
    this.#pair._master.destroy();
  }

  #closeTheirs(): void {
    this.#pair._slave.destroy();
    if (this.#theirs !== undefined) closeSync(this.#theirs);
    this.#theirs = undefined;
  }

  resize({ columns, rows }: TtySize): void {
    if (this.#master.destroyed) return; // By then the number may be another file's.
    try {
      this.#pair.resize(columns, rows);
    } catch {
      // It ended a moment ago.
    }
  }

  write(text: string): void {
    this.#input.write(text);
  }

  get #master(): ReadStream {
    return this.#pair._master;
  }

  /** Both the child and its output have ended. */
  #ended(): void {
    this.#open -= 1;
    if (this.#open === 0) this.#receiver?.ended();
  }
}

/**
 * The numbers of the program's end that the package does not report: Node opens it once more for a stream of its own, and leaves the
 * first open. The system gives the lowest number that is free, so it is between our end and that stream's.
 */
function programEnds({ fd, _pty, _slave }: PtyPair): readonly number[] {
  const last = _slave._handle?.fd ?? fd;
  const between = Array.from({ length: Math.max(0, last - fd - 1) }, (_, at) => fd + 1 + at);
  return between.filter((descriptor) => linkOf(descriptor) === _pty);
}

function linkOf(descriptor: number): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return ''; // Nothing is open there.
  }
}
