import { execFile } from 'node:child_process';
import { request } from 'node:http';
import { promisify } from 'node:util';

/** The socket of a real Docker engine that tests may use as they like; undefined without one. `.ci/run` starts one. */
export const engineSocket = process.env.WATCHDOG_TEST_ENGINE || undefined;

/** The image that `.ci/engine` imports: busybox and nothing else. */
export const testImage = 'watchdog-busybox:test';

/** Why tests that need an engine are skipped; undefined where there is one. */
export const skipped =
  engineSocket === undefined
    ? 'no container engine: WATCHDOG_TEST_ENGINE names no socket, which .ci/run does where it can start dockerd'
    : undefined;

/** A container of a test, gone with it. */
export class TestContainer implements AsyncDisposable {
  readonly name: string;

  private constructor(name: string) {
    this.name = name;
  }

  /** Makes one and starts it. */
  static async run(name: string, command: readonly string[], more: object = {}): Promise<TestContainer> {
    const container = new TestContainer(name);
    await container[Symbol.asyncDispose]();
    const body = { Image: testImage, Cmd: command, StopTimeout: 1, ...more };
    const made = await askEngine('POST', `/containers/create?name=${name}`, body);
    if (made.status !== 201) throw new Error(`${name} was not made: ${made.body}`);
    await container.post('start');
    return container;
  }

  /** What the engine says of it. */
  async inspect(): Promise<{ readonly Id: string; readonly State: { readonly Pid: number; readonly Running: boolean } }> {
    return JSON.parse((await askEngine('GET', `/containers/${this.name}/json`)).body);
  }

  /** Kills its main process as the kernel would, without the engine's knowing. */
  async killMain(): Promise<void> {
    const { State } = await this.inspect();
    process.kill(State.Pid, 'SIGKILL');
  }

  /** What a person does with the engine's own command. */
  async post(action: 'start' | 'stop?t=1' | 'restart?t=1' | 'kill'): Promise<void> {
    const { status, body } = await askEngine('POST', `/containers/${this.name}/${action}`);
    if (status >= 400) throw new Error(`${action} of ${this.name}: ${body}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await askEngine('DELETE', `/containers/${this.name}?force=1`);
  }
}

/** Asks the engine something. */
export function askEngine(method: string, path: string, body?: object): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { host: 'engine', 'content-type': 'application/json' };
    const sent = request({ socketPath: engineSocket!, method, path, headers, agent: false }, (answer) => {
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

/** Runs the script that ends and starts the engine. */
export async function engineScript(deed: 'kill' | 'start' | 'stop'): Promise<void> {
  const script = new URL('../../.ci/engine', import.meta.url).pathname;
  await promisify(execFile)(script, [deed, process.env.WATCHDOG_TEST_ENGINE_FOLDER ?? ''], { timeout: 60_000 });
}
