import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bootId } from '../../src/adapters/proc/birth.js';
import { whyLines } from '../../src/cli/commands/why.js';
import { ControlServer } from '../../src/control/server.js';
import { EventHistory } from '../../src/supervisor/events/history.js';
import { isAlive, startTime } from '../fixtures/alive.js';
import { eventually } from '../fixtures/eventually.js';
import { PuppetStage } from '../fixtures/puppet.js';
import { settle } from '../ports/fake-spawner.js';
import { sampleMember } from '../ports/fake-usage-sampler.js';
import { ControlStage } from './control-stage.js';

const documented = readFileSync(new URL('documented-status.json', import.meta.url), 'utf8');

describe('the control socket', () => {
  it('is closed to other users: mode 0600 in a folder of mode 0700', async () => {
    await using control = await ControlStage.open();
    expect(statSync(control.path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(control.path)).mode & 0o777).toBe(0o700);
  });

  it('replaces what a killed run left, but nothing that answers', async () => {
    await using control = new ControlStage();
    await using other = await ControlStage.open();
    // A file at its place is what remains of a socket whose program was killed: connecting is refused.
    mkdirSync(dirname(control.path), { recursive: true });
    writeFileSync(control.path, '');
    await control.listen();
    expect(await control.client.status([])).toEqual([]);

    const { watchdog, clock } = control.stage;
    const second = ControlServer.listen(other.path, {
      watchdog,
      clock,
      project: 'shop',
      isEnding: () => false,
      onProblem: () => () => {},
      history: new EventHistory(watchdog, clock),
      reload: () => ({ ok: true, text: '' }),
      scale: async () => ({ ok: true, text: '' }),
      onDown: () => {},
    });
    await expect(second).rejects.toThrow(`another watchdog answers at ${other.path}`);
    expect(await other.client.status([])).toEqual([]);
  });

  it('is gone when the server is', async () => {
    const control = await ControlStage.open();
    await control.server[Symbol.asyncDispose]();
    expect(statSync(control.path, { throwIfNoEntry: false })).toBeUndefined();
    await expect(control.client.status([])).rejects.toMatchObject({ code: 'NOT_RUNNING', exitCode: 69 });
    await control[Symbol.asyncDispose]();
  });
});

describe('status', () => {
  it('says what a process uses, measured for the request', async () => {
    await using control = await ControlStage.open();
    const { stage, client } = control;
    stage.register({});
    await stage.start();
    stage.usage.table.set('api', [sampleMember({ ageMs: 1000, cpuMs: 15, memory: 52_428_800 })]);
    stage.usage.portsOf.set('api', [3000]);
    expect(stage.usage.passes).toEqual([]);
    expect(await client.status([])).toMatchObject([{ cpu: 1.5, memory: 52_428_800, ports: [3000] }]);
  });

  it('is the documented document, key for key', async () => {
    await using control = await ControlStage.open();
    const { watchdog } = control.stage;
    watchdog
      .register({ name: 'db', command: 'db' })
      .register({ name: 'api', command: 'api', dependsOn: ['db'], restartDelay: 0 });
    await control.stage.start('db');
    await control.stage.start('api');
    control.stage.spawner.last.exit({ code: 1 });
    await control.stage.advance(0);
    const [, api] = await control.client.status([]);
    const shape = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([key, inner]) => [key, shape(inner)])
        : null;
    expect(shape(api)).toEqual(shape(JSON.parse(documented)));
    expect(api).toMatchObject({ name: 'api', cpu: null, memory: null, ports: [], dependsOn: ['db'], exit: { code: 1 } });
  });

  it('comes in the order of the file, whatever was asked first, numbers as names included', async () => {
    await using control = await ControlStage.open();
    for (const name of ['b', '2', 'a', '1']) control.stage.watchdog.register({ name, command: 'x' });
    expect((await control.client.status([])).map(({ name }) => name)).toEqual(['b', '2', 'a', '1']);
    expect((await control.client.status(['1', 'b', '1'])).map(({ name }) => name)).toEqual(['b', '1']);
  });

  it('of an unknown name is refused with the nearest', async () => {
    await using control = await ControlStage.open();
    control.stage.register();
    const refused = {
      code: 'PROCESS_UNKNOWN',
      exitCode: 64,
      message: 'no process is called "apj"; did you mean "api"?',
    };
    await expect(control.client.status(['apj'])).rejects.toMatchObject(refused);
    const empty = { exitCode: 64, message: 'no process is called ""; there are api' };
    await expect(control.client.status([''])).rejects.toMatchObject(empty);
    await expect(control.client.act({ action: 'stop', names: [''] })).rejects.toMatchObject(empty);
    await expect(control.client.why('')).rejects.toMatchObject(empty);
    expect(await control.ask('GET', '/v1/status?name=worker')).toEqual({
      status: 404,
      body: { error: { code: 'PROCESS_UNKNOWN', message: 'no process is called "worker"; there are api' } },
    });
  });
});

