import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessStatus } from '../../src/supervisor/snapshot/status.js';
import { type RunResult, runProgram } from '../e2e/run-program.js';
import { freePort } from '../fixtures/free-port.js';
import { projectFolder } from '../house/source-tree.js';

/** A copy of one of the examples, in which the program runs with ports of its own. */
export class Example implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'watchdog-example-'));
  readonly #env: Record<string, string> = {};

  constructor(name: string) {
    copyExample(`examples/${name}`, this.folder);
  }

  /** Sets a variable of the shell to a port that is free. */
  async givePort(variable: string): Promise<number> {
    const port = await freePort();
    this.#env[variable] = String(port);
    return port;
  }

  /** Runs `watchdog` with these words in the folder. */
  run(...words: readonly string[]): Promise<RunResult> {
    return runProgram(words, this.folder, this.#env);
  }

  /** The status of one process. */
  async status(name: string): Promise<ProcessStatus> {
    const { out } = await this.run('status', name, '--json');
    return (JSON.parse(out) as ProcessStatus[])[0]!;
  }

  /** Changes a text in a file. */
  edit(file: string, before: string, after: string): void {
    const path = join(this.folder, file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(before)) throw new Error(`${file} does not hold ${before}`);
    writeFileSync(path, text.replace(before, after));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.run('down');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Copies an example without what runs of it have made. */
export function copyExample(path: string, to: string): void {
  const made = /(^|\/)(\.watchdog|dist|data\.json)$/;
  cpSync(join(projectFolder, path), to, { recursive: true, filter: (source) => !made.test(source) });
}

/** What an address answers, or the failure to. */
export async function textAt(url: string, method = 'GET'): Promise<string> {
  return fetch(url, { method }).then(
    (answer) => answer.text(),
    (error: Error) => error.message,
  );
}
