import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';
import { freePort } from '../../fixtures/free-port.js';
import { builtProgram, rowOf } from '../project.js';
import { Terminal } from '../terminal.js';

/** A project in which one process is sick, with what a stranger finds out of it. */
interface Sick {
  readonly project: string;
  readonly name: string;
  /** What the first screen says, in whole words; PORT stands for the port of the project. */
  readonly cause: string;
  /** The colours of its state: red, or yellow while it will be tried again. */
  readonly colours: readonly number[];
  readonly key: string;
  /** What the key shows of it. */
  readonly shows: string;
}

// The bar of the selected row has the bright ones.
const red = [1, 9];
const yellow = [3, 11];
const failing = [...red, ...yellow];

const projects: readonly Sick[] = [
  { project: 'port-taken', name: 'admin', cause: 'port PORT is held by web', colours: failing, key: '!', shows: 'EADDRINUSE' },
  {
    project: 'command-not-found',
    name: 'tunnel',
    cause: 'command not found: cloudflare-tunnel',
    colours: red,
    key: '!',
    shows: 'cloudflare-tunnel: not found',
  },
  {
    project: 'missing-module',
    name: 'mailer',
    cause: 'the module sendmail-transport is missing',
    colours: failing,
    key: '!',
    shows: "Cannot find package 'sendmail-transport'",
  },
  {
    project: 'database-down',
    name: 'api',
    cause: 'connection refused on port PORT',
    colours: failing,
    key: '!',
    shows: 'ECONNREFUSED',
  },
  {
    project: 'out-of-memory',
    name: 'import',
    cause: 'JavaScript heap out of memory',
    colours: failing,
    key: '!',
    shows: 'JavaScript heap out of memory',
  },
  {
    project: 'unhealthy',
    name: 'web',
    cause: 'unhealthy: HTTP 503',
    colours: red,
    key: 'i',
    shows: 'HTTP 503, ',
  },
  {
    project: 'blocked',
    name: 'api',
    cause: 'migrate failed',
    colours: red,
    key: 'i',
    shows: 'relation "orders" does not exist',
  },
  {
    project: 'circuit-open',
    name: 'payments',
    cause: 'the variable PAYMENT_KEY is not set',
    colours: red,
    key: '!',
    shows: 'PAYMENT_KEY is not set',
  },
  {
    project: 'crash-loop',
    name: 'flaky',
    cause: "TypeError: Cannot read properties of undefined (reading 'id')",
    colours: failing,
    key: '!',
    shows: 'at charge (',
  },
  {
    project: 'container-gone',
    name: 'api',
    cause: 'container:postgres is missing',
    colours: red,
    key: '!',
    shows: 'container:postgres is missing',
  },
];

/** A copy of the project, with a free port of its own and, where there is one, the engine. */
class SickProject implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'watchdog-sick-'));
  readonly #engine = createServer((asked, answer) => {
    if (asked.url?.startsWith('/events')) return void answer.writeHead(200).flushHeaders();
    const isList = asked.url?.startsWith('/containers/json');
    answer.writeHead(isList ? 200 : 404).end(isList ? '[]' : '{"message":"No such container"}');
  });

  constructor(project: string) {
    cpSync(fileURLToPath(new URL(`../../fixtures/sick/${project}`, import.meta.url)), this.folder, { recursive: true });
    if (project === 'container-gone') this.#engine.listen(join(this.folder, 'engine.sock'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#engine.closeAllConnections();
    this.#engine.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

describe('the first screen of a sick project', () => {
  it.each(projects)('says of $project what $name has, in whole words at every size, and a key explains it', async (sick) => {
    await using project = new SickProject(sick.project);
    const port = String(await freePort());
    const cause = sick.cause.replace('PORT', port);
    await using terminal = Terminal.start({
      command: process.execPath,
      args: [builtProgram],
      cwd: project.folder,
      columns: 80,
      rows: 24,
      env: { SICK_PORT: port },
    });
    // Beside it in the row, or in the line under that.
    const isInRow = (screen: readonly string[]): boolean => rowOf(screen, sick.name)?.includes(cause) === true;
    const inRow = (screen: readonly string[]): boolean => {
      if (!isInRow(screen)) return false;
      const y = screen.findIndex((line) => rowOf([line], sick.name) !== undefined);
      // Green for the moment in which it is tried again.
      const { fg } = terminal.cell(screen[y]!.search(/[✖◌◔?●○]/), y);
      return sick.colours.some((colour) => colour === fg);
    };
    await terminal.until(inRow, `${cause} in the row at 80x24, in its colour`, 60_000);
    terminal.resize(120, 40);
    await terminal.until(inRow, `${cause} in the row at 120x40, in its colour`, 60_000);

    terminal.resize(60, 15);
    // In the lines under its row; not as news over the footer, which goes.
    const isInTable = (lines: readonly string[]): boolean => {
      const rest = lines.slice(lines.findIndex((line) => rowOf([line], sick.name) !== undefined));
      const end = rest.findIndex((line) => line.startsWith(' ─'));
      return rest.slice(0, end).join(' ').replace(/ +/g, ' ').includes(cause);
    };
    await terminal.until(isInTable, `${cause} in the table at 60x15`, 60_000);
    terminal.resize(120, 40);

    terminal.press(sick.key);
    await terminal.until((lines) => lines.some((line) => line.includes(sick.shows)), `what ${sick.key} shows`);
    terminal.press('ctrl+c');
    await terminal.exited;
  });
});
