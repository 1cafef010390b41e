import type { ReadStream } from 'node:tty';
import type { IPty, IPtyForkOptions } from '@lydell/node-pty';

/** A pseudo-terminal with its program, and what the package does not name of it. */
export interface Pty extends IPty {
  /** Our end. */
  readonly fd: number;
  /** What reads our end; destroyed as soon as the number above is not ours any more. */
  readonly _socket: ReadStream;
  on(event: 'error', listener: (error: Error) => void): void;
}

/** Both ends of a pseudo-terminal that no program runs in yet. */
export interface PtyPair {
  /** Our end. */
  readonly fd: number;
  readonly _master: ReadStream;
  /** The name of the program's end, such as /dev/pts/3. */
  readonly _pty: string;
  /** The program's end, and its number. */
  readonly _slave: ReadStream & { readonly _handle: { readonly fd: number } | null };
  resize(columns: number, rows: number): void;
}

/** The part of @lydell/node-pty that opens terminals and starts programs in them. */
export interface PtyModule {
  open(options: { readonly cols: number; readonly rows: number; readonly encoding: null }): PtyPair;
  spawn(file: string, args: string[], options: IPtyForkOptions & { readonly encoding: null }): Pty;
}

/** Loads the package, which is an optional dependency. Rejects where it is not there or does not run on this machine. */
export async function loadPtyModule(): Promise<PtyModule> {
  const loaded: { readonly default: unknown } = await import('@lydell/node-pty');
  return loaded.default as PtyModule;
}

/** What to do where the package cannot be loaded. */
export function explainMissingPty(error: unknown): string {
  const first = String((error as Error | undefined)?.message ?? error).split('\n')[0] ?? '';
  return `tty: true needs the package @lydell/node-pty: install it (npm install @lydell/node-pty), or set tty: false; it cannot be loaded: ${first}`;
}
