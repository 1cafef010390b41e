import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { socketPath } from '../../src/adapters/files/socket-path.js';
import { nodeClock } from '../../src/adapters/node/clock.js';
import type { ActionOutcome } from '../../src/api/action-run.js';
import { ControlClient } from '../../src/client/client.js';
import type { ConfigProblem } from '../../src/config/problems/config-error.js';
import { ControlServer, type ServerLimits } from '../../src/control/server.js';
import type { Clock } from '../../src/ports/clock.js';
import { EventHistory } from '../../src/supervisor/events/history.js';
import { Listeners } from '../../src/supervisor/events/listeners.js';
import { Stage } from '../api/stage.js';

/** What was answered to a plain request. */
export interface Answer {
  readonly status: number;
  readonly body: { readonly error: { readonly code: string; readonly message: string } };
}

/** A Watchdog with fake children behind a real socket in a folder of its own. */
export class ControlStage implements AsyncDisposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'wd-'));
  readonly stage = new Stage();
  readonly path: string = socketPath(this.folder);
  readonly client: ControlClient = new ControlClient(this.folder);
  /** Pauses between two polls are real, unless a test hurries. */
  setTimer: Clock['setTimer'] = nodeClock.setTimer;
  /** How often the end was asked for. */
  downs = 0;
  /** What becomes of a reload. */
  reloaded: ActionOutcome = { ok: true, text: 'reload: nothing changed' };
  /** Those who listen to the watchdog's changes at the moment. */
  listeners = 0;
  readonly history: EventHistory = new EventHistory(this.stage.watchdog, this.stage.clock);
  /** Whether the end has begun. */
  isEnding = false;
  readonly #problems = new Listeners<[problem: ConfigProblem | undefined]>();
  #problem: ConfigProblem | undefined;
  #server: ControlServer | undefined;

  static async open(limits: Partial<ServerLimits> = {}): Promise<ControlStage> {
    const control = new ControlStage();
    await control.listen(limits);
    return control;
  }

  async listen(limits: Partial<ServerLimits> = {}): Promise<void> {
    const { watchdog, clock } = this.stage;
    const onChange = watchdog.onChange.bind(watchdog);
    watchdog.onChange = (listener) => {
      this.listeners += 1;
      const stop = onChange(listener);
      let isOver = false;
      return () => {
        if (!isOver) this.listeners -= 1;
        isOver = true;
        stop();
      };
    };
    // The watchdog's time stands still, that of the server does not.
    const mixed: Clock = {
      now: () => clock.now(),
      wallTime: () => clock.wallTime(),
      setTimer: (fn, delayMs) => this.setTimer(fn, delayMs),
    };
    this.#server = await ControlServer.listen(this.path, {
      watchdog,
      clock: mixed,
      project: 'shop',
      isEnding: () => this.isEnding,
      onProblem: (listener) => {
        if (this.#problem !== undefined) listener(this.#problem);
        return this.#problems.add(listener);
      },
      history: this.history,
      reload: () => this.reloaded,
      scale: async () => this.reloaded,
      onDown: () => {
        this.downs += 1;
      },
      limits,
    });
  }

  /** Something is wrong with the configuration, or that is mended. */
  setProblem(problem: ConfigProblem | undefined): void {
    this.#problem = problem;
    this.#problems.notify(problem);
  }

  get server(): ControlServer {
    if (this.#server === undefined) throw new Error('the server does not listen yet');
    return this.#server;
  }

  /** Sends a request as any program could. */
  ask(method: string, path: string, body?: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asked = request({ socketPath: this.path, method, path, agent: false }, (answer) => {
        readAnswer(answer).then(resolve, reject);
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }

  /** A connection without any manners. */
  async raw(): Promise<Socket> {
    const socket = connect(this.path);
    await once(socket, 'connect');
    socket.on('error', () => {});
    return socket;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function readAnswer(answer: IncomingMessage): Promise<Answer> {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk;
  return { status: answer.statusCode ?? 0, body: text === '' ? undefined : JSON.parse(text) };
}
