// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references such as ${X} stand in the files.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { admitImported } from '../../../src/config/import/admit.js';
import type { Imported } from '../../../src/config/import/common/imported.js';
import { importFile } from '../../../src/config/import/file.js';
import { writeConfiguration } from '../../../src/config/import/write.js';
import { lint } from '../../../src/config/lint/lint.js';
import { ConfigError } from '../../../src/config/problems/config-error.js';
import { problemText } from '../../../src/config/problems/problem.js';
import { parseConfiguration } from '../../../src/config/resolve/configuration.js';
import { sampleOf } from '../../fixtures/long-runs.js';

type Files = Readonly<Record<string, string>>;

function admit(files: Files): Omit<Imported, 'source'> {
  return admitImported(Object.entries(files).map(([name, text]) => importFile({ file: `/nowhere/${name}`, text }, name)));
}

/** What `init` writes for these files. */
function write(files: Files): string {
  return writeAdmitted(admit(files), files);
}

function writeAdmitted(admitted: ReturnType<typeof admit>, files: Files): string {
  return writeConfiguration(admitted, { schema: undefined, sources: Object.keys(files) });
}

/** The same as watchdog reads it: the written text is checked as any other. */
function read(files: Files) {
  const text = write(files);
  const { processes } = parseConfiguration([{ file: '/nowhere/watchdog.yaml', text }], {}).configuration;
  return Object.fromEntries(processes.map((process) => [process.name, process]));
}

function lostOf(files: Files): string[] {
  const { lost, processes } = admit(files);
  return [...lost, ...processes.flatMap(({ name, lost: own }) => own.map((text) => `${name}: ${text}`))];
}

describe('package.json', () => {
  const scripts = (own: Readonly<Record<string, string>>, rest: object = {}): Files => ({
    'package.json': JSON.stringify({ name: 'shop', scripts: own, ...rest }),
  });

  it('gives its scripts, and starts the one for developing', () => {
    const { dev, start, build } = read(scripts({ dev: 'vite', build: 'tsc', start: 'node dist' }));
    expect(dev).toMatchObject({ command: 'npm run dev', shell: true, autoStart: true, policy: { restart: 'always' } });
    expect(start).toMatchObject({ command: 'npm run start', autoStart: false });
    expect(build).toMatchObject({ autoStart: false, policy: { restart: 'never' } });
  });

  it('starts the parts in place of a script that starts them all at once', () => {
    const all = read(scripts({ dev: 'concurrently "npm:dev:*"', 'dev:web': 'vite', 'dev:api': 'tsx watch api.ts' }));
    expect(Object.values(all).map(({ name, autoStart }) => [name, autoStart])).toEqual([
      ['dev:web', true],
      ['dev:api', true],
      ['dev', false],
    ]);
  });

  it('is run by the package manager that it names, and leaves out what npm runs by itself', () => {
    const files = scripts(
      { preinstall: 'x', prebuild: 'x', build: 'x', start: 'watchdog', 'odd name': 'y' },
      { packageManager: 'yarn@4.1.0' },
    );
    expect(Object.values(read(files)).map(({ command }) => command)).toEqual(['yarn run build', "yarn run 'odd name'"]);
    expect(lostOf(files)).toEqual([
      'package.json: scripts left out, as they are no processes of their own: preinstall, prebuild, start',
    ]);
  });
});

