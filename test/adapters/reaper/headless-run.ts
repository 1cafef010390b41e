import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { cleanEnvironment } from '../../e2e/clean-environment.js';
import { builtProgram } from '../../e2e/project.js';
import { startTime, untilDead } from '../../fixtures/alive.js';
import { commandLineOf, descendantsOf, KillList } from '../../fixtures/process-tree.js';
import { type News, untilNews } from '../../fixtures/until-news.js';

/** A folder with a watchdog.yaml, and the watchdogs that are started in it. Ends everything that was met at the end. */
export class Project implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'watchdog-project-'));
  readonly met = new KillList();

  /** @param processes the `processes:` of the file, beside `cgroups` */
  constructor(processes: Readonly<Record<string, unknown>>, cgroups = true) {
    writeFileSync(join(this.folder, 'watchdog.yaml'), stringify({ cgroups, processes }));
  }

  /** A file of the run's folder. */
  file(name: string): string {
    return join(this.folder, '.watchdog', name);
  }

  /** Starts a watchdog that prints lines. */
  run(): HeadlessRun {
    return new HeadlessRun(this);
  }

  [Symbol.dispose](): void {
    this.met.killAll();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One `watchdog --headless`, and what it prints. */
export class HeadlessRun {
  readonly child: ChildProcess;
  readonly pid: number;
  /** The exit code and the signal. */
  readonly ended: Promise<unknown[]>;
  stderr = '';
  readonly #news: News = new EventEmitter();
  #stdout = '';

  constructor(project: Project) {
    this.child = spawn(process.execPath, [builtProgram, '--headless'], {
      cwd: project.folder,
      env: cleanEnvironment({ WATCHDOG_MARKER: undefined }),
      // In a group of its own, which a test may signal as a terminal does.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.pid = this.child.pid!;
    project.met.add(this.pid);
    this.ended = once(this.child, 'exit');
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
      for (const pid of Object.values(this.pids)) project.met.add(pid);
      this.#news.emit('news');
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
      this.#news.emit('news');
    });
  }

  /** What the processes said of themselves in lines `pid NAME NUMBER`. */
  get pids(): Record<string, number> {
    const found = this.#stdout.matchAll(/pid (\S+) (\d+)\n/g);
    return Object.fromEntries([...found].map(([, name = '', pid]) => [name, Number(pid)]));
  }

  /** The reaper of this run. */
  get reaper(): number {
    const pid = descendantsOf(this.pid).find((each) => commandLineOf(each).includes('watchdog-reaper'));
    if (pid === undefined) throw new Error('there is no reaper');
    return pid;
  }

  /** Waits until these processes have printed their pids; returns them. */
  async meet(...names: readonly string[]): Promise<Record<string, number>> {
    await this.#until(
      () => names.every((name) => this.pids[name] !== undefined),
      () => `pids of ${names.join(', ')}; there is ${this.#stdout}${this.stderr}`,
    );
    return this.pids;
  }

  /** Waits until stderr holds this text. */
  async says(text: string): Promise<void> {
    await this.#until(
      () => this.stderr.includes(text),
      () => `"${text}" on stderr; there is ${this.stderr}`,
    );
  }

  /** Dies without a word. Resolves when the system has taken it away. */
  async killHard(): Promise<void> {
    process.kill(this.pid, 'SIGKILL');
    await this.ended;
  }

  /** Dies by SIGKILL, and its reaper before that can act. */
  async killWithReaper(): Promise<void> {
    const { reaper } = this;
    process.kill(reaper, 'SIGSTOP');
    try {
      await this.killHard();
    } finally {
      process.kill(reaper, 'SIGKILL');
    }
    await untilDead(reaper);
  }

  async #until(holds: () => boolean, what: () => string): Promise<void> {
    await untilNews(this.#news, () => (holds() ? true : undefined), what);
  }
}

/** A journal's text with changes in one of its trees. */
export function changeTree(file: string, mark: string, change: Readonly<Record<string, unknown>>): void {
  const journal = JSON.parse(readFileSync(file, 'utf8'));
  for (const tree of journal.trees) if (tree.mark === mark) Object.assign(tree, change);
  writeFileSync(file, JSON.stringify(journal));
}

/** The start time as a journal has it. */
export function startTicks(pid: number): number {
  return Number(startTime(pid));
}
