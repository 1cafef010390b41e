import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCgroups } from '../../../src/adapters/cgroup/folder.js';
import { type Descendant, descendants, type EndRow, endRows, type Fate, fateOf } from '../../docs/ends.js';
import { isAlive, untilDead } from '../../fixtures/alive.js';
import { commandLineOf, descendantsOf, KillList } from '../../fixtures/process-tree.js';
import { Project, shows } from '../project.js';
import type { Terminal } from '../terminal.js';

const kinds = Object.keys(descendants) as Descendant[];
const pidFile = 'pids';
/** With control groups, where this system lets us have any, and without. */
const bothWays = openCgroups() === undefined ? [false] : [true, false];

/** A project whose one process starts all kinds of descendants, and what became of them. */
class Household implements Disposable {
  readonly project: Project;
  readonly #met = new KillList();
  #pids = new Map<Descendant, number>();

  constructor(cgroups: boolean) {
    const command = `exec 9>>${pidFile}\n${kinds.map((kind) => descendants[kind].line).join('\n')}\necho all here\nwait`;
    this.project = new Project({ household: { command, stop: { grace: '200ms' } } }, { cgroups });
  }

  /** Opens the dashboard on it and waits until all have told their pids. */
  async open(): Promise<Terminal> {
    const fault = new URL('../../fixtures/planted-fault.mjs', import.meta.url).href;
    const terminal = this.project.open({ env: { NODE_OPTIONS: `--import ${fault}`, WATCHDOG_MARKER: undefined } });
    this.#met.add(terminal.pid);
    const saysSo = (screen: string[]): boolean => screen.some((line) => line.includes('all here'));
    // The double-forked ones tell their pids when they like.
    await terminal.until((screen) => saysSo(screen) && this.#note(), 'all of the household');
    for (const pid of descendantsOf(terminal.pid)) this.#met.add(pid);
    return terminal;
  }

  /** Who is alive of those that the first run started. */
  alive(): Descendant[] {
    return kinds.filter((kind) => isAlive(this.#pids.get(kind) ?? 0));
  }

  /** Waits until all of them are dead. */
  async untilGone(which: readonly Descendant[]): Promise<void> {
    await Promise.all(which.map((kind) => untilDead(this.#pids.get(kind)!)));
  }

  #note(): boolean {
    const file = join(this.project.folder, pidFile);
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    const pids = lines.map((line) => line.split(' ') as [Descendant, string]);
    for (const [, pid] of pids) this.#met.add(Number(pid));
    if (this.#pids.size === 0 && pids.length === kinds.length)
      this.#pids = new Map(pids.map(([kind, pid]) => [kind, Number(pid)]));
    return this.#pids.size > 0;
  }

  [Symbol.dispose](): void {
    this.#note();
    this.#met.killAll();
    this.project[Symbol.dispose]();
  }
}

const ways: Readonly<Record<EndRow['end'], (terminal: Terminal) => Promise<void> | void>> = {
  q: async (terminal) => {
    terminal.press('q');
    await terminal.until((screen) => screen.some((line) => line.includes('Quit and stop')), 'the question');
    terminal.press('y');
  },
  'Ctrl+C': (terminal) => terminal.press('ctrl+c'),
  SIGTERM: ({ pid }) => void process.kill(pid, 'SIGTERM'),
  SIGHUP: (terminal) => terminal.hangUp(),
  SIGQUIT: ({ pid }) => void process.kill(pid, 'SIGQUIT'),
  exception: ({ pid }) => void process.kill(pid, 'SIGALRM'),
  SIGKILL: ({ pid }) => void process.kill(pid, 'SIGKILL'),
  'SIGKILL of both': async (terminal) => {
    const reaper = descendantsOf(terminal.pid).find((pid) => commandLineOf(pid).includes('watchdog-reaper'))!;
    process.kill(reaper, 'SIGSTOP'); // it must not act between the two
    process.kill(terminal.pid, 'SIGKILL');
    await terminal.exited;
    process.kill(reaper, 'SIGKILL');
    await untilDead(reaper);
  },
};

describe.concurrent('what an end of the watchdog leaves', () => {
  it.each(endRows.flatMap((row) => bothWays.map((cgroups) => ({ ...row, row, cgroups }))))(
    'by $end is what docs/behaviour.md says, control groups: $cgroups',
    async ({ end, row, cgroups }) => {
      const which = (fate: Fate): Descendant[] => kinds.filter((kind) => fateOf(row, kind, cgroups) === fate);
      using household = new Household(cgroups);
      await using terminal = await household.open();
      expect(household.alive()).toEqual(kinds);
      await ways[end](terminal);
      await terminal.exited;
      if (end === 'SIGKILL') await household.untilGone(which('gone'));
      expect(household.alive()).toEqual(kinds.filter((kind) => fateOf(row, kind, cgroups) !== 'gone'));
      if (which('next start').length === 0) return;
      await using second = household.project.open();
      await second.until(shows('household', 'running'), 'the next start');
      expect(household.alive()).toEqual(which('may live on'));
    },
  );
});
