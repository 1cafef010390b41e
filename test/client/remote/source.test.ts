import { describe, expect, it } from 'vitest';
import { nodeClock } from '../../../src/adapters/node/clock.js';
import { RemoteSource } from '../../../src/client/remote/source.js';
import { runAction } from '../../../src/view/actions/run.js';
import { SnapshotStore } from '../../../src/view/state/snapshot-store.js';
import { initialUiState } from '../../../src/view/state/ui.js';
import { ControlStage } from '../../control/control-stage.js';
import { eventually } from '../../fixtures/eventually.js';
import { sampleMember } from '../../ports/fake-usage-sampler.js';

/** A watchdog and somebody who attaches to it. */
class Attached implements AsyncDisposable {
  readonly control: ControlStage;
  readonly #sources: RemoteSource[] = [];

  private constructor(control: ControlStage) {
    this.control = control;
  }

  static async open(config: Record<string, unknown> = {}): Promise<Attached> {
    const control = await ControlStage.open();
    control.stage.register(config);
    await control.stage.start();
    return new Attached(control);
  }

  async attach(): Promise<RemoteSource> {
    const source = await RemoteSource.open(this.control.client, nodeClock);
    this.#sources.push(source);
    return source;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const source of this.#sources) source.leave();
    await this.control[Symbol.asyncDispose]();
  }
}

