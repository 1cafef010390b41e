import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { stringify } from 'yaml';

/** Characters that do something to a terminal, and what they are made into sequences with. */
const wicked = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '\x1b[',
      '\x1b]',
      '\x1bP',
      '\x1b_',
      '\x9b',
      '\x9d',
      '\x90',
      '\x1b\\',
      '\x07',
      '\x1b',
      '\r',
      '\x9c',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('\u202e', '\u2066', '\u200b', '\ufeff', '\u2028', '漢', '\u{1f600}', 'm', '?1000h', '0;t'),
  },
);

/** Hostile text that a file's name may be. */
const wickedName = fc
  .array(wicked, { minLength: 12, maxLength: 40 })
  .map((parts) => parts.join('').replaceAll(/[\0/]/g, 'x'))
  .filter((text) => Buffer.byteLength(text) < 200);

/** The hostile text of every place from which text comes: another one in each. */
export interface Evil {
  readonly folder: string;
  readonly printed: string;
  readonly checked: string;
  readonly command: string;
  readonly cwd: string;
  readonly watched: string;
  readonly saved: string;
  readonly engine: string;
  readonly container: string;
  readonly image: string;
  readonly title: string;
}

/** Random texts in all places. */
export const evils: fc.Arbitrary<Evil> = fc.record({
  folder: wickedName,
  printed: wickedName,
  checked: wickedName,
  command: wickedName,
  cwd: wickedName,
  watched: wickedName,
  saved: wickedName,
  engine: wickedName,
  container: wickedName,
  image: wickedName,
  title: wickedName,
});

/** The same text everywhere. */
export function everywhere(text: string): Evil {
  const name = text.replaceAll(/[\0/]/g, '');
  return {
    folder: name.slice(0, 40),
    printed: text,
    checked: text,
    command: text,
    cwd: text,
    watched: name,
    saved: name.slice(0, 40),
    engine: text,
    container: text,
    image: text,
    title: name,
  };
}

const redisId = 'a1';
const lostId = 'b2';

/** An engine that has two containers, and is hostile in every text that it may choose. */
function answerAsEngine(evil: Evil, { method, url = '' }: IncomingMessage, response: ServerResponse): void {
  const path = new URL(url, 'http://engine').pathname.replace(/^\/v[\d.]+/, '');
  const container = '/containers/redis';
  const names = { Names: ['/redis', `/${evil.container}`], Image: evil.image, Labels: { [evil.engine]: evil.engine } };
  const ports = [{ IP: evil.engine, PrivatePort: 1, PublicPort: 1, Type: 'tcp' }];
  const began = new Date(Date.now() - 60_000).toISOString();
  const answers: Readonly<Record<string, unknown>> = {
    '/containers/json': [
      { Id: redisId, ...names, State: 'running', Status: `Up ${evil.engine}`, Ports: ports },
      { Id: lostId, Names: ['/lost'], State: evil.engine, Status: evil.engine, Ports: [] },
      { Id: evil.engine, Names: [`/${evil.container}`], State: 'running', Status: 'Up', Ports: ports },
    ],
    [`${container}/json`]: {
      Id: redisId,
      Name: '/redis',
      State: {
        Running: true,
        StartedAt: began,
        Status: evil.engine,
        Error: evil.engine,
        Health: { Status: 'unhealthy', Log: [{ Start: began, End: began, ExitCode: 1, Output: evil.checked }] },
      },
      Config: { Image: evil.image, Tty: true, Healthcheck: { Test: ['CMD', evil.engine] } },
      HostConfig: { RestartPolicy: { Name: evil.engine } },
      NetworkSettings: { Ports: { [`1/${evil.engine}`]: [{ HostIp: evil.engine, HostPort: evil.engine }] } },
    },
  };
  // The characters that may be in a header.
  response.setHeader('server', `Docker/${evil.engine.replaceAll(/[^ -~\x80-\xff]/g, 'x')} (linux)`);
  const answer = method === 'GET' ? answers[path] : undefined;
  if (path === '/events') {
    const Actor = { ID: redisId, Attributes: { name: evil.container, image: evil.image, signal: evil.engine } };
    response.write(`${JSON.stringify({ Type: 'container', Action: `health_status: ${evil.engine}`, Actor })}\n`);
  } else if (path === `${container}/logs`) response.write(`${began} ${evil.printed}\n`);
  else if (answer !== undefined) response.end(JSON.stringify(answer));
  else {
    response.statusCode = 500;
    response.end(JSON.stringify({ message: `no ${evil.engine}` }));
  }
}