describe('a compose file', () => {
  const shop = {
    'compose.yaml': `
x-common: &common { restart: unless-stopped }
services:
  db:
    <<: *common
    image: postgres:16
    healthcheck: { test: ["CMD-SHELL", "pg_isready -U $$POSTGRES_USER -d \${DB:-shop}"], interval: 1m30s, retries: 5, start_period: 1m }
    stop_grace_period: 1m
  migrate:
    build: { context: ./api }
    command: npm run migrate -- $$HOME
    environment: [A=1, "URL=postgres://\${HOST}/x", PASSED_ON]
    depends_on: { db: { condition: service_healthy, restart: true } }
  api:
    build: ./api
    depends_on: [migrate]
    restart: on-failure:3
    deploy: { replicas: 2 }
  mail: { image: mailhog, profiles: [mail] }
`,
  };

  it('has its services run by docker compose, with their checks, dependencies and policies', () => {
    const { db, migrate, api, mail } = read(shop);
    expect(db).toMatchObject({
      command: 'docker compose up --no-deps --no-log-prefix db',
      probes: [{ kind: 'exec', command: `docker compose ps --format json db | grep -q '"Health":"healthy"'` }],
      policy: { restart: 'always', probes: [{ liveness: false, intervalMs: 90_000, threshold: 1 }] },
      stop: { command: 'docker compose stop db' },
    });
    expect(db!.policy.stop.graceMs).toBe(65_000);
    expect(migrate).toMatchObject({
      command: 'docker compose up --no-deps --no-log-prefix --exit-code-from migrate migrate',
      dependsOn: [{ name: 'db', condition: 'healthy', restart: true }],
      policy: { restart: 'never' },
    });
    expect(api).toMatchObject({
      dependsOn: [{ name: 'migrate', condition: 'started' }],
      policy: { restart: 'on-failure', maxRestarts: 3 },
    });
    expect(mail).toMatchObject({ autoStart: true, profiles: ['mail'] });
  });

  it('says in comments what it would be without a container, and what is lost', () => {
    expect(write(shop)).toContain(`
  # Built from ./api and run by docker compose. Without a container it might be:
  #   command: npm run migrate -- $HOME
  #   cwd: ./api
  #   env: { A: "1", URL: "postgres://\${HOST:-}/x" }
  migrate:
`);
    expect(lostOf(shop)).toEqual([]);
  });

  it('says how the containers can be watched that docker compose starts, by the names they have then', () => {
    const text =
      'services: {db: {image: postgres}, cache: {image: redis, container_name: my-redis}, odd: {container_name: "${X}"}}';
    const named = (folder: string, more = '') =>
      /^# {3}containers: .*$/m.exec(
        writeConfiguration(
          admitImported([importFile({ file: `${folder}/compose.yaml`, text: `${more}${text}` }, 'compose.yaml')]),
          {
            schema: undefined,
            sources: ['compose.yaml'],
          },
        ),
      )?.[0];
    expect(named('/work/_My.Shop 2')).toBe('#   containers: { names: [myshop2-db-1, my-redis] }');
    expect(named('/work/x', 'name: shop\n')).toBe('#   containers: { names: [shop-db-1, my-redis] }');
    expect(write(shop)).toContain(
      '# A process can depend on one of them, which starts it: dependsOn: { "container:nowhere-db-1": started }\n',
    );
  });

  it('under another name is named to docker compose', () => {
    const { db } = read({ 'deploy/shop.yaml': 'services: {db: {image: redis, healthcheck: {test: [CMD, redis-cli, "a b"]}}}' });
    expect(db!.command).toBe('docker compose -f deploy/shop.yaml up --no-deps --no-log-prefix --exit-code-from db db');
    expect(db!.probes).toEqual([
      { kind: 'exec', command: `docker compose -f deploy/shop.yaml ps --format json db | grep -q '"Health":"healthy"'` },
    ]);
  });
});

