import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isAlive, startTime } from '../fixtures/alive.js';
import { endsKinds } from './ends-kinds.js';

// Prints which kinds of children live on after which way out: npm run chaos:ends [-- first|all] [way…]

const bin = fileURLToPath(new URL('../../dist/program/bin.js', import.meta.url));
const pty = createRequire(import.meta.url)('@lydell/node-pty') as typeof import('@lydell/node-pty');
const settleMs = 12_000;

/** A watchdog that runs, in a terminal or without one. */
interface Run {
  readonly pid: number;
  readonly ended: Promise<unknown>;
  type(text: string): void;
  hangUp(): void;
}

/** What is done to a watchdog; everything of its children has to be gone soon after. */
type Way = (run: Run, folder: string) => Promise<void>;

const signalled =
  (...signals: readonly NodeJS.Signals[]): Way =>
  async ({ pid, ended }) => {
    for (const signal of signals) {
      try {
        process.kill(pid, signal);
      } catch {
        break; // The first was enough.
      }
      await delay(150);
    }
    await ended;
  };
const commanded =
  (...args: readonly string[]): Way =>
  (_run, folder) =>
    command(folder, ...args);
const typed =
  (...keys: readonly string[]): Way =>
  async ({ type, ended }) => {
    for (const key of keys) {
      type(key);
      await delay(400);
    }
    await ended;
  };
const killBoth: Way = async ({ pid, ended }, folder) => {
  const reaper = readdirSync('/proc').find((each) => /^\d+$/.test(each) && parentOf(each) === pid && isReaper(each));
  if (reaper !== undefined) process.kill(Number(reaper), 'SIGKILL');
  process.kill(pid, 'SIGKILL');
  await ended;
  await delay(300);
  writeFileSync(join(folder, 'watchdog.yaml'), JSON.stringify({ processes: {} }));
  const next = spawn(process.execPath, [bin, 'up', '--headless'], { cwd: folder, stdio: 'ignore' });
  await delay(6000);
  next.kill('SIGTERM');
  await once(next, 'exit');
};

const ways: Readonly<Record<string, Way>> = {
  stop: commanded('stop', '--all'),
  restart: commanded('restart', '--all'),
  down: commanded('down'),
  q: typed('q', 'y'),
  'Ctrl+C': typed('\x03'),
  SIGTERM: signalled('SIGTERM'),
  SIGHUP: signalled('SIGHUP'),
  SIGKILL: signalled('SIGKILL'),
  'SIGKILL both, start': killBoth,
  kill: commanded('kill', '--all'),
  'removed from the file': async (_run, folder) => {
    writeFileSync(join(folder, 'watchdog.yaml'), JSON.stringify({ processes: {} }));
    await command(folder, 'reload');
  },
  'Ctrl+C twice': typed('\x03', '\x03'),
  SIGINT: signalled('SIGINT'),
  SIGQUIT: signalled('SIGQUIT'),
  'SIGTERM twice': signalled('SIGTERM', 'SIGTERM'),
  'terminal closed': async ({ hangUp, ended }) => {
    hangUp();
    await ended;
  },
};

async function command(folder: string, ...args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, stdio: 'ignore' });
  await once(child, 'exit');
}

function start(folder: string, onScreen: boolean): Run {
  if (!onScreen) {
    const child = spawn(process.execPath, [bin, 'up', '--headless'], { cwd: folder, stdio: 'ignore', detached: true });
    return { pid: child.pid!, ended: once(child, 'exit'), type: () => {}, hangUp: () => {} };
  }
  const terminal = pty.spawn(process.execPath, [bin], {
    cwd: folder,
    cols: 100,
    rows: 30,
    env: { ...process.env, TERM: 'xterm' },
  });
  terminal.onData(() => {});
  const ended = new Promise<void>((resolve) => terminal.onExit(() => resolve()));
  return { pid: terminal.pid, ended, type: (text) => terminal.write(text), hangUp: () => terminal.kill('SIGHUP') };
}

