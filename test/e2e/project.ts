import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { findRunning } from '../../src/adapters/files/running.js';
import { KillList } from '../fixtures/process-tree.js';
import { Terminal, type TerminalOptions } from './terminal.js';

/** The built program. */
export const builtProgram = fileURLToPath(new URL('../../dist/program/bin.js', import.meta.url));

/** A project folder of its own with a watchdog.yaml, gone with the test. */
export class Project implements Disposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'watchdog-e2e-'));

  constructor(processes: Readonly<Record<string, unknown>>, rest: Readonly<Record<string, unknown>> = {}) {
    writeFileSync(join(this.folder, 'watchdog.yaml'), stringify({ name: 'e2e', ...rest, processes }));
  }

  /** Opens the dashboard in a real pseudo-terminal. */
  open(options: Partial<TerminalOptions> = {}): Terminal {
    return Terminal.start({
      command: process.execPath,
      args: [builtProgram],
      cwd: this.folder,
      columns: 120,
      rows: 40,
      ...options,
    });
  }

  /** The lines of the watchdog's own log. */
  ownLog(): readonly Record<string, unknown>[] {
    return readFileSync(join(this.folder, '.watchdog/watchdog.log'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  [Symbol.dispose](): void {
    endWatchdogIn(this.folder);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Ends the watchdog that a test has left in a folder, as one that fails before its `down` does; its reaper ends the rest. */
function endWatchdogIn(folder: string): void {
  const pid = findRunning(folder)?.pid;
  if (pid === undefined || pid === process.pid) return;
  const left = new KillList();
  left.add(pid);
  left.killAll();
}

/** The row of a process on the screen, with the cause that is whole in a line under it; undefined where it is not seen. */
export function rowOf(screen: readonly string[], name: string): string | undefined {
  const at = screen.findIndex((line) => new RegExp(`^ .{0,2} *${name} +[^\\w\\s] `).test(line));
  const cause = /^ {5,}(\S.*)$/.exec(screen[at + 1] ?? '')?.[1];
  return at === -1 || cause === undefined ? screen[at] : `${screen[at]} ${cause}`;
}

/** Whether a shell with the prompt `ready> ` reads what is typed next: what is typed before that is lost. */
export function isReady(screen: readonly string[]): boolean {
  return screen.findLast((line) => line.trim() !== '')?.trim() === 'ready>';
}

/** Whether the row of a process holds a text. */
export function shows(name: string, text: string | RegExp): (screen: readonly string[]) => boolean {
  return (screen) => {
    const row = rowOf(screen, name);
    return row !== undefined && (typeof text === 'string' ? row.includes(text) : text.test(row));
  };
}