/** A folder whose name is hostile, with a project in which everything that can be named is, beside an engine that is hostile too. */
export class HostileWorld implements AsyncDisposable {
  readonly #root = mkdtempSync(join(tmpdir(), 'watchdog-hostile-'));
  readonly #evil: Evil;
  readonly #engine: Server;
  readonly folder: string;

  private constructor(evil: Evil) {
    this.#evil = evil;
    this.folder = join(this.#root, `dir${evil.folder}`);
    this.#engine = createServer((request, response) => answerAsEngine(evil, request, response));
  }

  static async open(evil: Evil): Promise<HostileWorld> {
    const world = new HostileWorld(evil);
    const { folder } = world;
    const socket = join(world.#root, 'engine.sock');
    world.#engine.listen(socket);
    mkdirSync(join(folder, 'watched'), { recursive: true });
    writeFileSync(
      join(folder, 'printed.txt'),
      Buffer.concat([Buffer.from(evil.printed), Buffer.from(evil.printed, 'latin1'), Buffer.from('\n')]),
    );
    writeFileSync(join(folder, 'checked.txt'), Buffer.from(evil.checked, 'latin1'));
    writeFileSync(join(folder, 'title.txt'), Buffer.from(evil.title, 'latin1').subarray(0, 15));
    const said = 'cat printed.txt';
    const processes = {
      talks: { command: `${said}; ${said} >&2; exec sleep 600` },
      checked: {
        command: 'exec sleep 600',
        healthCheck: { exec: 'cat checked.txt; exit 1', interval: '100ms', startPeriod: '1ms' },
      },
      crashes: { command: `echo "Error: $(${said})" >&2; exit 3`, restartDelay: '1m' },
      missing: { command: `./no-${evil.command}`, args: [] },
      elsewhere: { command: 'true', cwd: `./no-${evil.cwd}` },
      watching: { command: 'exec sleep 600', watch: { paths: ['watched', `no-${evil.watched}`], debounce: '10ms' } },
      // What it leaves behind has a name of its own making.
      leaves: {
        command: 'sh -c \'cat title.txt >/proc/self/comm; trap "" TERM; while :; do sleep 1; done\' & sleep 0.3; exit 1',
        restartDelay: '10ms',
        stop: { grace: '5s' },
      },
      waits: { command: 'exec sleep 600', dependsOn: { 'container:lost': 'started' } },
      // Controls in a name are refused.
      'named-\u202edren\u200b': { command: 'exec sleep 600' },
    };
    const agents = [{ containerName: evil.container, name: evil.image, hostIp: evil.engine, hostPort: 1 }];
    writeFileSync(join(folder, 'agents.json'), JSON.stringify({ agents }));
    const containers = { names: ['redis', 'lost'], agentsJson: 'agents.json', socket, listInterval: '1s' };
    writeFileSync(join(folder, 'watchdog.yaml'), stringify({ containers, processes }));
    return world;
  }

  /** Saves a file with a hostile name where that restarts a process. */
  save(): void {
    writeFileSync(join(this.folder, 'watched', `s${this.#evil.saved}`), String(performance.now()));
  }

  /** Replaces the configuration by one with hostile keys and values. */
  break(): void {
    const text = JSON.stringify(this.#evil.command);
    writeFileSync(join(this.folder, 'watchdog.yaml'), `processes:\n  ${text}: {commando: ${text}}\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#engine.closeAllConnections();
    this.#engine.close();
    rmSync(this.#root, { recursive: true, force: true });
  }
}