describe('a process-compose file', () => {
  const files = {
    'process-compose.yaml': `
version: "0.5"
environment: ["LEVEL=debug", "HOME_DIR=$HOME"]
log_location: ./pc.log
processes:
  db:
    command: postgres -D data
    readiness_probe: { exec: { command: pg_isready, working_dir: ./data }, initial_delay_seconds: 5, period_seconds: 2, failure_threshold: 40 }
    shutdown: { signal: 2, timeout_seconds: 30 }
    availability: { restart: always, backoff_seconds: 2 }
  migrate:
    description: Brings the tables up to date
    command: "[[ -f x ]] && migrate $$PWD"
    depends_on: { db: { condition: process_healthy } }
  api:
    entrypoint: [node, server.js, "--port=\${PORT}"]
    working_dir: ./api
    environment: ["PORT=3000", "PRICE=5$$"]
    depends_on: { migrate: { condition: process_completed_successfully }, db: { condition: process_started } }
    liveness_probe: { http_get: { host: 127.0.0.1, scheme: http, path: /health, port: 3000, status_code: 204, headers: { X: y } }, timeout_seconds: 3 }
    availability: { restart: on_failure, max_restarts: 4 }
    is_tty: true
  worker: { command: work, disabled: true, ready_log_line: "ready (1)", shutdown: { command: "stop-it $$X" } }
`,
  };

  it('is translated: probes, dependencies, environment, restart policies, stops', () => {
    const { db, migrate, api, worker } = read(files);
    expect(db).toMatchObject({
      env: { LEVEL: 'debug', HOME_DIR: '' },
      probes: [{ kind: 'exec', command: 'cd ./data && pg_isready' }],
      policy: {
        restart: 'always',
        backoff: { initialMs: 2000, multiplier: 1 },
        probes: [{ id: 'health', liveness: true, intervalMs: 2000, timeoutMs: 1000, threshold: 40, startPeriodMs: 85_000 }],
        stop: { signal: 'SIGINT', graceMs: 30_000 },
      },
    });
    expect(migrate).toMatchObject({
      command: '[[ -f x ]] && migrate $PWD',
      shell: 'bash',
      dependsOn: [{ name: 'db', condition: 'healthy' }],
      policy: { restart: 'never' },
    });
    expect(api).toMatchObject({
      command: 'node',
      args: ['server.js', '--port='],
      cwd: '/nowhere/api',
      env: { PORT: '3000', PRICE: '5$' },
      dependsOn: [
        { name: 'migrate', condition: 'completed' },
        { name: 'db', condition: 'started' },
      ],
      probes: [{ kind: 'http', url: 'http://127.0.0.1:3000/health', status: [[204, 204]], headers: { X: 'y' } }],
      policy: { restart: 'on-failure', maxRestarts: 4, probes: [{ readiness: false, timeoutMs: 3000 }] },
    });
    expect(worker).toMatchObject({
      autoStart: false,
      probes: [{ kind: 'log', pattern: 'ready \\(1\\)' }],
      stop: { command: 'stop-it $X' },
    });
  });

  const logLocation = 'process-compose.yaml: log_location: output is kept in .watchdog/logs';
  it('says what is lost, in the file too', () => {
    expect(lostOf(files)).toEqual([logLocation]);
    expect(write(files)).toContain(`# No counterpart: ${logLocation}\n`);
    expect(write(files)).toContain('  # Brings the tables up to date\n  migrate:\n');
  });

  it('whose dependencies cannot be is taken without them, and says so', () => {
    const odd = {
      'process-compose.yaml': stringify({
        processes: {
          a: { command: 'x', depends_on: { b: {}, nobody: {}, c: { condition: 'process_healthy' } } },
          b: { command: 'x', depends_on: { a: {} } },
          c: { command: 'x', readiness_probe: { http_get: { port: 'nonsense' } } },
        },
      }),
    };
    expect(read(odd).a!.dependsOn).toEqual([
      { name: 'b', condition: 'started', restart: false },
      { name: 'c', condition: 'started', restart: false },
    ]);
    expect(lostOf(odd).map((text) => text.split(':').slice(0, 2).join(':'))).toEqual([
      'a: dependsOn nobody',
      'a: dependsOn c',
      'b: dependsOn a',
      'c: readiness',
    ]);
  });
});

describe('a daemon, files of variables, a schedule, keys that stop, and an end of whatever kind', () => {
  const files = {
    'process-compose.yaml': stringify({
      processes: {
        daemon: { command: 'x', is_daemon: true, shutdown: { command: 'y' } },
        files: { command: 'x', env_file: '/dev/null' },
        clock: { command: 'x', schedule: { cron: '0 2 * * *' }, availability: { restart: 'always' } },
        keys: { command: 'x', shutdown: { send_keys: 'q' } },
        after: { command: 'x', depends_on: { keys: { condition: 'process_completed' } } },
      },
    }),
  };

  it('are carried over, and nothing of them is lost', () => {
    expect(lostOf(files)).toEqual([]);
    expect(read(files)).toMatchObject({
      daemon: { policy: { daemon: true }, autoStart: true },
      files: { autoStart: true },
      clock: { schedule: { kind: 'cron', expression: '0 2 * * *' }, policy: { restart: 'on-failure' } },
      keys: { tty: true, stop: { keys: 'q' } },
      after: { dependsOn: [{ name: 'keys', condition: 'ended' }] },
    });
    expect(write(files)).toMatch(/envFile: \[ ?\/dev\/null ?\]|envFile:\n +- \/dev\/null/);
  });
});

