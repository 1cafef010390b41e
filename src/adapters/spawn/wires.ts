import type { ChildProcess } from 'node:child_process';
import type { Stdio } from '../node/start-program.js';
import type { OutputReceiver } from './child-output.js';

/** What a child reads from and writes to, made for each attempt to start it. */
export interface ChildWires {
  readonly stdio: Stdio;
  /** Whether the first three are a terminal that is to be the child's own. */
  readonly terminal: boolean;
  /** Begins to read, in the turn of the spawn. */
  attach(child: ChildProcess, receiver: OutputReceiver): void;
  /** The child has ended; descendants may hold the other ends for as long as they live. */
  exited(): void;
  /** Nothing was started, or nobody supervises it any more. */
  close(): void;
}
