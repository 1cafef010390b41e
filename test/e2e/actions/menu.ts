import { readFileSync } from 'node:fs';
import { descendantsOf } from '../../fixtures/process-tree.js';
import { type Action, gone, isSeen, isSight, type Sight } from './action.js';
import type { Hands } from './hands.js';
import { letBeWell, letFailAgain, startIdle, stopIdle } from './process.js';

const acts = 'act on several processes';
const bothRun: Sight = (screen) => [/ idle +● running/, / rest +● running/].every((row) => isSeen(screen, row));
const bothRest: Sight = (screen) => [/ idle +○ stopped/, / rest +○ stopped/].every((row) => isSeen(screen, row));

const close = (hands: Hands): Promise<void> => hands.press('escape', gone(/ act on |sort the rows/));

/** Opens the menu for the group of two. */
async function ontoGroup(hands: Hands): Promise<void> {
  await hands.select('idle');
  await hands.press('A', acts);
  await hands.press('g', 'act on the 2 of back');
}

async function startBoth(hands: Hands): Promise<void> {
  await ontoGroup(hands);
  await hands.press('s', bothRun);
}

async function stopBoth(hands: Hands): Promise<void> {
  await ontoGroup(hands);
  await hands.press('x', 'Stop idle, rest?');
  await hands.press('y', bothRest);
}

/** Tries an action on the two while they run, which asks before it ends them. */
function asking(question: string, after: NonNullable<Action['after']>): Action {
  return {
    before: async (hands) => {
      await startBoth(hands);
      await ontoGroup(hands);
    },
    seen: question,
    after,
  };
}

/** Says yes to what starts the two again, as other processes than before. */
async function yesAndAgain(hands: Hands): Promise<void> {
  const before = sleepers(hands);
  await hands.press('y', (screen) => isSight(bothRun, screen, hands) && haveChanged(before, sleepers(hands)));
  await stopBoth(hands);
}

/** Two of the sleeping processes are others than before. */
function haveChanged(before: readonly number[], now: readonly number[]): boolean {
  return now.length === before.length && now.filter((pid) => !before.includes(pid)).length === 2;
}

/** The pids of all processes of the project that sleep. */
function sleepers({ terminal }: Hands): readonly number[] {
  return descendantsOf(terminal.pid).filter((pid) => commandLine(pid) === 'sleep 1000');
}

function commandLine(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
  } catch {
    return undefined;
  }
}

/** Tries an order of the rows: its column has the sign, and one process comes before another. */
function sorts(heading: RegExp, first: string, second: string): Action {
  return {
    before: (hands) => hands.press('o', 'sort the rows'),
    seen: (screen) => isSeen(screen, heading) && isBefore(screen, first, second),
    after: asInFile,
  };
}

async function asInFile(hands: Hands): Promise<void> {
  await hands.press('o', 'sort the rows');
  await hands.press('f', gone('sort the rows'));
  await hands.sees(gone(/ NAME.*[▲▼]/));
}

function isBefore(screen: readonly string[], first: string, second: string): boolean {
  const rowOf = (name: string): number => screen.findIndex((line) => new RegExp(`^ [▌• ] ${name} `).test(line));
  return rowOf(first) !== -1 && rowOf(first) < rowOf(second);
}

/** Sends a signal to one that sleeps, which may end by it. */
function sending(signal: string): Action {
  return {
    before: async (hands) => {
      await startIdle(hands);
      await hands.press('S', 'send a signal to idle');
    },
    seen: `idle: ${signal} sent`,
    after: stopIdle,
  };
}

/** How the little menus and the marks are tried. */
export const menuActions: Readonly<Record<string, Action>> = {
  'signal.open': {
    seen: 'send a signal to api',
    after: (hands) => hands.press('escape', gone('send a signal to api')),
  },
  'signal.hup': sending('SIGHUP'),
  'signal.int': sending('SIGINT'),
  'signal.quit': sending('SIGQUIT'),
  'signal.term': sending('SIGTERM'),
  'signal.usr1': sending('SIGUSR1'),
  'signal.usr2': sending('SIGUSR2'),
  'signal.stop': sending('SIGSTOP'),
  'signal.cont': sending('SIGCONT'),
  'signal.winch': sending('SIGWINCH'),
  'act.open': { seen: acts, after: close },
  'target.marked': {
    before: async (hands) => {
      await hands.press('space', '*▌ api ');
      await hands.press('A', 'the 1 marked');
    },
    seen: 'act on the 1 marked',
    after: async (hands) => {
      await close(hands);
      await hands.press('escape', gone('*▌ api '));
    },
  },
  'target.group': {
    before: async (hands) => {
      await hands.select('idle');
      await hands.press('A', acts);
    },
    seen: 'act on the 2 of back',
    after: close,
  },
  'target.all': { before: (hands) => hands.press('A', acts), seen: 'act on all 6', after: close },
  'action.start': { before: ontoGroup, seen: bothRun, after: stopBoth },
  'action.stop': asking('Stop idle, rest?', (hands) => hands.press('y', bothRest)),
  'action.restart': asking('Restart idle, rest?', yesAndAgain),
  'action.reset': {
    before: async (hands) => {
      await letBeWell(hands);
      await hands.press('space', '*▌ flaky ');
      await hands.press('A', acts);
      await hands.press('m', 'act on the 1 marked');
    },
    seen: / flaky +● running/,
    after: async (hands) => {
      await hands.press('escape', gone('*▌ flaky '));
      await letFailAgain(hands);
    },
  },
  'action.kill': asking('Kill idle, rest now, without grace?', (hands) => hands.press('y', bothRest)),
  'action.kill-restart': asking('Kill idle, rest without grace and start again?', yesAndAgain),
  'table.mark': { seen: '*▌ api ', after: (hands) => hands.press('space', gone('*▌ api ')) },
  'sort.open': { seen: 'sort the rows', after: close },
  'sort.name': sorts(/ NAME▲/, 'flaky', 'shell'),
  'sort.state': sorts(/ STATE▲/, 'crashy', 'api'),
  'sort.cpu': sorts(/ by cpu ▼/, 'api', 'crashy'),
  'sort.memory': sorts(/ by memory ▼/, 'api', 'crashy'),
  'sort.restarts': sorts(/ RST▼/, 'crashy', 'api'),
  'sort.file': {
    before: async (hands) => {
      await hands.press('o', 'sort the rows');
      await hands.press('s', (screen) => isBefore(screen, 'crashy', 'api'));
      await hands.press('o', 'sort the rows');
    },
    seen: (screen) => isBefore(screen, 'api', 'crashy') && !isSeen(screen, 'STATE▲'),
  },
  'sort.trouble-first': {
    before: (hands) => hands.press('o', 'sort the rows'),
    seen: (screen) => isBefore(screen, 'crashy', 'api'),
    after: async (hands) => {
      await hands.press('o', 'Trouble first ✔');
      await hands.press('t', (screen) => isBefore(screen, 'api', 'crashy'));
    },
  },
  'menu.close': { before: (hands) => hands.press('A', acts), seen: gone(acts) },
};
