import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { watchdog } from '../../control/program-run.js';
import { eventually } from '../../fixtures/eventually.js';
import { builtProgram, isReady, Project } from '../project.js';
import { Terminal } from '../terminal.js';
import { type Action, isSeen, type LastAction } from './action.js';

const project = (rest: object = {}): Project => new Project({ api: { command: 'exec sleep 1000', ...rest } });
const runs = (screen: readonly string[]): boolean => isSeen(screen, / api +● running/);
const stopped = (screen: readonly string[]): boolean => isSeen(screen, 'Stopped');

/** Presses a key on one of two replicas that do not run, and waits for what becomes of it. */
async function scaled(key: string, outcome: string): Promise<void> {
  using folder = new Project({ job: { command: 'exec sleep 1000', autoStart: false, replicas: 2 } });
  await using terminal = folder.open();
  await terminal.until((screen) => isSeen(screen, / job-2 +○ stopped/), 'the dashboard');
  terminal.press(key);
  await terminal.until((screen) => isSeen(screen, outcome), 'what became of it');
  terminal.press('ctrl+c');
  await terminal.exited;
}

/** The dashboard as the user starts it: in a shell, which has the terminal before and after. */
async function inShell(tell: (shell: Terminal, folder: string) => Promise<void>): Promise<void> {
  using stage = project();
  await using shell = Terminal.start({
    command: 'bash',
    args: ['--norc', '--noprofile', '-i'],
    cwd: stage.folder,
    columns: 120,
    rows: 24,
    env: { PS1: 'ready> ' },
  });
  shell.type(`'${process.execPath}' '${builtProgram}'\r`);
  await shell.until(runs, 'the dashboard');
  await tell(shell, stage.folder);
}

/** How the commands that belong to no place are tried. */
export const generalActions: Readonly<Record<string, Action | LastAction>> = {
  'focus.toggle': {
    before: async (hands) => {
      await hands.intoLog();
      await hands.press('k', 'held ▼ 1 below');
    },
    // The footer has the keys of the pane in focus.
    seen: / \/ filter /,
    after: async (hands) => {
      await hands.intoLog();
      await hands.outOfLog();
    },
  },
  'attention.toggle': {
    seen: 'bell and notifications are off',
    after: (hands) => hands.press('B', 'bell and notifications are on'),
  },
  'mouse.toggle': {
    seen: 'the terminal has the mouse',
    after: (hands) => hands.press('M', 'the mouse selects, scrolls and clicks here'),
  },
  quit: {
    seen: 'Quit and stop',
    after: (hands) => hands.press('n', (screen) => !isSeen(screen, 'Quit and stop')),
  },
  'url.open': {
    alone: async (key) => {
      using folder = project({ url: 'http://localhost:1/' });
      // Nobody's own browser is for tests.
      writeFileSync(join(folder.folder, 'xdg-open'), '#!/bin/sh\n[ "$1" = http://localhost:1/ ]\n', { mode: 0o755 });
      await using terminal = folder.open({ env: { PATH: `${folder.folder}:${process.env.PATH}` } });
      await terminal.until(runs, 'the dashboard');
      terminal.press(key);
      await terminal.until((screen) => isSeen(screen, ': opened http://localhost:1/'), 'what became of it');
      terminal.press('ctrl+c');
      await terminal.exited;
    },
  },
  'replicas.add': { alone: (key) => scaled(key, ': 3 replicas, job-3 added') },
  'replicas.remove': { alone: (key) => scaled(key, ': 1 replica, job-2 removed') },
  redraw: {
    alone: async (key) => {
      using folder = project();
      await using terminal = folder.open();
      await terminal.until(runs, 'the dashboard');
      // Something else has written over the screen.
      terminal.scribble('garbage over it');
      await terminal.until((screen) => isSeen(screen, 'garbage'), 'what was written over it');
      terminal.press(key);
      await terminal.until((screen) => runs(screen) && !isSeen(screen, 'garbage'), 'the dashboard again');
      terminal.press('ctrl+c');
      await terminal.exited;
    },
  },
  interrupt: {
    alone: async (key) => {
      using folder = project();
      await using terminal = folder.open();
      await terminal.until(runs, 'the dashboard');
      terminal.press(key);
      expect(await terminal.exited).toEqual({ code: 0, signal: null });
    },
  },
  suspend: {
    alone: (key) =>
      inShell(async (shell) => {
        shell.press(key);
        await shell.until(stopped, 'the shell again');
        shell.type('fg\r');
        await shell.until(runs, 'the dashboard again');
        shell.press('ctrl+c');
        await shell.until(isReady, 'the shell at the end');
        shell.type('exit\r');
        await shell.exited;
      }),
  },
  'question.background': {
    alone: (key) =>
      inShell(async (shell, folder) => {
        shell.press('q');
        await shell.until((screen) => isSeen(screen, 'Quit and stop'), 'the question');
        shell.press(key);
        await shell.until(stopped, 'the shell again');
        // It goes on a moment later, and must not be stopped again.
        await eventually(async () => expect(await watchdog(folder, ['status'])).toMatchObject({ status: 0 }));
        expect(await watchdog(folder, ['down'])).toMatchObject({ status: 0 });
      }),
  },
};
