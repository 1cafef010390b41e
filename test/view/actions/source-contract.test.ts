import { describe, expect, it } from 'vitest';
import { nodeClock } from '../../../src/adapters/node/clock.js';
import { RemoteSource } from '../../../src/client/remote/source.js';
import type { Clock } from '../../../src/ports/clock.js';
import type { ScreenReader } from '../../../src/supervisor/terminal/screen-reader.js';
import { EmbeddedSource } from '../../../src/view/actions/embedded-source.js';
import type { DashboardSource } from '../../../src/view/state/source.js';
import { ControlStage } from '../../control/control-stage.js';
import { eventually } from '../../fixtures/eventually.js';
import { settle } from '../../ports/fake-spawner.js';

/** Time in which a second is over in a hundredth of it, so that nobody waits for what is asked for twice a second. */
const hasty: Clock = {
  now: () => nodeClock.now() * 100,
  wallTime: () => nodeClock.wallTime(),
  setTimer: (fn, delayMs) => nodeClock.setTimer(fn, delayMs / 100),
};

/** One watchdog with fake children: an `api` and, in a terminal, an `app`; a dashboard beside it, and one elsewhere. */
class Both implements AsyncDisposable {
  readonly control: ControlStage;
  readonly embedded: EmbeddedSource;
  readonly remote: RemoteSource;

  private constructor(control: ControlStage, remote: RemoteSource) {
    const { watchdog, clock } = control.stage;
    this.control = control;
    this.embedded = new EmbeddedSource('shop', watchdog, clock, control.history);
    this.remote = remote;
  }

  static async open(): Promise<Both> {
    const control = await ControlStage.open();
    control.stage.watchdog
      .register({ name: 'api', command: 'api', maxRestarts: 3, restartDelay: 1000 })
      .register({ name: 'app', command: 'app', tty: true, dependsOn: ['api'] });
    return new Both(control, await RemoteSource.open(control.client, hasty));
  }

  get stage() {
    return this.control.stage;
  }

  /** The source of this name. */
  source(which: 'embedded' | 'remote'): DashboardSource {
    return this[which];
  }

  child(command: string) {
    return this.stage.spawner.children.findLast(({ spec }) => spec.command === command)!;
  }

  /** Waits until both answer the same to everything, and returns that. */
  async agree() {
    return eventually(async () => {
      const [one, other] = [answersOf(this.embedded), answersOf(this.remote)];
      await settle();
      expect(other).toEqual(one);
      return one;
    }, 5);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.remote.leave();
    await this.control[Symbol.asyncDispose]();
  }
}

const names = ['api', 'app', 'nobody'];

/** All that a dashboard can ask of its source. */
function answersOf(source: DashboardSource) {
  return {
    project: source.project,
    processes: source.processes(),
    events: source.events(),
    each: names.map((name) => {
      const log = source.log(name);
      return {
        details: source.details(name),
        crashes: source.crashes(name),
        log: { first: log.firstSeq, next: log.nextSeq, lines: log.slice(0, 100), part: log.slice(1, 2) },
        screen: pictureOf(source.screen(name)),
      };
    }),
  };
}

function pictureOf(screen: ScreenReader | undefined) {
  if (screen === undefined) return undefined;
  const { size, open, draws, cursor, skipped, revision } = screen;
  expect(revision).toBeTypeOf('number');
  const rows = Array.from({ length: size.rows }, (_, y) => screen.row(y));
  return { size, open, draws, cursor, skipped, rows, inverted: cursor && screen.row(cursor.y, cursor.x) };
}

