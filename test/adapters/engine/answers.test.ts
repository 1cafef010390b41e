import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readInspected, readList, readUsage } from '../../../src/adapters/engine/answers.js';
import { JsonLines, readEvent } from '../../../src/adapters/engine/events.js';
import type { EngineEvent } from '../../../src/ports/container-engine.js';

const recorded = (name: string): string => readFileSync(new URL(`../../fixtures/engines/${name}`, import.meta.url), 'utf8');

function eventsIn(name: string): readonly EngineEvent[] {
  return new JsonLines().take(Buffer.from(recorded(name))).flatMap((document) => readEvent(document) ?? []);
}

describe('the events of Docker, as recorded', () => {
  it('are those that matter, in order, without what its health check does inside', () => {
    const words = eventsIn('docker-events.ndjson').filter(({ word }) => word !== 'other');
    expect(words.map(({ word, exitCode }) => `${word} ${exitCode}`)).toEqual([
      ...['kill null', 'kill null', 'die 137', 'stop null'], // docker stop
      'die 137', // kill -9 of the main process
      ...['kill null', 'die 137'], // docker kill
    ]);
    expect(eventsIn('docker-events.ndjson').every(({ name }) => name === 'd2')).toBe(true);
    expect(eventsIn('docker-events.ndjson').filter(({ word }) => word === 'other')).toHaveLength(6);
  });

  it('carry times that can be compared with those of a container', () => {
    const { at } = eventsIn('docker-events.ndjson')[0]!;
    expect(new Date(at).toISOString()).toMatch(/^2026-11-24T00:09:4/);
  });
});

describe('the events of Podman, as recorded', () => {
  it('show a stop by a second cleanup, a crash by one, and a stop of its own API sometimes by name', () => {
    const words = eventsIn('podman-events.ndjson').filter(({ word }) => word !== 'other');
    expect(words.map(({ word }) => word)).toEqual([
      ...['die', 'cleanup', 'cleanup'], // podman stop, which had to kill
      ...['die', 'cleanup'], // kill -9 of the main process
      ...['kill', 'die', 'cleanup'], // podman kill
      ...['stop', 'die', 'cleanup', 'cleanup'], // podman stop
    ]);
    expect(words.find(({ word }) => word === 'die')).toMatchObject({ name: 'p2', exitCode: 137, ends: true });
  });

  it('with whole seconds only are not taken for earlier than a start in the same second', () => {
    const event = readEvent({ Type: 'container', Action: 'died', Actor: { ID: 'a', Attributes: { name: 'x' } }, time: 1000 });
    expect(event).toMatchObject({ word: 'die', at: 1_000_999, exitCode: null });
  });
});

describe('an event', () => {
  it.each([
    ['15', true],
    ['SIGKILL', true],
    ['1', false],
    ['SIGUSR1', false],
    ['', true],
  ])('with signal %j ends the container: %s', (signal, ends) => {
    const Actor = { ID: 'a', Attributes: { name: 'x', signal } };
    expect(readEvent({ Type: 'container', Action: 'kill', Actor })?.ends).toBe(ends);
  });

  it.each([null, 7, {}, { Type: 'image', Action: 'pull', id: 'a' }, { Type: 'container', Action: 'exec_die', id: 'a' }])(
    '%j is none',
    (document) => {
      expect(readEvent(document)).toBeUndefined();
    },
  );

  it('is found also where the stream cuts it, within a character too', () => {
    const bytes = Buffer.from('{"a":"é"}\n{"b":1}\nnonsense\n{"c":');
    const lines = new JsonLines();
    const found = [...bytes].flatMap((byte) => lines.take(Buffer.from([byte])));
    expect(found).toEqual([{ a: 'é' }, { b: 1 }]);
  });
});

