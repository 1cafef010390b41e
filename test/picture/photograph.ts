import { cpSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtProgram, Project, shows } from '../e2e/project.js';
import type { Cell } from '../e2e/screen/cell.js';
import { Terminal } from '../e2e/terminal.js';
import { projectFolder } from '../house/source-tree.js';

const withinMs = 90_000;

/** The pictures of the README, as cells by rows. */
export interface Pictures {
  /** Everything is well. */
  readonly healthy: Cell[][];
  /** Some processes well, one that failed and one that waits for it, one whose circuit is open. */
  readonly trouble: Cell[][];
  /** The details of one that goes on failing. */
  readonly details: Cell[][];
}

const env = { TZ: 'UTC', LC_ALL: 'C.UTF-8' };

/** Opens the demo, and before that those of its programs that are well. Wide enough for every reason; it takes most of a minute. */
export async function photograph(): Promise<Pictures> {
  return { healthy: await healthyDemo(), ...(await demo()) };
}

async function demo(): Promise<Omit<Pictures, 'healthy'>> {
  // Where it is run is in the picture.
  const cwd = join(tmpdir(), 'demo');
  for (const path of ['watchdog.yaml', 'test/fixtures/demo'])
    cpSync(join(projectFolder, path), join(cwd, path), { recursive: true });
  await using terminal = Terminal.start({
    command: process.execPath,
    args: [builtProgram],
    cwd,
    columns: 140,
    rows: 32,
    env,
  });
  const seen = (name: string, text: string | RegExp): Promise<void> =>
    terminal.until(shows(name, text), `${name}: ${text}`, withinMs);
  await seen('slow', 'healthy');
  await seen('web', 'healthy');
  terminal.press('6');
  await terminal.until((screen) => screen.some((line) => line.includes('▌ flaky')), 'flaky selected');
  await seen('flaky', /✖ circuit .*TypeError/);
  const trouble = terminal.cells();
  terminal.press('i');
  await terminal.until((screen) => screen.some((line) => line.includes(' History')), 'the details');
  const details = terminal.cells();
  terminal.press('ctrl+c');
  await terminal.exited;
  rmSync(cwd, { recursive: true, force: true });
  return { trouble, details };
}

async function healthyDemo(): Promise<Cell[][]> {
  const program = (name: string): string => `node ${join(projectFolder, 'test/fixtures/demo', name)}`;
  const port = '18475';
  using project = new Project(
    {
      web: {
        command: program('web.mjs'),
        env: { PORT: port },
        healthCheck: { http: `http://127.0.0.1:${port}/health`, interval: '2s' },
      },
      migrate: { command: program('migrate.mjs'), autoRestart: 'on-failure' },
      api: {
        command: program('api.mjs'),
        env: { WEB_URL: `http://127.0.0.1:${port}/cart` },
        dependsOn: { web: 'healthy', migrate: 'completed' },
      },
      worker: { command: program('worker.mjs') },
    },
    { name: 'shop' },
  );
  await using terminal = project.open({ columns: 140, rows: 24, env });
  for (const [name, text] of [
    ['web', 'healthy'],
    ['api', / MB/],
  ] as const)
    await terminal.until(shows(name, text), `${name}: ${text}`, withinMs);
  terminal.press('4');
  await terminal.until(
    (screen) => screen.filter((line) => line.includes('item')).length > 3 || screen.some((line) => line.includes('▌ worker')),
    'the worker',
  );
  const cells = terminal.cells();
  terminal.press('ctrl+c');
  await terminal.exited;
  return cells;
}