describe('A dashboard elsewhere', () => {
  it('gets the same as the one beside the watchdog, whatever happens', async () => {
    await using both = await Both.open();
    const { stage } = both;
    expect((await both.agree()).processes.map(({ state }) => state)).toEqual(['stopped', 'stopped']);

    stage.inspector.rows = [{ pid: 1000, parent: 1, program: 'api', runState: 'S', ports: [3000] }];
    await stage.start('api');
    both.child('api').print('one\ntwo\nhalf a li');
    await eventually(() => expect(both.embedded.details('api')?.tree).toHaveLength(1));
    const up = await both.agree();
    expect(up.processes[0]).toMatchObject({ state: 'running', pid: 1000 });
    expect(up.each[0]?.details).toMatchObject({ tree: [{ ports: [3000] }], dependents: [{ name: 'app' }] });
    expect(up.each[0]?.log).toMatchObject({ lines: expect.arrayContaining([expect.objectContaining({ text: 'half a li' })]) });

    both.child('api').print('ne\nthree\n');
    await stage.crash(7);
    const down = await both.agree();
    expect(down.processes[0]).toMatchObject({ state: 'backoff', exit: { code: 7 } });
    expect(down.each[0]?.crashes).toMatchObject([
      { words: 'exit code 7', lines: [{ text: 'one' }, {}, { text: 'half a line' }, {}] },
    ]);
    expect(down.events.map(({ event }) => event)).toContain('exited');

    await stage.advance(1000);
    await stage.start('app');
    both.child('app').print('\x1b[?1049h\x1b[2J\x1b[2;3H\x1b[1;31mred\x1b[0m 界\x1b[5;9H');
    await eventually(() => expect(both.embedded.screen('app')?.draws).toBe(true));
    const drawn = (await both.agree()).each[1]!.screen!;
    expect(drawn).toMatchObject({ open: true, draws: true, cursor: { x: 8, y: 4 }, size: { columns: 80, rows: 24 } });
    expect(drawn.rows[1]).toContain('\x1b[31mred\x1b[0m 界');

    both.child('app').print('\x1b[?25l\x1b[2;3Hgreen');
    await eventually(() => expect(both.embedded.screen('app')?.cursor).toBeUndefined());
    expect((await both.agree()).each[1]?.screen?.rows[1]).toContain('green');

    both.child('app').exit({ code: 0 });
    await stage.advance(0);
    expect((await both.agree()).each[1]?.screen).toMatchObject({ open: false, draws: false });
  });

  it('is notified of processes that come and go by a reload', async () => {
    await using both = await Both.open();
    await both.agree();
    const { watchdog } = both.stage;
    watchdog.register({ name: 'late', command: 'late', tty: true });
    await both.stage.start('late');
    expect((await both.agree()).processes.map(({ name }) => name)).toEqual(['api', 'app', 'late']);
    await eventually(() => expect(pictureOf(both.remote.screen('late'))).toEqual(pictureOf(both.embedded.screen('late'))));
    watchdog.reload([]);
    await settle();
    both.child('late').exit({ signal: 'SIGTERM' });
    await both.stage.advance(0);
    const none = await both.agree();
    expect([none.processes, none.each[1]]).toEqual([
      [],
      { details: undefined, crashes: [], log: { first: 0, next: 0, lines: [], part: [] }, screen: undefined },
    ]);
  });

  it('asks for nothing while nothing is asked of it, and leaves nothing behind', async () => {
    await using both = await Both.open();
    await both.agree();
    both.remote.leave();
    await both.remote.ended;
    await eventually(() => expect(both.control.listeners).toBe(0));
  });
});

