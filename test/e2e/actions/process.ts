import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Action, gone, isSeen } from './action.js';
import type { Hands } from './hands.js';

const idleRuns = / idle +● running/;
const idleRests = / idle +○ stopped/;

/** Stops the one that sleeps, however it is. */
export const stopIdle = (hands: Hands): Promise<void> => hands.press('x', idleRests);
const sayNo = (hands: Hands): Promise<void> => hands.press('n', gone(/^ Kill /));

/** Starts one that only sleeps. */
export async function startIdle(hands: Hands): Promise<void> {
  await hands.select('idle');
  await hands.press('s', idleRuns);
}

/** Selects the one with the open circuit, and lets it be well from its next start on. */
export async function letBeWell(hands: Hands): Promise<void> {
  await hands.select('flaky');
  if (!isSeen(hands.terminal.screen(), / flaky +✖ circuit/)) await hands.press('s', / flaky +✖ circuit/);
  writeFileSync(join(hands.project.folder, 'well'), '');
}

/** Stops the one that is well, and lets it fail again from its next start on. */
export async function letFailAgain(hands: Hands): Promise<void> {
  await hands.press('x', / flaky +○ stopped/);
  rmSync(join(hands.project.folder, 'well'));
}

/** How the commands on a process are tried. */
export const processActions: Readonly<Record<string, Action>> = {
  'process.start': { before: (hands) => hands.select('idle'), seen: idleRuns, after: stopIdle },
  'process.stop': { before: startIdle, seen: idleRests },
  'process.restart': { before: startIdle, seen: /idle restarted, pid \d+/, after: stopIdle },
  'process.reset': {
    before: letBeWell,
    seen: / flaky +● running/,
    after: letFailAgain,
  },
  'checks.hold': {
    before: async (hands) => {
      await hands.select('rest');
      await hands.press('s', / rest +● running +healthy/);
    },
    seen: / rest +● running .*checks held/,
    after: (hands) => hands.press('x', / rest +○ stopped/),
  },
  'process.kill': { seen: 'Kill api now, without grace?', after: sayNo },
  'process.kill-restart': { seen: 'Kill api without grace and start again?', after: sayNo },
  'terminal.type': {
    before: (hands) => hands.select('shell'),
    seen: 'typing into shell',
    after: (hands) => hands.press('ctrl+]', gone('typing into shell')),
  },
  'terminal.leave': {
    before: async (hands) => {
      await hands.select('shell');
      await hands.press('I', 'typing into shell');
    },
    seen: gone('typing into shell'),
  },
  'question.yes': {
    before: async (hands) => {
      await startIdle(hands);
      await hands.press('X', 'Kill idle now, without grace?');
    },
    seen: idleRests,
  },
  'question.no': { before: (hands) => hands.press('q', 'Quit and stop'), seen: gone('Quit and stop') },
};