/** Everything that works in a folder, by pid and start; a daemon keeps its folder whatever else it lays off. */
function livingIn(folder: string): readonly string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid) || linkOf(`/proc/${pid}/cwd`) !== folder || !isAlive(Number(pid))) return [];
    return [`${pid} ${startTime(Number(pid))}`];
  });
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function parentOf(pid: string): number {
  return Number(/^PPid:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1]);
}

function isReaper(pid: string): boolean {
  return read(`/proc/${pid}/cmdline`).includes('watchdog-reaper');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Which kinds lived on after one way out. */
async function tryWay(name: string, way: Way, kinds: readonly string[], cgroups: boolean): Promise<ReadonlyMap<string, number>> {
  const root = mkdtempSync(join(tmpdir(), 'watchdog-ends-'));
  const folderOf = (kind: string): string => join(root, kind.replaceAll(/\W+/g, '-'));
  const processes: Record<string, unknown> = {};
  for (const kind of kinds) {
    const { command: line, files = {}, tty = false } = endsKinds[kind]!;
    mkdirSync(folderOf(kind));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folderOf(kind), file), text);
    processes[kind.replaceAll(/\W+/g, '-')] = {
      command: line,
      cwd: folderOf(kind),
      tty,
      stop: { grace: '500ms' },
      autoRestart: false,
    };
  }
  writeFileSync(join(root, 'watchdog.yaml'), JSON.stringify({ cgroups, processes }));
  const run = start(root, /^(q|Ctrl|terminal)/.test(name));
  const before = new Map<string, readonly string[]>();
  try {
    await delay(3500);
    for (const kind of kinds) before.set(kind, livingIn(folderOf(kind)));
    for (const [kind, found] of before) if (found.length === 0) throw new Error(`${kind} did not start`);
    const patience = new AbortController();
    const tooLong = delay(40_000, undefined, patience).then(
      () => console.log(`${name}: does not end`),
      () => {},
    );
    await Promise.race([way(run, root), tooLong]);
    patience.abort();
    const isRestart = name === 'restart';
    const survivors = () =>
      new Map(
        kinds.map((kind) => {
          const now = livingIn(folderOf(kind));
          return [kind, (isRestart ? now.filter((each) => before.get(kind)!.includes(each)) : now).length] as const;
        }),
      );
    // A watchdog that saw its end coming leaves nothing; a reaper has its few seconds.
    const deadline = performance.now() + (name === 'SIGKILL' ? settleMs : 500);
    let left = survivors();
    while ([...left.values()].some((count) => count > 0) && performance.now() < deadline) {
      await delay(200);
      left = survivors();
    }
    return left;
  } finally {
    try {
      process.kill(run.pid, 'SIGKILL');
    } catch {
      // It has ended, as it should.
    }
    await delay(200);
    for (let round = 0; round < 20; round += 1) {
      for (const kind of kinds) for (const each of livingIn(folderOf(kind))) kill(Number.parseInt(each, 10));
    }
    rmSync(root, { recursive: true, force: true });
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

const [scope = 'first', ...chosen] = process.argv.slice(2);
const isThere = (program: string): boolean =>
  (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)));
const all = Object.keys(endsKinds).filter((kind) => endsKinds[kind]!.needs === undefined || isThere(endsKinds[kind]!.needs!));
const kinds = scope === 'all' ? all : all.filter((kind) => Object.keys(endsKinds).indexOf(kind) < 11);
const names = (chosen.length > 0 ? chosen : Object.keys(ways)).filter(
  (_, index) => scope === 'all' || chosen.length > 0 || index < 9,
);
let lived = 0;
for (const cgroups of [true, false]) {
  console.log(`\n${cgroups ? 'with control groups' : 'without'}: how many processes of each kind lived on\n`);
  const table = new Map<string, ReadonlyMap<string, number>>();
  for (const name of names) table.set(name, await tryWay(name, ways[name]!, kinds, cgroups));
  console.log(`| ${['', ...names].join(' | ')} |\n|${' --- |'.repeat(names.length + 1)}`);
  for (const kind of kinds) console.log(`| ${[kind, ...names.map((name) => table.get(name)!.get(kind) || '-')].join(' | ')} |`);
  if (cgroups) for (const row of table.values()) for (const count of row.values()) lived += count;
}
process.exitCode = lived > 0 ? 1 : 0;