describe.each(['embedded', 'remote'] as const)('The %s source of a dashboard', (which) => {
  it('carries actions out and says what became of them, and never rejects', async () => {
    await using both = await Both.open();
    const { stage } = both;
    const source = both.source(which);
    stage.spawner.onSpawn = (child) => child.spec.command === 'api' && child.print('hello\n');
    expect(await source.act('start', ['api'])).toMatchObject([{ ok: true, text: 'api started, pid 1000' }]);
    expect(await source.act('start', ['api'])).toMatchObject([{ ok: true, text: 'api is running already' }]);
    const killed = source.act('kill', ['api']);
    await eventually(() => expect(both.child('api').signals).toContain('SIGKILL'));
    both.child('api').exit({ signal: 'SIGKILL' });
    expect(await killed).toMatchObject([{ ok: true, text: 'api killed' }]);
    expect(await source.act('stop', ['api'])).toMatchObject([{ ok: true, text: 'api was not running' }]);
    expect(await source.act('reset', ['api'])).toMatchObject([{ ok: true, text: 'api: circuit and counts reset' }]);
    stage.spawner.missing.add('api');
    expect(await source.act('restart', ['api'])).toMatchObject([
      { ok: false, text: expect.stringContaining('command not found: api') },
    ]);
    expect(await source.act('start', ['nobody'])).toMatchObject([{ ok: false, text: expect.stringContaining('nobody') }]);
    const waits = await source.act('start', ['app']);
    expect(waits).toMatchObject([{ ok: false, text: expect.stringContaining('api') }]);
  });

  it('gives the same arrays and rows as long as nothing changed', async () => {
    await using both = await Both.open();
    const source = both.source(which);
    await both.stage.start('api');
    await both.stage.crash(1);
    await both.agree();
    const [processes, events, crashes] = [source.processes(), source.events(), source.crashes('api')];
    both.child('api').print('a line more');
    await both.agree();
    expect(
      [source.processes(), source.events(), source.crashes('api')].map((each, at) => each === [processes, events, crashes][at]),
    ).toEqual([true, true, true]);
    await both.stage.advance(1000);
    await both.agree();
    const [api] = source.processes();
    await both.stage.start('app');
    await both.agree();
    expect([source.processes() === processes, source.processes()[0] === api]).toEqual([false, true]);
  });

  it('reports changes until it is unsubscribed', async () => {
    await using both = await Both.open();
    const source = both.source(which);
    let told = 0;
    const stop = source.subscribe(() => {
      told += 1;
    });
    await both.stage.start('api');
    await eventually(() => {
      both.stage.clock.advance(100);
      expect(source.processes()[0]?.state).toBe('running');
      expect(told).toBeGreaterThan(0);
    });
    stop();
    const before = told;
    await both.stage.crash(1);
    both.stage.clock.advance(100);
    await eventually(() => expect(source.processes()[0]?.state).toBe('backoff'));
    expect(told).toBe(before);
  });

  it('types into a terminal in order, gives it its size, and does nothing where there is none', async () => {
    await using both = await Both.open();
    const source = both.source(which);
    await both.stage.start('api');
    await both.stage.start('app');
    await both.agree();
    for (const name of names) {
      source.resizeScreen(name, { columns: 100, rows: 30 });
      for (const text of 'hello') source.type(name, [{ text, pasted: false }]);
    }
    const app = both.child('app');
    await eventually(() => expect(app.typed.join('')).toBe('hello'));
    expect(app.sizes).toEqual([{ columns: 100, rows: 30 }]);
    expect(both.child('api').typed).toEqual([]);
    expect((await both.agree()).each[1]?.screen?.size).toEqual({ columns: 100, rows: 30 });
  });

  it('gives a terminal its size once, and again when the user types here after another gave it theirs', async () => {
    await using both = await Both.open();
    const source = both.source(which);
    const [own, others] = [
      { columns: 100, rows: 30 },
      { columns: 60, rows: 20 },
    ];
    await both.stage.start('api');
    await both.stage.start('app');
    const terminal = both.stage.watchdog.terminal('app')!;
    await both.agree();
    source.resizeScreen('app', own);
    await eventually(() => expect(terminal.size).toEqual(own));
    terminal.resize(others);
    await both.agree();
    source.resizeScreen('app', own);
    await both.agree();
    expect(source.screen('app')?.size).toEqual(others);
    source.type('app', [{ text: 'x', pasted: false }]);
    await eventually(() => expect(both.child('app').typed).toEqual(['x']));
    expect(terminal.size).toEqual(own);
  });
});
