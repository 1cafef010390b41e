import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The socket of a real Docker engine that tests may use as they like; undefined without one. `.ci/run` starts one. */
export const engineSocket = process.env.WATCHDOG_TEST_ENGINE || undefined;

/** The socket of a real Podman, likewise. */
export const podmanSocket = process.env.WATCHDOG_TEST_PODMAN || undefined;

/** The image that `.ci/engine` and `.ci/podman` import: busybox and nothing else. */
export const testImage = 'watchdog-busybox:test';

/** Why tests that need an engine are skipped; undefined where there is one. */
export const skipped =
  engineSocket === undefined
    ? 'no container engine: WATCHDOG_TEST_ENGINE names no socket, which .ci/run does where it can start dockerd'
    : undefined;

/** Why tests that need Podman are skipped; undefined where there is one. */
export const podmanSkipped =
  podmanSocket === undefined
    ? 'no Podman: WATCHDOG_TEST_PODMAN names no socket, which .ci/run does where it can start one'
    : undefined;

/** A container of a test, gone with it. */
export class TestContainer implements AsyncDisposable {
  readonly name: string;
  readonly #socket: string;

  private constructor(name: string, socket: string) {
    this.name = name;
    this.#socket = socket;
  }

  /** Makes one and starts it. */
  static async run(
    name: string,
    command: readonly string[],
    more: object = {},
    socket = engineSocket ?? '',
  ): Promise<TestContainer> {
    const container = new TestContainer(name, socket);
    await container[Symbol.asyncDispose]();
    const body = { Image: testImage, Cmd: command, StopTimeout: 1, ...more };
    const made = await askEngine(socket, 'POST', `/containers/create?name=${name}`, body);
    if (made.status !== 201) throw new Error(`${name} was not made: ${made.body}`);
    await container.post('start');
    return container;
  }

  /** What the engine says of it. */
  async inspect(): Promise<{ readonly Id: string; readonly State: { readonly Pid: number; readonly Running: boolean } }> {
    return JSON.parse((await askEngine(this.#socket, 'GET', `/containers/${this.name}/json`)).body);
  }

  /** Kills its main process as the kernel would, without the engine's knowing. */
  async killMain(): Promise<void> {
    const { State } = await this.inspect();
    process.kill(State.Pid, 'SIGKILL');
  }

  /** What the user does with the engine's own command. */
  async post(action: 'start' | 'stop?t=1' | 'restart?t=1' | 'kill'): Promise<void> {
    const { status, body } = await askEngine(this.#socket, 'POST', `/containers/${this.name}/${action}`);
    if (status >= 400) throw new Error(`${action} of ${this.name}: ${body}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await askEngine(this.#socket, 'DELETE', `/containers/${this.name}?force=1`);
  }
}

/** Asks the engine something. */
function askEngine(socketPath: string, method: string, path: string, body?: object): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { host: 'engine', 'content-type': 'application/json' };
    const sent = request({ socketPath, method, path, headers, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** An engine of its own for a test that kills it; everything of it is gone with it. */
export class TestEngine implements AsyncDisposable {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Starts one. */
  static async open(): Promise<TestEngine> {
    const engine = new TestEngine(await mkdtemp(join(tmpdir(), 'wd-engine-')));
    await engine.does('try');
    return engine;
  }

  get socket(): string {
    return join(this.#folder, 'docker.sock');
  }

  /** Runs the script that starts and ends engines; resolves once that is so. */
  async does(action: 'try' | 'kill' | 'start' | 'stop'): Promise<void> {
    const script = new URL('../../../.ci/engine', import.meta.url).pathname;
    await promisify(execFile)(script, [action, this.#folder], { timeout: 60_000 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.does('stop');
    await rm(this.#folder, { recursive: true, force: true });
  }
}