describe('replicas and ports', () => {
  it('are written only where no other process is called like one of them, in whatever file', () => {
    const files = {
      'process-compose.yaml': stringify({
        processes: { worker: { command: 'x', replicas: 2 }, front: { command: 'y', depends_on: { worker: {} } } },
      }),
      Procfile: 'worker-2: z\n',
    };
    expect(Object.keys(read(files)).sort()).toEqual(['front', 'worker', 'worker-2']);
    expect(lostOf(files)).toContain('worker: replicas: 2: the name worker-2 is taken, so only one is started');
    const { front, ...others } = read({ 'process-compose.yaml': files['process-compose.yaml'] });
    expect(Object.keys(others)).toEqual(['worker-1', 'worker-2']);
    expect(front!.dependsOn.map(({ name }) => name)).toEqual(['worker-1', 'worker-2']);
  });

  it('are not taken for a port of ours in what a shell runs', () => {
    const files = { Procfile: "web: node -e 'console.log(`${port.number}`)'\n" };
    expect(read(files).web).toMatchObject({
      command: 'sh',
      args: ['-c', "node -e 'console.log(`${port.number}`)'"],
      shell: false,
    });
    const stopped = {
      'process-compose.yaml': stringify({ processes: { a: { command: 'x', shutdown: { command: 'echo ${port.a}' } } } }),
    };
    expect(read(stopped).a!.stop.command).toBeNull();
    expect(lostOf(stopped)).toContainEqual(expect.stringContaining('a: stop: a shell runs this'));
  });
});

describe('a schedule of another tool', () => {
  it('is written as ours, with its time zone; one that has no counterpart keeps the process from being started', () => {
    const files = {
      'process-compose.yaml': stringify({
        processes: {
          zone: { command: 'x', schedule: { cron: '0 2 * * *', timezone: 'Europe/Berlin' }, availability: { restart: 'always' } },
          daily: { command: 'x', schedule: { cron: '@daily' } },
          poll: { command: 'x', schedule: { interval: '30s' } },
          odd: { command: 'x', schedule: { cron: '0 0 2 * * *' } },
        },
      }),
    };
    const { zone, daily, poll, odd } = read(files);
    expect(zone).toMatchObject({
      schedule: { expression: '0 2 * * *', timezone: 'Europe/Berlin' },
      policy: { restart: 'on-failure' },
    });
    expect([daily!.schedule, poll!.schedule]).toMatchObject([{ expression: '0 0 * * *' }, { everyMs: 30_000 }]);
    expect(odd).toMatchObject({ schedule: null, autoStart: false });
    expect(lostOf(files).filter((text) => text.startsWith('odd: '))).toHaveLength(1);
  });

  it('of pm2 is one only for what is not started again otherwise; its limit of memory is ours', () => {
    const app = (name: string, keys: object) => ({ name, script: 'a.js', cron_restart: '0 3 * * *', ...keys });
    const apps = [app('job', { autorestart: false }), app('server', { max_memory_restart: '300M' })];
    const files = { 'ecosystem.config.json': JSON.stringify({ apps }) };
    const { job, server } = read(files);
    expect(job).toMatchObject({ schedule: { expression: '0 3 * * *' }, policy: { restart: 'never' } });
    expect(server).toMatchObject({ schedule: null, policy: { memory: { maxBytes: 300 * 1024 ** 2, forMs: 10_000 } } });
    expect(lostOf(files)).toContain('server: cron_restart: 0 3 * * *');
  });
});