describe('A dashboard that attaches', () => {
  it('knows everything at once: the processes, the time, the program that it is connected to', async () => {
    await using attached = await Attached.open();
    const source = await attached.attach();
    expect(source.processes()).toEqual(attached.control.stage.watchdog.snapshots());
    expect([source.project, source.pid]).toEqual(['shop', process.pid]);
    expect(source.now()).toBeGreaterThanOrEqual(attached.control.stage.clock.now());
    expect(source.now()).toBeLessThan(attached.control.stage.clock.now() + 60_000);
  });

  it('is notified of what is wrong with the configuration, also where it was before, and when it is mended', async () => {
    await using attached = await Attached.open();
    const problem = (line: number) => ({
      text: `line ${line} is wrong\n  ${line} | x`,
      parts: [{ message: `line ${line} is wrong`, source: `  ${line} | x` }],
    });
    attached.control.setProblem(problem(3));
    const source = await attached.attach();
    const told: unknown[] = [];
    source.onProblem((each) => told.push(each));
    await eventually(() => expect(told).toEqual([problem(3)]));
    attached.control.setProblem(problem(4));
    await eventually(() => expect(told.at(-1)).toEqual(problem(4)));
    const late: unknown[] = [];
    source.onProblem((each) => late.push(each));
    expect(late).toEqual([problem(4)]);
    attached.control.setProblem(undefined);
    await eventually(() => expect([told.at(-1), late.at(-1)]).toEqual([undefined, undefined]));
    expect(told).toHaveLength(3);
  });

  it('receives notices and the shutdown', async () => {
    await using attached = await Attached.open();
    const source = await attached.attach();
    const heard: string[] = [];
    source.onNotice(({ text }) => heard.push(text));
    source.onPhase((shuttingDown) => heard.push(`shutting down ${shuttingDown}`));
    attached.control.stage.watchdog.reload([]);
    await eventually(() => expect(heard).toEqual([expect.stringContaining('reload')]));
    attached.control.isEnding = true;
    void attached.control.stage.watchdog.start('api').catch(() => {});
    attached.control.stage.spawner.last.exit({ code: 0 });
    await eventually(() => expect(heard.at(-1)).toBe('shutting down true'));
    expect(source.shuttingDown).toBe(true);
  });

  it('has processor time and memory measured as long as it is there, and no longer', async () => {
    await using attached = await Attached.open();
    const { stage } = attached.control;
    stage.usage.table.set('api', [sampleMember({ ageMs: 1000, cpuMs: 15, memory: 52_428_800 })]);
    await stage.advance(10_000);
    expect(stage.usage.passes).toEqual([]);
    const [one, other] = [await attached.attach(), await attached.attach()];
    await stage.advance(600);
    await eventually(() => expect(one.processes()).toMatchObject([{ cpu: 1.5, memory: 52_428_800 }]));
    one.leave();
    await eventually(() => expect(attached.control.listeners).toBe(1));
    const passes = stage.usage.passes.length;
    await stage.advance(10_000);
    expect(stage.usage.passes.length).toBeGreaterThan(passes);
    other.leave();
    await eventually(() => expect(attached.control.listeners).toBe(0));
    const all = stage.usage.passes.length;
    await stage.advance(60_000);
    expect(stage.usage.passes.length).toBe(all);
  });

  it('follows a picture while it is displayed, and not longer; then shows the last one until there is a newer', async () => {
    await using attached = await Attached.open({ tty: true });
    const { control } = attached;
    const source = await attached.attach();
    const app = control.stage.spawner.last;
    expect(control.listeners).toBe(1);
    app.print('\x1b[?1049h\x1b[2;1Hone');
    await eventually(() => expect(source.screen('api')?.draws).toBe(true));
    expect([source.screen('api')?.row(1).trimEnd(), control.listeners]).toEqual(['one', 2]);
    await eventually(async () => {
      app.print('\x1b[2;1Htwo');
      expect(control.listeners).toBe(1);
    }, 50);
    app.print('\x1b[2;1Hnew');
    expect(source.screen('api')?.row(1).trimEnd()).toBe('two');
    await eventually(() => expect(source.screen('api')?.row(1).trimEnd()).toBe('new'));
  });

  it('where none runs yet gets that answer, and never takes a beginning for an answer', async () => {
    await using control = new ControlStage();
    control.stage.register();
    const early = RemoteSource.open(control.client, nodeClock);
    await expect(early).rejects.toMatchObject({ code: 'NOT_RUNNING' });
    // It comes up while somebody asks again and again, as up --detach does.
    const listening = control.listen();
    for (let source: RemoteSource | undefined; source === undefined; ) {
      source = await RemoteSource.open(control.client, nodeClock).catch(() => undefined);
      if (source !== undefined) expect(source.processes()).toHaveLength(1);
      source?.leave();
    }
    await listening;
  });

  it.each([
    ['restart', 'SIGTERM'],
    ['kill-restart', 'SIGKILL'],
  ] as const)(
    'carries %s of several to its end though it leaves while their dependents are being ended',
    async (verb, signal) => {
      await using attached = await Attached.open();
      const { stage } = attached.control;
      stage.watchdog.register({ name: 'web', command: 'web', dependsOn: ['api'] });
      await stage.watchdog.start('web');
      const [api, web] = stage.spawner.children;
      const source = await attached.attach();
      // Its program ends, and sends no further request.
      const { client } = attached.control;
      const act = client.act.bind(client);
      let isGone = false;
      client.act = (request) => (isGone ? new Promise(() => {}) : act(request));
      const store = new SnapshotStore(initialUiState);
      void runAction(source, store, { verb, names: ['api', 'web'], hidden: 0 });
      await eventually(() => expect(web!.signals).toEqual([signal]));
      source.leave();
      isGone = true;
      web!.exit({ signal });
      await eventually(() => expect(api!.signals).toEqual([signal]));
      api!.exit({ signal });
      await eventually(() => expect(stage.spawner.living.map(({ spec }) => spec.command).sort()).toEqual(['api', 'web']));
    },
  );

  it('ends with the watchdog', async () => {
    await using attached = await Attached.open({ tty: true });
    const source = await attached.attach();
    void source.screen('api')?.revision;
    void source.events();
    await attached.control.server[Symbol.asyncDispose]();
    await source.ended;
    expect(await source.act('stop', ['api'])).toMatchObject([
      { ok: false, text: expect.stringContaining('no watchdog runs here') },
    ]);
  });
});
