import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Terminal } from '../e2e/terminal.js';
import { TemporaryFolder } from '../fixtures/temporary-folder.js';
import { projectFolder } from '../house/source-tree.js';

/** What a measured program starts. */
export interface Load {
  /** Shell commands, each a process. */
  readonly commands: readonly string[];
  /** Milliseconds until a process that ended is started again; without it none is. */
  readonly restartDelayMs?: number;
  /** What each process is checked by, every `checkEveryMs` milliseconds; without it none is. */
  readonly checkUrl?: string;
  readonly checkEveryMs?: number;
  /** Where its configuration is written; a folder of its own unless given. */
  readonly folder?: string;
  /** What `logs` is set to for each process; without it they are written to files. */
  readonly logs?: { readonly file?: boolean; readonly maxSize?: string };
}

const readMs = 1200;

/** Starts one of the programs that are measured. */
export type StartSubject = (load: Load) => Promise<Subject>;

/** A program that is measured, in a terminal of its own. */
export class Subject implements AsyncDisposable {
  /** Milliseconds since 1970, just before it was started. */
  readonly startedAt: number;
  readonly terminal: Terminal;
  readonly #folder: TemporaryFolder;
  readonly #asksBeforeQuitting: boolean;

  private constructor(args: readonly string[], folder: TemporaryFolder, asksBeforeQuitting: boolean) {
    this.#folder = folder;
    this.#asksBeforeQuitting = asksBeforeQuitting;
    this.startedAt = Date.now();
    this.terminal = Terminal.start({ command: process.execPath, args, cwd: folder.path });
  }

  /** Starts the built program with its dashboard open. Throws where it has not been built. */
  static async watchdog(load: Load): Promise<Subject> {
    const program = join(projectFolder, 'dist/program/bin.js');
    if (!existsSync(program)) throw new Error('dist/program/bin.js is missing; run `npm run build` first');
    const folder = await TemporaryFolder.make();
    const file = join(load.folder ?? folder.path, 'watchdog.yaml');
    writeFileSync(file, JSON.stringify(configurationOf(load))); // JSON is YAML
    return new Subject([program, '-f', file], folder, true);
  }

  /** Starts the bare Node program. */
  static async bare(load: Load): Promise<Subject> {
    const folder = await TemporaryFolder.make();
    const file = join(folder.path, 'load.json'); // An argument may have 128 KiB.
    writeFileSync(file, JSON.stringify(load));
    return new Subject([join(import.meta.dirname, 'bare.mjs'), file], folder, false);
  }

  /** Waits until it has drawn its screen. */
  async ready(): Promise<void> {
    await this.terminal.until((screen) => barRow(screen) !== -1, 'the bar that marks the selection', 30_000);
  }

  /** Waits as long after that as a user does who reads the screen before pressing a key: a start still loads what pages and menus need. */
  async read(): Promise<void> {
    await this.ready();
    await delay(readMs);
  }

  /** Asks it to stop the selected process, the first, and returns when, as `performance.now()`. */
  async stopSelected(): Promise<number> {
    await this.ready();
    return this.press('x');
  }

  /** Asks it to restart the selected process, the first, and returns when, as `performance.now()`. */
  async restartSelected(): Promise<number> {
    await this.ready();
    return this.press('r');
  }

  /** Asks it to end everything, answers its question, and returns when that was, as `performance.now()`. */
  async quit(): Promise<number> {
    await this.ready();
    if (!this.#asksBeforeQuitting) return this.press('q');
    this.press('q');
    await this.terminal.until((screen) => screen.some((line) => /\byes\b/.test(line)), 'the question whether to quit');
    return this.press('y');
  }

  /** Presses a key and returns when, as `performance.now()`. */
  press(key: string): number {
    const at = performance.now();
    this.terminal.press(key);
    return at;
  }

  /** Ends it and all that it started. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.terminal[Symbol.asyncDispose]();
    await this.#folder[Symbol.asyncDispose]();
  }
}

/** The row of the bar that marks the selection; -1 where there is none. */
export function barRow(screen: readonly string[]): number {
  return screen.findIndex((line) => line.includes('▌'));
}

function configurationOf({ commands, restartDelayMs, checkUrl, checkEveryMs = 1000, logs = {} }: Load): unknown {
  const restart =
    restartDelayMs === undefined
      ? { autoRestart: false }
      : { restartDelay: restartDelayMs, backoff: { multiplier: 1 }, circuit: { threshold: 10_000 } };
  const check = checkUrl === undefined ? {} : { healthCheck: { http: checkUrl, interval: checkEveryMs } };
  const processes = Object.fromEntries(
    commands.map((command, index) => [`p${index + 1}`, { command, logs, ...restart, ...check }]),
  );
  return { name: 'bench', processes, ...(process.argv.includes('--groups') ? { cgroups: false } : {}) };
}