describe('what is written', () => {
  const files: Readonly<Record<string, Files>> = {
    'process-compose': {
      'process-compose.yaml': `version: "0.5"
processes:
  many: {command: x, availability: {restart: always, max_restarts: 12}}
  few: {command: x, availability: {restart: on_failure, max_restarts: 2}}
  at-once: {command: x, availability: {restart: always, backoff_seconds: 0}}
  slow: {command: x, readiness_probe: {exec: {command: y}, period_seconds: 1, timeout_seconds: 5}}
  plain: {command: x, is_tty: true, disable_ansi_colors: true}
`,
    },
    compose: { 'compose.yaml': 'services: {db: {image: postgres, healthcheck: {test: [CMD, x], interval: 2s}}}\n' },
    pm2: {
      'ecosystem.config.json': JSON.stringify({ apps: [{ name: 'a', script: 'a.js', max_restarts: 16, env_file: '.env' }] }),
    },
    supervisord: {
      'supervisord.conf': '[program:once]\ncommand=x\nautorestart=false\n[program:often]\ncommand=x\nstartretries=20\n',
    },
  };

  it.each(Object.entries(files))('from a file of %s is nothing that check warns of', async (_tool, given) => {
    const read = parseConfiguration([{ file: '/nowhere/watchdog.yaml', text: write(given) }], {});
    const disk = { previewWatch: () => ({ finds: async () => true, watching: () => -1 }) };
    const warnings = await lint(read, { ...disk, isFolder: () => true, isFile: () => true, canRun: () => true });
    expect(warnings.map(problemText)).toEqual([]);
  });

  it('gives up when the other tool does: the circuit opens no earlier', () => {
    const { many, few } = read(files['process-compose']!);
    expect(many?.policy).toMatchObject({ maxRestarts: 12, circuit: { threshold: 14 } });
    expect(few?.policy).toMatchObject({ maxRestarts: 2, circuit: { threshold: 5 } });
  });

  it('does without a file of variables that pm2 goes on without', () => {
    expect(write(files.pm2!)).toContain('envFile: [ .env? ]');
    expect(lostOf(files.pm2!)).toContain('a: env_file: .env does not exist');
  });

  it('has no process less without a word: what has no command is named', () => {
    const left = (name: string): string => `${name}: no command that can be run here; left out`;
    const tools: Files = {
      'process-compose.yaml': 'processes:\n  a: {command: x}\n  list: {command: [./c, --x]}\n  none: {}\n  empty:\n',
      'mprocs.yaml': 'procs:\n  a: x\n  list: {shell: [x]}\n  taken: null\n  none: {}\n',
      'ecosystem.config.json': JSON.stringify({ apps: [{ name: 'a', script: 'a.js' }, { name: 'none' }, { args: 'x' }] }),
      'supervisord.conf': '[program:a]\ncommand=x\n[program:none]\nautostart=true\n',
      Procfile: 'a: x\nnone:\n',
    };
    const lost = Object.fromEntries(Object.entries(tools).map(([name, text]) => [name, lostOf({ [name]: text })]));
    expect(lost).toEqual({
      'process-compose.yaml': ['list', 'none', 'empty'].map((name) => `process-compose.yaml: ${left(name)}`),
      'mprocs.yaml': ['list', 'none'].map((name) => `mprocs.yaml: ${left(name)}`),
      'ecosystem.config.json': ['none', 'app 3'].map((name) => `ecosystem.config.json: ${left(name)}`),
      'supervisord.conf': [`supervisord.conf: ${left('program:none')}`],
      Procfile: ['Procfile: line 2: names no process; left out'],
    });
  });

  it('restarts what supervisord starts again without any retry, since its end is no failed start there', () => {
    const { a } = read({ 'supervisord.conf': '[program:a]\ncommand=x\nautorestart=true\nstartretries=0\n' });
    expect(a?.policy).toMatchObject({ restart: 'always', maxRestarts: 1 });
  });

  it('names that one that ends ended all others', () => {
    const scripts = { dev: 'concurrently -k npm:a npm:b', a: 'vite', b: 'nodemon b.js' };
    expect(lostOf({ 'package.json': JSON.stringify({ scripts }) })).toEqual([
      'package.json: dev stops all when one of them ends; see: watchdog up --until NAME, --fail-fast',
    ]);
  });
});

