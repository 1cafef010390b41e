import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
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
    title: name,
  };
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
    this.#engine = createServer((_request, response) => {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: `no ${evil.engine}` }));
    });
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
      waits: { command: 'exec sleep 600', dependsOn: { 'container:redis': 'started' } },
      // Controls in a name are refused.
      'named-\u202edren\u200b': { command: 'exec sleep 600' },
    };
    writeFileSync(
      join(folder, 'watchdog.yaml'),
      stringify({ containers: { names: ['redis'], socket, listInterval: '1s' }, processes }),
    );
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
