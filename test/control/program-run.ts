import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { ControlClient } from '../../src/client/client.js';
import { cleanEnvironment } from '../e2e/clean-environment.js';
import { builtProgram } from '../e2e/project.js';
import { eventually } from '../fixtures/eventually.js';

/** How a run of the program ended. */
export interface ProgramEnd {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One run of the built program, as a shell would start it, without a terminal. */
export class ProgramRun implements AsyncDisposable {
  readonly child: ChildProcess;
  /** How it ended, once its output has ended too. */
  readonly end: Promise<ProgramEnd>;
  stdout = '';
  stderr = '';

  /** @param shellLine what a shell does that then runs the program as `"$0" "$@"`; without it there is no shell */
  constructor(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}, shellLine?: string) {
    const program = [process.execPath, builtProgram, ...args];
    const [command, ...rest] = shellLine === undefined ? program : ['/bin/sh', '-c', shellLine, ...program];
    this.child = spawn(command!, rest, {
      cwd: folder,
      env: cleanEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.end = once(this.child, 'close').then(([status]) => ({ status, stdout: this.stdout, stderr: this.stderr }));
  }

  /** Starts the processes of a folder and waits until commands reach it. */
  static async up(folder: string, env: Readonly<Record<string, string>> = {}): Promise<ProgramRun> {
    const run = new ProgramRun(folder, ['--headless'], env);
    await eventually(async () => {
      if (run.child.exitCode !== null) throw new Error(`it ended: ${run.stderr}`);
      // Asked from here, since each run of the program would take from the one that is starting.
      await new ControlClient(folder).status([]);
    });
    return run;
  }

  /** Waits until what was printed matches. */
  async until(pattern: RegExp, stream: 'stdout' | 'stderr' = 'stderr'): Promise<void> {
    await eventually(() => {
      if (pattern.test(this[stream])) return;
      throw new Error(`${pattern} is not in:\n${this[stream].slice(-2000)}`);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM');
    await this.end;
  }
}

/** Runs the built program to its end. */
export function watchdog(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ProgramEnd> {
  return new ProgramRun(folder, args, env).end;
}