describe('several files', () => {
  it('become one configuration: what is called alike gets a name of its own, and variables stay with their file', () => {
    const files = {
      'process-compose.yaml': 'environment: [A=1]\nprocesses: {db: {command: x}, api: {command: y, depends_on: {db: {}}}}',
      'compose.yaml': 'services: {db: {image: redis}, web: {image: nginx, depends_on: [db]}}',
    };
    const { api, web, db, 'db-2': container } = read(files);
    expect(api!.dependsOn.map(({ name }) => name)).toEqual(['db']);
    expect(web!.dependsOn.map(({ name }) => name)).toEqual(['db-2']);
    expect([db!.env, container!.env]).toEqual([{ A: '1' }, {}]);
    expect(container!.command).toContain('docker compose up');
  });
});

describe('a file that cannot be read', () => {
  const complaint = (name: string, text: string): string => {
    try {
      admit({ [name]: text });
      return '';
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.message;
    }
  };

  it('is refused at its place', () => {
    expect(complaint('package.json', '{\n  "scripts": {"a" "b"}\n}')).toMatch(/package\.json:2:\d+: not valid JSON: /);
    expect(complaint('compose.yaml', 'services:\n  a: [')).toMatch(/compose\.yaml:\d+:\d+: /);
    expect(complaint('Procfile', 'nonsense\n')).toMatch(/Procfile:1:1: this line names no process/);
    expect(complaint('odd.yaml', 'a: 1')).toMatch(
      /odd\.yaml:1:1: not a file that watchdog can import; watchdog reads package\.json/,
    );
    expect(complaint('odd.yaml', '')).toMatch(/odd\.yaml:1:1: not a file that watchdog can import/);
  });
});

