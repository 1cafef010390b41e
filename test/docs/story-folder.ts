import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { cleanEnvironment } from '../e2e/clean-environment.js';
import { builtProgram } from '../e2e/project.js';
import { runProgram } from '../e2e/run-program.js';
import { copyExample } from '../examples/example.js';

/** An empty folder in which a story is tried: a project called "shop", and `watchdog` on the PATH. */
export class StoryFolder implements AsyncDisposable {
  readonly #root = mkdtempSync(join(tmpdir(), 'watchdog-story-'));
  readonly folder = join(this.#root, 'shop');
  readonly #env: Record<string, string> = {};

  constructor() {
    for (const name of ['shop', 'home', 'bin', 'temp']) mkdirSync(join(this.#root, name));
    const program = join(this.#root, 'bin/watchdog');
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${builtProgram}' "$@"\n`);
    chmodSync(program, 0o755);
  }

  /** What the commands of the story find in their environment. */
  get environment(): NodeJS.ProcessEnv {
    const path = [join(this.#root, 'bin'), join(this.folder, 'bin'), dirname(process.execPath), process.env.PATH];
    return cleanEnvironment({
      PATH: path.join(delimiter),
      HOME: join(this.#root, 'home'),
      TMPDIR: join(this.#root, 'temp'),
      XDG_RUNTIME_DIR: undefined,
      ...this.#env,
    });
  }

  /** Sets a variable of the user's shell. */
  set(name: string, value: string): void {
    this.#env[name] = value;
  }

  /** Writes a file of the project. */
  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.folder, name)), { recursive: true });
    writeFileSync(join(this.folder, name), text);
  }

  /** Copies the files of an example into the project. */
  copy(path: string): void {
    copyExample(path, this.folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (existsSync(join(this.folder, '.watchdog/lock'))) await runProgram(['down'], this.folder, this.environment);
    rmSync(this.#root, { recursive: true, force: true });
  }
}