describe('a container', () => {
  it('of Docker is read with its health, its own check and its times', () => {
    expect(readInspected(recorded('docker-inspect.json'))).toMatchObject({
      containerName: 'd2',
      running: true,
      paused: false,
      restarting: false,
      health: 'pending',
      everChecked: true,
      ownRestart: null,
      tty: false,
      startedAt: Date.parse('2026-11-24T00:09:49.053Z'),
      finishedAt: Date.parse('2026-11-24T00:09:48.283Z'),
    });
  });

  it("of Docker is read with the last answers to its own check, in the check's last words", () => {
    const { checks } = readInspected(recorded('docker-inspect.json'));
    expect(checks).toHaveLength(5);
    expect(checks[0]).toEqual({
      ok: false,
      message: "cat: can't open '/tmp/x': No such file or directory",
      at: Date.parse('2026-11-24T00:09:45.346Z'),
      latencyMs: 93,
    });
  });

  it('says whether a process in it was killed for want of memory, where its engine does', () => {
    const { Id, State } = JSON.parse(recorded('docker-inspect.json'));
    const read = (OOMKilled: unknown) => readInspected(JSON.stringify({ Id, State: { ...State, OOMKilled } })).oomKilled;
    expect([true, false, undefined, 'yes'].map(read)).toEqual([true, false, null, null]);
    expect(readEvent({ Type: 'container', Action: 'oom', Actor: { ID: 'a' }, timeNano: 2e18 })).toMatchObject({ word: 'oom' });
  });

  it('whose check prints nothing has its exit code, and one without a check no answers', () => {
    const Health = {
      Status: 'unhealthy',
      Log: [
        { ExitCode: 3, Output: ' \n' },
        { ExitCode: 0, Output: `a\n${'x'.repeat(300)}\n` },
      ],
    };
    const body = (Test: unknown) => JSON.stringify({ Id: 'a', State: { Health }, Config: { Healthcheck: { Test } } });
    expect(readInspected(body(['CMD', 'x'])).checks.map(({ message }) => message)).toEqual(['exit code 3', 'x'.repeat(200)]);
    expect(readInspected(body(['NONE'])).checks).toEqual([]);
  });

  it('of Podman without systemd shows that its check was never run', () => {
    expect(readInspected(recorded('podman-inspect.json'))).toMatchObject({
      containerName: 'p3',
      running: true,
      health: 'pending',
      everChecked: false,
      ownRestart: null,
    });
  });

  it('between two lives of its own restart policy is not running', () => {
    const State = { Running: true, Restarting: true, FinishedAt: '2026-01-01T00:00:00Z', StartedAt: '0001-01-01T00:00:00Z' };
    const body = JSON.stringify({ Id: 'a', Name: '/x', State, HostConfig: { RestartPolicy: { Name: 'always' } } });
    expect(readInspected(body)).toMatchObject({ running: false, restarting: true, ownRestart: 'always', startedAt: 0 });
  });

  it('that Podman is stopping still runs, though Podman says that it does not', () => {
    const stopping = JSON.stringify({ Id: 'a', State: { Status: 'stopping', Running: false, Pid: 7 } });
    expect(readInspected(stopping)).toMatchObject({ running: true, pid: 7 });
    expect(readList(JSON.stringify([{ Id: 'a', State: 'stopping' }]))).toMatchObject([{ state: 'running' }]);
  });

  it('has the ports under which it is reached here', () => {
    const Ports = {
      '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '8080' }],
      '53/udp': [{ HostIp: '', HostPort: '53' }],
      '9/tcp': null,
    };
    const body = JSON.stringify({ Id: 'a', NetworkSettings: { Ports } });
    expect(readInspected(body).ports).toEqual([{ host: 'localhost', port: 8080 }]);
    expect(readInspected(body).bindings).toEqual([
      { inside: '80/tcp', outside: ['0.0.0.0:8080'] },
      { inside: '53/udp', outside: ['0.0.0.0:53'] },
      { inside: '9/tcp', outside: [] },
    ]);
  });

  it.each(['docker-list.json', 'podman-list.json'])('is found in the list of %s by its exact name', (file) => {
    expect(readList(recorded(file))).toMatchObject([{ names: [file === 'docker-list.json' ? 'd2' : 'p3'], state: 'running' }]);
  });

  it('has its health in the list of Docker, and not in that of Podman', () => {
    expect(readList(recorded('docker-list.json'))[0]?.health).toBe('pending');
    expect(readList(recorded('podman-list.json'))[0]?.health).toBeUndefined();
  });

  it('is passed over in a list where it is none, and what is no list is no engine', () => {
    expect(readList('[null, {}, {"Id": "a", "Names": null}]')).toEqual([
      { id: 'a', names: [], state: '', health: undefined, ports: [] },
    ]);
    expect(() => readList('<html>')).toThrow('what answers there is not a container engine');
    expect(() => readList('{"message": "x"}')).toThrow('not a container engine');
    expect(() => readInspected('[]')).toThrow('cannot be read');
    expect(() => readInspected('{"Id":')).toThrow('cannot be read');
  });

  it('uses memory without the cache that can be given up', () => {
    const cpu_stats = { cpu_usage: { total_usage: 5_000_000 } };
    expect(readUsage(JSON.stringify({ cpu_stats, memory_stats: { usage: 100, stats: { inactive_file: 30 } } }))).toEqual({
      cpuMs: 5,
      memory: 70,
    });
    expect(readUsage('{}')).toBeUndefined();
  });
});