describe('whatever stands in a file, what is written for it is accepted', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'a',
      'b',
      'db',
      '-x',
      'container:y',
      'a b',
      '<<',
      '7',
      '${X}',
      '$$',
      '$X',
      '${X:?no}',
      '${X:-d}',
      '#',
      "it's",
      'ä\nö',
      ': ',
      '\0',
      '',
    ),
    fc.string({ maxLength: 6 }),
  );
  const scalar = fc.oneof(
    word,
    fc.integer({ min: -2, max: 90_000 }),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom('5s', '1m30s', 'always'),
  );
  const any = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.dictionary(word, scalar, { maxKeys: 3 }));
  const record = (keys: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
    fc.record(
      Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, fc.oneof({ weight: 3, arbitrary: value }, any)])),
      {
        requiredKeys: [],
      },
    );
  const edges = (conditions: readonly string[]) =>
    fc.dictionary(word, record({ condition: fc.constantFrom(...conditions), restart: fc.boolean() }), { maxKeys: 3 });
  const probe = record({
    exec: record({ command: word, working_dir: word }),
    http_get: record({
      host: word,
      port: scalar,
      path: word,
      scheme: fc.constantFrom('http', 'HTTPS'),
      status_code: fc.integer(),
    }),
    period_seconds: fc.integer({ min: -1, max: 1e12 }),
    failure_threshold: fc.integer({ min: -1, max: 9 }),
  });
  const process = record({
    command: word,
    entrypoint: fc.array(word, { maxLength: 3 }),
    working_dir: word,
    environment: fc.array(
      fc.tuple(word, word).map((pair) => pair.join('=')),
      { maxLength: 3 },
    ),
    depends_on: edges(['process_healthy', 'process_completed_successfully', 'process_started', 'luck']),
    readiness_probe: probe,
    liveness_probe: probe,
    ready_log_line: word,
    availability: record({
      restart: fc.constantFrom('always', 'on_failure', 'no'),
      backoff_seconds: scalar,
      max_restarts: scalar,
    }),
    shutdown: record({ command: word, signal: fc.integer({ min: -1, max: 70 }), timeout_seconds: scalar }),
  });
  const service = record({
    image: word,
    build: word,
    command: fc.oneof(word, fc.array(word, { maxLength: 3 })),
    environment: fc.dictionary(word, scalar, { maxKeys: 3 }),
    depends_on: edges(['service_healthy', 'service_completed_successfully', 'service_started']),
    restart: fc.constantFrom('no', 'always', 'on-failure:3', 'unless-stopped'),
    healthcheck: record({ test: fc.array(word, { maxLength: 3 }), interval: scalar, timeout: scalar, retries: scalar }),
    stop_grace_period: scalar,
  });
  const program = record({
    shell: word,
    cmd: fc.array(word, { maxLength: 3 }),
    cwd: word,
    env: fc.dictionary(word, scalar, { maxKeys: 3 }),
    stop: any,
    deps: fc.array(word, { maxLength: 2 }),
    autostart: fc.boolean(),
  });
  const app = record({
    name: word,
    script: fc.oneof(word, fc.constantFrom('a.js', 'npm', 'b.py', 'npm run x')),
    args: any,
    cwd: word,
    instances: fc.oneof(fc.constantFrom('max', -1, 3), scalar),
    exec_mode: fc.constantFrom('fork', 'cluster'),
    env: fc.dictionary(word, any, { maxKeys: 3 }),
    watch: any,
    ignore_watch: any,
    max_restarts: scalar,
    min_uptime: scalar,
    restart_delay: scalar,
    kill_timeout: scalar,
    stop_exit_codes: any,
    cron_restart: scalar,
    max_memory_restart: scalar,
    namespace: word,
    port: scalar,
  });
  const section = fc
    .tuple(
      fc.constantFrom('program:', 'group:', 'supervisord', 'include', 'x'),
      word,
      fc.array(
        fc.tuple(
          fc.constantFrom(
            'command',
            'numprocs',
            'process_name',
            'environment',
            'autorestart',
            'startsecs',
            'exitcodes',
            'stopsignal',
            'directory',
            'programs',
            'files',
            'user',
            'priority',
          ),
          fc.oneof(word, scalar, fc.constantFrom('a b', '%(program_name)s_%(process_num)02d', 'A="1",B=2', '%(ENV_X)s', '2')),
        ),
        { maxLength: 6 },
      ),
    )
    .map(
      ([kind, name, pairs]) =>
        `[${kind}${name.replace(/[\]\n]/g, '')}]\n${pairs.map(([key, value]) => `${key}=${String(value).replaceAll('\n', ' ')}\n`).join('')}`,
    );
  const documents = {
    'mprocs.yaml': fc.record({ procs: fc.dictionary(word, fc.oneof(program, any), { maxKeys: 4 }), scrollback: scalar }),
    'ecosystem.json': fc.record({ apps: fc.array(app, { maxLength: 3 }) }),
    'supervisord.conf': fc.array(section, { maxLength: 4 }),
    'Procfile.dev': fc.array(fc.tuple(fc.stringMatching(/^[\w-]{1,4}$/), word), { maxLength: 3 }),
    'process-compose.yaml': fc.record({
      processes: fc.dictionary(word, process, { maxKeys: 4 }),
      environment: fc.array(word, { maxLength: 2 }),
      shell: any,
    }),
    'compose.yaml': fc.record({ services: fc.dictionary(word, service, { maxKeys: 4 }) }),
    'package.json': fc.record({
      scripts: fc.dictionary(fc.oneof(word, fc.constantFrom('dev', 'dev:a', 'start')), any),
      packageManager: any,
    }),
  };

  const textOf = (name: string, value: unknown): string => {
    if (name === 'supervisord.conf') return (value as string[]).join('');
    if (name === 'Procfile.dev')
      return (value as string[][]).map(([own, command]) => `${own}: ${command!.replaceAll('\n', ' ')}\n`).join('');
    return name.endsWith('.json') ? JSON.stringify(value) : stringify(value);
  };

  it.each(Object.entries<fc.Arbitrary<unknown>>(documents))('%s', (name, document) => {
    fc.assert(
      fc.property(document, (value) => {
        const text = textOf(name, value);
        // What is not even YAML any more is refused, and not written.
        let files: Files = { [name]: text };
        let admitted: ReturnType<typeof admit>;
        try {
          admitted = admit(files);
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          files = {};
          admitted = admit(files);
        }
        const again = writeAdmitted(admitted, files);
        // A part of a script of npm finds its programs before those that are found anyway.
        const environment = { PATH: '/usr/bin' };
        const { processes } = parseConfiguration([{ file: '/nowhere/watchdog.yaml', text: again }], environment).configuration;
        expect(processes.map((process) => process.name)).toEqual(admitted.processes.map((process) => process.name));
      }),
      { numRuns: sampleOf(200) },
    );
  });
});
