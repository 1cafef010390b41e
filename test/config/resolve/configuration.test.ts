import { describe, expect, it } from 'vitest';
import { parse, parseApi } from '../config-text.js';

describe('a configuration', () => {
  it('fills in every default', () => {
    expect(parse('processes:\n  api:\n    command: npm start\n')).toEqual({
      name: 'shop',
      hooks: {},
      file: '/project/shop/watchdog.yaml',
      files: ['/project/shop/watchdog.yaml'],
      directory: '/project/shop',
      processes: [
        {
          name: 'api',
          command: 'npm start',
          args: [],
          shell: true,
          cwd: '/project/shop',
          env: {},
          stdin: 'open',
          tty: false,
          color: true,
          autoStart: true,
          profiles: [],
          active: true,
          dependsOn: [],
          group: null,
          hooks: {},
          schedule: null,
          watch: null,
          probes: [],
          policy: {
            restart: 'always',
            backoff: { initialMs: 1000, multiplier: 2, maxMs: 30_000, jitter: 0 },
            circuit: { threshold: 5, windowMs: 60_000, cooldownMs: 60_000, maxCooldownMs: 300_000, autoRetry: true },
            maxRestarts: -1,
            minUptimeMs: 10_000,
            successExitCodes: [0],
            fatalExitCodes: [],
            daemon: false,
            shell: true,
            stop: { signal: 'SIGTERM', graceMs: 10_000, byCommand: false, byKeys: false },
            memory: null,
            probes: [],
          },
          stop: { command: null, keys: null, scope: 'all' },
          ports: [],
          port: [],
          url: null,
          readsUrl: true,
          replica: null,
          logs: { lines: 10_000, file: true, maxBytes: 10_000_000, keep: 5 },
          deploy: { image: null },
        },
      ],
      replicas: new Map(),
      cgroups: true,
      theme: { base: 'auto' },
      keys: {},
      secrets: [],
      notify: { bell: true, desktop: true },
      secretValues: [],
      warnings: [],
      containers: null,
    });
  });

  it('takes every key', () => {
    const process = parseApi(`    command: node
    args: [server.js]
    cwd: ./api
    env: {PORT: "3000", OLD: null}
    shell: true
    stdin: closed
    color: false
    autoStart: false
    group: back end
    autoRestart: on-failure
    restartDelay: 500ms
    maxRestarts: 3
    backoff: {multiplier: 1.5, max: 1m, jitter: 0.5}
    circuit: {threshold: 2, window: 1h, cooldown: 2000, maxCooldown: 1.5m, autoRetry: false}
    minUptime: 0
    successExitCodes: [0, 143]
    daemon: false
    fatalExitCodes: [2]
    stop: {signal: SIGINT, grace: 1s, command: ./stop.sh, scope: group}
    memory: {max: 512MB, for: 5s}
    healthCheck: {exec: pg_isready, interval: 3s, timeout: 1s, threshold: 4, successThreshold: 2, startPeriod: 0, startInterval: 100}
`);
    expect(process).toMatchObject({
      args: ['server.js'],
      cwd: '/project/shop/api',
      env: { PORT: '3000', OLD: null },
      shell: true,
    });
    expect(process).toMatchObject({
      stdin: 'closed',
      color: false,
      autoStart: false,
      group: 'back end',
      probes: [{ kind: 'exec', command: 'pg_isready' }],
    });
    expect(process.stop).toEqual({ command: './stop.sh', keys: null, scope: 'group' });
    expect(process.policy).toEqual({
      restart: 'on-failure',
      backoff: { initialMs: 500, multiplier: 1.5, maxMs: 60_000, jitter: 0.5 },
      circuit: { threshold: 2, windowMs: 3_600_000, cooldownMs: 2000, maxCooldownMs: 90_000, autoRetry: false },
      maxRestarts: 3,
      minUptimeMs: 0,
      successExitCodes: [0, 143],
      fatalExitCodes: [2],
      daemon: false,
      shell: true,
      stop: { signal: 'SIGINT', graceMs: 1000, byCommand: true, byKeys: false },
      memory: { maxBytes: 512e6, forMs: 5000 },
      probes: [
        {
          id: 'health',
          readiness: true,
          liveness: true,
          awaits: null,
          intervalMs: 3000,
          timeoutMs: 1000,
          threshold: 4,
          successThreshold: 2,
          startPeriodMs: 0,
          startIntervalMs: 100,
        },
      ],
    });
  });

  const anyBody = { contains: null, matches: null, insecure: false, ca: null };

  it.each([
    ['http: "http://a/"', { kind: 'http', url: 'http://a/', method: 'GET', headers: {}, status: [[200, 399]], ...anyBody }],
    [
      'http: {url: "https://a", method: HEAD, headers: {x-a: b}, status: [200, "300-399"]}',
      {
        kind: 'http',
        url: 'https://a',
        method: 'HEAD',
        headers: { 'x-a': 'b' },
        status: [
          [200, 200],
          [300, 399],
        ],
        ...anyBody,
      },
    ],
    [
      'http: {url: "http://a", status: 204}',
      { kind: 'http', url: 'http://a', method: 'GET', headers: {}, status: [[204, 204]], ...anyBody },
    ],
  ])('reads the health check %s', (line, expected) => {
    expect(parseApi(`    command: x\n    healthCheck: {${line}}\n`).probes).toEqual([expected]);
  });

  it('runs a command without args in the shell, and one with args as it is', () => {
    expect(parseApi('    command: a b\n').shell).toBe(true);
    expect(parseApi('    command: a\n    args: []\n').shell).toBe(false);
    expect(parseApi('    command: a\n    shell: false\n').policy.shell).toBe(false);
  });

  it('lays the own environment over that of all, and passes a single $ as it is', () => {
    const { processes } = parse('env: {A: "1", B: "2"}\nprocesses: {a: {command: "echo $HOME", env: {B: null, C: "$X$$Y"}}}');
    expect(processes[0]!.env).toEqual({ A: '1', B: null, C: '$X$Y' });
    expect(processes[0]!.command).toBe('echo $HOME');
  });

  it('keeps the order of the file, also for names that are numbers', () => {
    const names = parse(
      'processes:\n  b: {command: x}\n  2: {command: x}\n  1: {command: x}\n  constructor: {command: x}\n',
    ).processes;
    expect(names.map((process) => process.name)).toEqual(['b', '2', '1', 'constructor']);
  });

  it('may have no processes, and a name of its own', () => {
    expect(parse('name: till\nprocesses: {}')).toMatchObject({ name: 'till', processes: [] });
  });

  it.each([
    ['999999', 999_999],
    ['500kB', 500_000],
    ['1.5MB', 1_500_000],
    ['"64 KiB"', 65_536],
    ['1GiB', 1_073_741_824],
  ])('reads the size %s', (written, maxBytes) => {
    expect(parseApi(`    command: x\n    logs: {maxSize: ${written}}\n`).logs.maxBytes).toBe(maxBytes);
  });

  it('fills what a process does not say of its logs from the defaults', () => {
    const text = 'defaults: {logs: {lines: 5, file: false}}\nprocesses: {a: {command: x, logs: {lines: 7, keep: 0}}}';
    expect(parse(text).processes[0]!.logs).toEqual({ lines: 7, file: false, maxBytes: 10_000_000, keep: 0 });
  });

  it('lets a longest wait that is not given grow with the first one', () => {
    const { policy } = parseApi('    command: x\n    restartDelay: 2m\n    circuit: {cooldown: 10m}\n');
    expect(policy).toMatchObject({ backoff: { maxMs: 120_000 }, circuit: { maxCooldownMs: 600_000 } });
  });

  it('lets a first wait that is not given shrink with the longest one', () => {
    const { policy } = parseApi('    command: x\n    backoff: {max: 500ms}\n    circuit: {maxCooldown: 10s}\n');
    expect(policy).toMatchObject({ backoff: { initialMs: 500 }, circuit: { cooldownMs: 10_000 } });
  });
});

