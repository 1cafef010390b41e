import type { LeftBehind } from '../policy/process/background.js';
import type { StartFault } from '../policy/process/start-fault.js';
import type { Suspension } from '../policy/process/suspension.js';
import type { ExitFact } from '../policy/restart/exit.js';

/** The size of a terminal, in character cells. */
export interface TtySize {
  readonly columns: number;
  readonly rows: number;
}

/** What to run. The environment is complete: nothing is added to it but the marker that finds escaped descendants. */
export interface SpawnSpec {
  /** A word without spaces, unlike that of anything else this watchdog starts; its descendants are found by it. */
  readonly mark: string;
  readonly command: string;
  readonly args: readonly string[];
  /** True runs `command` in the system's shell, the name of a program in that; `args` are then appended, quoted. */
  readonly shell: boolean | string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** `open` gives a pipe that never ends, `closed` gives /dev/null. */
  readonly stdin: 'open' | 'closed';
  /** What it reads on its standard input, which then ends, in place of `stdin`; never beside `tty`. @default none */
  readonly input?: string;
  /** `all` counts every descendant as part of the process, `group` only its process group. */
  readonly scope: 'all' | 'group';
  /** TCP ports that nobody may hold when it starts. @default none */
  readonly ports?: readonly number[];
  /** A descriptor above 2 on which it may write a line feed, as `ready` then reports; never beside `tty`. @default none */
  readonly readyFd?: number;
  /** Gives it a pseudo-terminal of this size, where all output is `stdout`; `stdin` then means nothing. @default pipes */
  readonly tty?: TtySize;
}

/** The output stream that a chunk came from. */
export type OutputStream = 'stdout' | 'stderr';

/** What a child reports, each at most once but for `output`. Never called from inside `spawn` or `signal`. */
export interface ChildEvents {
  spawned(pid: number): void;
  /** The system could not start it; nothing else follows. */
  failed(failure: StartFault): void;
  /** The chunk is valid only during the call: its memory is used again for what is read next. */
  output(stream: OutputStream, chunk: Buffer): void;
  /** It wrote a line feed on the descriptor that it was given for that. */
  ready?(): void;
  /** The child itself ended; descendants may live on. */
  exited(exit: ExitFact): void;
  /** Nothing of it is left: neither its group nor a descendant. Always after `exited`, in a later turn. */
  gone(): void;
  /** Both output streams have ended, which may be long after `exited` when a descendant holds them. */
  outputEnded(): void;
}

/** One process of a tree, identified so that a reused pid is not mistaken for it. */
export interface TreeMember {
  readonly pid: number;
  /** Ticks since boot at which it started, as the system counts them. */
  readonly startTime: number;
  /** The first letter of the system's process state: R, S, D, T, Z. */
  readonly runState: string;
  /** The command's short name. */
  readonly comm: string;
}

/** How the processes of a tree are known: by their control group, or by process groups, descent and markers. */
export type TreeMethod = 'cgroups' | 'groups';

/** A started child and everything that descends from it. */
export interface ChildHandle {
  /** Signals the group and every descendant that is alive now. Never throws. */
  signal(signal: NodeJS.Signals): void;
  /** Sends a signal to the process groups that it leads, and to nothing else of it: what follows is its own doing. Never throws. */
  send(signal: NodeJS.Signals): void;
  /** What is alive of the tree now; empty once it is gone. */
  remaining(): readonly TreeMember[];
  /** How what descends from it is known. */
  knownBy?(): TreeMethod | undefined;
  /**
   * What is alive of it at the exit of the child, examined now. Never throws.
   * @param program the name that the system gives the child's program, where it is known
   */
  leftBehind?(program: string | undefined): LeftBehind | undefined;
  /**
   * What may have come from it and hides that from us, so that it is not ended with the rest: asked once it is gone, and afterwards
   * what is still alive of that. Never throws.
   */
  hidden?(): readonly TreeMember[];
  /**
   * What of it is stopped now, by SIGSTOP or the like, or by a debugger.
   * @param isWhole whether all of its tree is examined, not the child alone
   */
  suspension(isWhole: boolean): Suspension | undefined;
  /** Takes back a spawn that still waits for something, which `failed` with the code ECANCELED confirms; nothing where it was made. */
  cancel(): void;
  /** Supervises it no longer: nothing more is reported, and nothing of it keeps this program from ending. */
  abandon(): void;
  /** Gives its terminal another size, of which SIGWINCH notifies it. Only a child with a terminal has it. Never throws. */
  resize?(size: TtySize): void;
  /** Types into its terminal; what it does not read for long is dropped in the end. Only a child with a terminal has it. Never throws. */
  write?(text: string): void;
}

/** Starts child processes, each in a process group of its own. */
export interface Spawner {
  spawn(spec: SpawnSpec, events: ChildEvents): ChildHandle;
}