describe('an action', () => {
  it('is answered with its outcome: running, then gone', async () => {
    await using control = await ControlStage.open();
    control.stage.register();
    control.stage.spawner.onSpawn = (child) => {
      child.signal = () => queueMicrotask(() => child.exit({ code: 0 }));
    };
    const act = (action: 'start' | 'stop' | 'restart' | 'kill') => control.client.act({ action, names: ['api'] });
    expect(await act('start')).toEqual([{ name: 'api', ok: true, text: 'api started, pid 1000' }]);
    expect(await act('start')).toEqual([{ name: 'api', ok: true, text: 'api is running already' }]);
    expect(await act('restart')).toEqual([{ name: 'api', ok: true, text: 'api restarted, pid 1001' }]);
    expect(await act('stop')).toEqual([{ name: 'api', ok: true, text: 'api stopped' }]);
    expect(await act('kill')).toEqual([{ name: 'api', ok: true, text: 'api was not running' }]);
  });

  it('is reported as that of the client by the name that it gives itself, plain and short', async () => {
    await using control = await ControlStage.open();
    control.stage.register();
    control.stage.spawner.onSpawn = (child) => {
      child.signal = () => queueMicrotask(() => child.exit({ code: 0 }));
    };
    for (const [client, by] of [
      ['x'.repeat(100), `client:${'x'.repeat(40)}`],
      ['\x1b[31mred\x1b[0m\ttea', 'client:red tea'],
      ['\u200b', 'client:client'],
    ] as const) {
      await control.stage.start();
      expect(await control.client.act({ action: 'stop', names: ['api'], client })).toMatchObject([{ ok: true }]);
      expect(control.stage.status.exit).toMatchObject({ by });
    }
  });

  it('waits for the health check, and for what the process depends on', async () => {
    await using control = await ControlStage.open();
    control.stage.watchdog
      .register({ name: 'db', command: 'db', healthCheck: { http: 'http://localhost:1' } })
      .register({ name: 'api', command: 'api', dependsOn: ['db'] });
    let isOver = false;
    const outcome = control.client.act({ action: 'start', names: ['api'] }).finally(() => {
      isOver = true;
    });
    await eventually(() => expect(control.stage.probes.pending).toHaveLength(1));
    expect(isOver).toBe(false);
    control.stage.probes.pending[0]!.answer({ ok: true, message: 'HTTP 200' });
    expect(await outcome).toEqual([{ name: 'api', ok: true, text: 'api started, pid 1001' }]);
    expect(await control.client.act({ action: 'start', names: ['db'] })).toMatchObject([{ ok: true }]);
  });

  it('that fails says why', async () => {
    await using control = await ControlStage.open();
    control.stage.register({ circuit: { threshold: 1 } });
    control.stage.watchdog.register({ name: 'typo', command: 'tpyo' });
    control.stage.spawner.missing.add('tpyo');
    const outcomes = await control.client.act({ action: 'start', all: true });
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, false]);
    expect(outcomes[1]!.text).toBe('typo did not start: command not found: tpyo (ENOENT)');

    control.stage.spawner.children[0]!.exit({ code: 1 });
    await settle();
    expect(await control.client.act({ action: 'start', names: ['api'] })).toEqual([
      { name: 'api', ok: false, text: expect.stringMatching(/^api: circuit open, trial in .*; watchdog reset api resets it$/) },
    ]);
    expect(await control.client.act({ action: 'reset', names: ['api'] })).toMatchObject([
      { ok: true, text: expect.stringMatching(/^api reset and started, pid \d+$/) },
    ]);
  });

  it('on several end dependents before what they depend on, and start the other way round', async () => {
    await using control = await ControlStage.open();
    const { stage } = control;
    stage.register({ name: 'db' });
    stage.register({ name: 'api', dependsOn: { db: 'started' } });
    const order: string[] = [];
    stage.watchdog.on('exited', ({ name }) => order.push(`${name} ended`));
    stage.watchdog.on('started', ({ name }) => order.push(`${name} started`));
    const spawn = stage.spawner.spawn.bind(stage.spawner);
    stage.spawner.spawn = (spec, events) => {
      const child = spawn(spec, events);
      child.signal = (signal) => queueMicrotask(() => child.alive && child.exit({ signal }));
      return child;
    };
    await control.client.act({ action: 'start', all: true });
    await control.client.act({ action: 'restart', all: true });
    await control.client.act({ action: 'stop', all: true });
    const [up, down] = [
      ['db started', 'api started'],
      ['api ended', 'db ended'],
    ];
    expect(order).toEqual([...up, ...down, ...up, ...down]);
  });

  it('given twenty times at once leaves one child and no error', async () => {
    await using control = await ControlStage.open();
    control.stage.register();
    control.stage.spawner.onSpawn = (child) => {
      child.signal = () => queueMicrotask(() => child.exit({ code: 0 }));
    };
    await control.stage.start();
    const all = await Promise.all(Array.from({ length: 20 }, () => control.client.act({ action: 'restart', names: ['api'] })));
    expect(all.flat().every(({ ok }) => ok)).toBe(true);
    expect(control.stage.spawner.living).toHaveLength(1);
  });

  it('goes on when the one who asked is gone', async () => {
    await using control = await ControlStage.open();
    control.stage.register();
    await control.stage.start();
    const socket = await control.raw();
    const body = JSON.stringify({ action: 'stop', names: ['api'] });
    socket.write(`POST /v1/actions HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    await once(control.stage.watchdog, 'state');
    socket.destroy();
    control.stage.spawner.last.exit({ code: 0 });
    await settle();
    expect(control.stage.status.state).toBe('stopped');
  });
});

describe('wait', () => {
  it('is answered when the condition holds, and not before', async () => {
    await using control = await ControlStage.open();
    control.stage.register({ healthCheck: { http: 'http://localhost:1' } });
    const never = new AbortController().signal;
    let isOver = false;
    const healthy = control.client.wait(['api'], 'healthy', never).finally(() => {
      isOver = true;
    });
    await control.stage.start();
    expect(await control.client.wait(['api'], 'running', never)).toBe(true);
    expect(isOver).toBe(false);
    control.stage.probes.pending[0]!.answer({ ok: true, message: 'HTTP 200' });
    expect(await healthy).toBe(true);
    const stopped = control.client.wait(['api'], 'stopped', never);
    const stop = control.client.act({ action: 'stop', names: ['api'] });
    await once(control.stage.watchdog, 'state');
    control.stage.spawner.last.exit({ code: 0 });
    expect(await stopped).toBe(true);
    await stop;
  });

  it('counts a process without a check as healthy once it runs, and one that ended well as completed', async () => {
    await using control = await ControlStage.open();
    control.stage.register({ autoRestart: false });
    await control.stage.start();
    const never = new AbortController().signal;
    expect(await control.client.wait(['api'], 'healthy', never)).toBe(true);
    await control.stage.crash(0);
    expect(await control.client.wait(['api'], 'completed', never)).toBe(true);
  });

  it('that is given up leaves no listener', async () => {
    await using control = await ControlStage.open();
    control.stage.register();
    const abort = new AbortController();
    const waiting = control.client.wait(['api'], 'running', abort.signal);
    await eventually(() => expect(control.listeners).toBe(1));
    abort.abort();
    expect(await waiting).toBe(false);
    await eventually(() => expect(control.listeners).toBe(0));
  });
});

describe('why', () => {
  it('has the dependencies and the last exits, the newest first', async () => {
    await using control = await ControlStage.open();
    const { watchdog } = control.stage;
    watchdog
      .register({ name: 'db', command: 'db' })
      .register({ name: 'api', command: 'api', dependsOn: ['db'], restartDelay: 1 });
    await control.stage.start('db');
    await control.stage.start('api');
    await control.stage.crash(1);
    await control.stage.advance(1);
    control.stage.spawner.last.exit({ signal: 'SIGSEGV' });
    await settle();
    const { status, dependencies, exits } = await control.client.why('api');
    expect(status).toMatchObject({ name: 'api', state: 'backoff', reason: expect.stringContaining('SIGSEGV') });
    expect(dependencies).toEqual([{ name: 'db', state: 'running', health: 'none', reason: expect.stringContaining('running') }]);
    expect(exits.map(({ code, signal }) => signal ?? code)).toEqual(['SIGSEGV', 1]);
  });

  it('says what the last death probably comes from, and not once it has ended as wanted', async () => {
    await using control = await ControlStage.open();
    const { stage } = control;
    stage.register();
    await stage.start();
    stage.spawner.last.events.output('stderr', Buffer.from('DATABASE_URL is not set\n'));
    await stage.crash(1);
    const died = await control.client.why('api');
    expect(died.cause).toBe('the variable DATABASE_URL is not set; set it under env:, or in a file named under envFile:');
    expect(whyLines(died, stage.clock.wallTime())).toContain(`  likely cause  ${died.cause}`);
    await stage.advance(2000);
    void stage.watchdog.stop('api');
    await stage.crash(0);
    expect((await control.client.why('api')).cause).toBeNull();
  });

  it('hints at the buffer of a program from which nothing comes, until something does', async () => {
    await using control = await ControlStage.open();
    const { stage } = control;
    stage.register({ command: 'tail -f a | grep x', shell: true });
    await stage.start();
    await stage.advance(19_000);
    expect((await control.client.why('api')).hint).toBeNull();
    await stage.advance(1000);
    const silent = await control.client.why('api');
    expect(silent.hint).toBe('no output for 20s; grep keeps what it prints into a pipe: tty: true shows it at once');
    expect(whyLines(silent, stage.clock.wallTime())).toContain(`  output        ${silent.hint}`);
    stage.spawner.last.events.output('stdout', Buffer.from('x\n'));
    expect((await control.client.why('api')).hint).toBeNull();
  });

  it('says exits in words that the user understands', async () => {
    await using control = await ControlStage.open();
    control.stage.register();
    await control.stage.start();
    await control.stage.crash(137);
    const lines = whyLines(await control.client.why('api'), control.stage.clock.wallTime());
    expect(lines).toContain('  last exits    exit code 137: SIGKILL, perhaps out of memory, 0s ago');
  });
});

describe('events', () => {
  it('come with their time, those that were before first, then those to come', async () => {
    await using control = await ControlStage.open();
    control.stage.register();
    const events = control.client.events(true);
    expect((await events.next()).value).toEqual({
      event: 'event',
      data: { seq: 0, at: control.stage.clock.wallTime(), event: 'registered', name: 'api' },
    });
    await control.stage.start();
    const names: unknown[] = [];
    for await (const { data } of events) {
      names.push('event' in data ? data.event : undefined);
      if (names.at(-1) === 'started') break;
    }
    expect(names).toEqual(['starting', 'state', 'started']);
  });

  it('end with what there is without follow, errors in words', async () => {
    await using control = await ControlStage.open();
    control.stage.register();
    control.stage.spawner.missing.add('api');
    await control.stage.start();
    const seen: unknown[] = [];
    for await (const { data } of control.client.events(false)) seen.push(data);
    expect(seen).toContainEqual(expect.objectContaining({ event: 'error', error: 'command not found: api (ENOENT)' }));
  });
});

describe('down', () => {
  it('asks for the end once, and reports to all who asked what came of it', async () => {
    await using control = await ControlStage.open();
    const both = [control.client.down(), control.client.down()];
    await eventually(() => expect(control.downs).toBe(1));
    await control.client.status([]); // The second has arrived as well.
    const gone = { pid: 7, startTime: -1, bootId: 'another boot' };
    const report = { stopped: ['api'], killed: [], left: [{ name: 'db', pid: 7 }], watchdog: gone };
    control.server.end(report);
    expect(statSync(control.path, { throwIfNoEntry: false })).toBeUndefined();
    await control.server[Symbol.asyncDispose]();
    expect(await Promise.all(both)).toEqual([report, report]);
    expect(control.downs).toBe(1);
  });

  it('returns only when the program itself is gone, which is later than the end of the connection', async () => {
    await using puppets = await PuppetStage.open();
    await using control = await ControlStage.open();
    spawn(puppets.command, puppets.args, { stdio: 'ignore' });
    const program = await puppets.next();
    const order: string[] = [];
    const watchdog = { pid: program.pid, startTime: Number(startTime(program.pid)), bootId: bootId() };
    const down = control.client.down().then(() => order.push('down'));
    await eventually(() => expect(control.downs).toBe(1));
    control.server.end({ stopped: [], killed: [], left: [], watchdog });
    await control.server[Symbol.asyncDispose]();
    for (let turn = 0; turn < 20; turn += 1) await program.print('still here\n');
    order.push('exit');
    await program.exit(0);
    await down;
    expect(order).toEqual(['exit', 'down']);
    expect(isAlive(program.pid)).toBe(false);
  });
});

describe('the terminal of a process', () => {
  it('is typed into and resized, and says when it is not there', async () => {
    await using control = await ControlStage.open();
    control.stage.register({ tty: true });
    const type = '{"name":"api","parts":[{"text":"ls\\r","pasted":false},{"text":"x","pasted":true}]}';
    expect(await control.ask('POST', '/v1/type', type)).toEqual({ status: 200, body: { typed: false } });
    await control.stage.start();
    expect(await control.ask('POST', '/v1/type', type)).toEqual({ status: 200, body: { typed: true } });
    const resized = await control.ask('POST', '/v1/resize', '{"name":"api","columns":100,"rows":30}');
    expect(resized).toEqual({ status: 200, body: { columns: 100, rows: 30 } });
    expect([control.stage.spawner.last.typed.join(''), control.stage.spawner.last.sizes]).toEqual([
      'ls\rx',
      [{ columns: 100, rows: 30 }],
    ]);
  });

  it('is sent first as a whole, then by the rows that changed, until the process has none any more', async () => {
    await using control = await ControlStage.open();
    control.stage.register({ tty: true });
    await control.stage.start();
    const gone = new AbortController();
    const pictures = control.client.terminal('api', gone.signal);
    const first = (await pictures.next()).value;
    expect(first).toMatchObject({ event: 'terminal', data: { size: { columns: 80, rows: 24 }, skipped: 0 } });
    expect(Object.keys(first.data.rows)).toHaveLength(24);
    control.stage.spawner.last.print('\x1b[3;1Hhello');
    let next = (await pictures.next()).value;
    while (Object.keys(next.data.rows).length === 0) next = (await pictures.next()).value;
    expect([Object.keys(next.data.rows), next.data.rows[2]?.trimEnd(), next.data.cursor]).toEqual([
      ['2'],
      'hello',
      { x: 5, y: 2 },
    ]);
    control.stage.watchdog.reload([]);
    await settle();
    control.stage.spawner.last.exit({ signal: 'SIGTERM' });
    await control.stage.advance(0);
    const rest = [];
    for await (const picture of pictures) rest.push(picture);
    expect(rest.length).toBeLessThanOrEqual(1);
    await eventually(() => expect(control.listeners).toBe(0));
  });
});

describe('the details of a process', () => {
  it('hold its tree as it was at most two seconds ago, however many ask', async () => {
    await using control = await ControlStage.open();
    const { stage, client } = control;
    stage.register();
    await stage.start();
    let looks = 0;
    stage.inspector.tree = async () => {
      looks += 1;
      return [{ pid: 1000, parent: 1, program: 'api', runState: 'S', ports: [looks] }];
    };
    const asked = await Promise.all(Array.from({ length: 20 }, () => client.details('api')));
    expect(asked.map(({ tree }) => tree?.[0]?.ports)).toEqual(Array(20).fill([1]));
    stage.clock.advance(2000);
    expect([(await client.details('api')).tree?.[0]?.ports, looks]).toEqual([[2], 2]);
  });

  it('are refused for a name that is not known, as its crashes are', async () => {
    await using control = await ControlStage.open();
    control.stage.register();
    for (const ask of ['details', 'crashes'] as const) {
      await expect(control.client[ask]('apii')).rejects.toMatchObject({
        code: 'PROCESS_UNKNOWN',
        message: expect.stringContaining('did you mean "api"?'),
      });
    }
  });
});

describe('a request that is wrong', () => {
  const cases: readonly (readonly [method: string, path: string, body: string | undefined, status: number, says: string])[] = [
    ['GET', '/', undefined, 404, 'nothing is served at /; there are /v1/status'],
    ['GET', '/v2/status', undefined, 404, 'nothing is served at /v2/status'],
    ['GET', '/constructor', undefined, 404, 'nothing is served'],
    ['DELETE', '/v1/status', undefined, 405, '/v1/status takes GET, not DELETE'],
    ['GET', '/v1/status?__proto__=api', undefined, 400, '__proto__'],
    ['GET', '/v1/status?constructor=api', undefined, 400, 'constructor'],
    ['GET', '/v1/status?nam=api', undefined, 400, 'nam'],
    ['GET', '/v1/logs?n=-1', undefined, 400, 'n: must be a whole number'],
    ['GET', '/v1/logs?n=1&n=2', undefined, 400, 'n: given 2 times'],
    ['GET', '/v1/wait?name=api&for=luck', undefined, 400, 'for: '],
    ['GET', '/v1/why?name=a&name=b', undefined, 400, 'name: '],
    ['POST', '/v1/actions', '{"action":', 400, 'the body is not JSON'],
    ['POST', '/v1/actions', '{"action":"explode","names":["api"]}', 400, ''],
    ['POST', '/v1/actions', '{"action":"stop","names":["api"],"all":true}', 400, ''],
    ['POST', '/v1/actions', '{"action":"stop","names":[]}', 400, ''],
    [
      'POST',
      '/v1/actions',
      JSON.stringify({ action: 'stop', names: ['x'.repeat(70_000)] }),
      413,
      'the body has more than 65536 bytes',
    ],
    ['POST', '/v1/down', '{"force":true}', 400, ''],
    ['POST', '/v1/down?force=true', undefined, 400, 'force'],
    ['POST', '/v1/reload?__proto__=1', undefined, 400, '__proto__'],
    ['POST', '/v1/read-logs?names=api', undefined, 400, 'names'],
    ['POST', '/v1/actions?all=true', '{"action":"stop","names":["api"]}', 400, 'all'],
    ['GET', '/v1/details', undefined, 400, 'name: '],
    ['GET', '/v1/crashes?name=a&name=b', undefined, 400, 'name: '],
    ['GET', '/v1/terminal?name=api', undefined, 400, 'api has no terminal; tty: true gives it one'],
    ['POST', '/v1/type', '{"name":"api","parts":[]}', 400, 'api has no terminal'],
    ['POST', '/v1/type', '{"name":"api","parts":[{"text":"x"}]}', 400, 'parts.0.pasted: '],
    ['POST', '/v1/resize', '{"name":"api","columns":80,"rows":24}', 400, 'api has no terminal'],
    ['POST', '/v1/resize', '{"name":"api","columns":100000,"rows":24}', 400, 'columns: '],
    ['POST', '/v1/resize', '{"name":"api","columns":80,"rows":0.5}', 400, 'rows: '],
  ];

  it.each(cases)('%s %s is refused in words', async (method, path, body, status, says) => {
    await using control = await ControlStage.open();
    control.stage.register();
    const answer = await control.ask(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body.error.code).toBe('USAGE');
    expect(answer.body.error.message).toContain(says);
    expect(control.downs).toBe(0);
  });
});

it('a server of another kind at the place of the socket is not mistaken for a watchdog', async () => {
  await using control = new ControlStage();
  mkdirSync(dirname(control.path), { recursive: true });
  const stranger = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi')).listen(control.path);
  await once(stranger, 'listening');
  await expect(control.client.status([])).rejects.toMatchObject({ code: 'NOT_RUNNING' });
  stranger.close();
});