describe('defaults', () => {
  it('give a group, which a process can leave', () => {
    const text = 'defaults: {command: x, group: back}\nprocesses: {a: {}, b: {group: front}, c: {group: null}}';
    expect(parse(text).processes.map(({ group }) => group)).toEqual(['back', 'front', null]);
  });

  const text = `defaults:
  command: x
  args: [a]
  env: {A: "1", B: "2"}
  circuit: {threshold: 3, window: 10s}
  healthCheck: {interval: 5s}
processes:
  own: {args: [b], env: {B: "3"}, circuit: {window: 20s}, healthCheck: {exec: y, timeout: 1s}}
  none: {}
`;
  const [own, none] = parse(text).processes;

  it('fill what a process does not say, key by key inside maps; lists replace', () => {
    expect(own).toMatchObject({ command: 'x', args: ['b'], env: { A: '1', B: '3' } });
    expect(own!.policy.circuit).toMatchObject({ threshold: 3, windowMs: 20_000, cooldownMs: 60_000 });
  });

  it('lend the times of a health check to a process that has one, and do not make one', () => {
    expect(own!.policy.probes[0]).toMatchObject({ intervalMs: 5000, timeoutMs: 1000 });
    expect(none!.policy.probes).toEqual([]);
  });

  it('may hold a whole health check, which a process replaces or turns off', () => {
    const { processes } = parse(
      'defaults: {command: x, healthCheck: {exec: a, interval: 5s}}\nprocesses: {a: {}, b: {healthCheck: {http: "http://b"}}, c: {healthCheck: null}}',
    );
    expect(processes.map((process) => process.probes[0]?.kind ?? null)).toEqual(['exec', 'http', null]);
    expect(processes[1]!.policy.probes[0]!.intervalMs).toBe(5000);
  });
});
