import type { Suspension } from '../../src/policy/process/suspension.js';
import type { ExitFact } from '../../src/policy/restart/exit.js';
import type { ChildEvents, ChildHandle, Spawner, SpawnSpec, TreeMember, TtySize } from '../../src/ports/spawner.js';

/** A child that does what the test says, when it says so. */
export class FakeChild implements ChildHandle {
  readonly spec: SpawnSpec;
  readonly events: ChildEvents;
  readonly pid: number;
  readonly signals: NodeJS.Signals[] = [];
  alive = true;

  constructor(spec: SpawnSpec, events: ChildEvents, pid: number) {
    this.spec = spec;
    this.events = events;
    this.pid = pid;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.alive) this.signals.push(signal);
  }

  /** What was sent to its own group. */
  readonly sent: NodeJS.Signals[] = [];

  send(signal: NodeJS.Signals): void {
    if (this.alive) this.sent.push(signal);
  }

  remaining(): readonly TreeMember[] {
    return this.alive ? [{ pid: this.pid, startTime: 1, runState: 'S', comm: this.spec.command }] : [];
  }

  /** Whether it is stopped by a signal. */
  suspended = false;
  /** What else of its tree is stopped. */
  suspendedMember: Suspension | undefined;

  cancel(): void {}

  /** Nobody supervises it any more. */
  abandoned = false;

  abandon(): void {
    this.abandoned = true;
  }

  suspension(isWhole: boolean): Suspension | undefined {
    return this.suspended ? { pid: this.pid, debugger: null } : isWhole ? this.suspendedMember : undefined;
  }

  /** The system has spawned it. */
  spawned(): void {
    this.events.spawned(this.pid);
  }

  /** It ends and nothing of it is left. */
  exit(fact: Partial<ExitFact>): void {
    this.exitLeavingDescendants(fact);
    this.gone();
  }

  /** It ends, but something that it started lives on. */
  exitLeavingDescendants(fact: Partial<ExitFact>): void {
    this.events.exited({ code: null, signal: null, ...fact });
  }

  /** The last of what it started has ended. */
  gone(): void {
    this.alive = false;
    this.events.gone();
    this.events.outputEnded();
  }

  /** What was typed into it. */
  readonly typed: string[] = [];

  write(text: string): void {
    this.typed.push(text);
  }

  /** The sizes that its terminal got after it was spawned. */
  readonly sizes: TtySize[] = [];

  resize(size: TtySize): void {
    this.sizes.push(size);
  }

  print(text: string | Buffer): void {
    this.events.output('stdout', Buffer.from(text));
  }
}

/** Hands out fake children; each is spawned at once unless the test holds it back. */
export class FakeSpawner implements Spawner {
  readonly children: FakeChild[] = [];
  /** Commands that the system cannot start. */
  readonly missing = new Set<string>();
  /** True leaves `spawned` to the test. */
  holdSpawn = false;
  /** Called with each new child after it was spawned. */
  onSpawn: (child: FakeChild) => void = () => {};

  spawn(spec: SpawnSpec, events: ChildEvents): FakeChild {
    const child = new FakeChild(spec, events, 1000 + this.children.length);
    this.children.push(child);
    // The port's promise: nothing is reported from inside spawn.
    queueMicrotask(() => {
      if (this.missing.has(spec.command)) {
        child.alive = false;
        const about = { kind: 'command', path: spec.command } as const;
        events.failed({ code: 'ENOENT', message: `command not found: ${spec.command} (ENOENT)`, about });
      } else if (!this.holdSpawn) {
        child.spawned();
        this.onSpawn(child);
      }
    });
    return child;
  }

  /** The newest child. */
  get last(): FakeChild {
    const child = this.children.at(-1);
    if (child === undefined) throw new Error('nothing was spawned');
    return child;
  }

  /** Children that are alive. */
  get living(): readonly FakeChild[] {
    return this.children.filter(({ alive }) => alive);
  }
}

/** Lets everything that is already due in microtasks happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
