import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Action, gone, type Sight } from './action.js';
import type { Hands } from './hands.js';

const table = / NAME +STATE /;
const back = (hands: Hands): Promise<void> => hands.press('escape', table);
const opened = (key: string, seen: Sight) => (hands: Hands) => hands.press(key, seen);

/** The details are open and stand at their first row. */
const atTop: Sight = /^ Now( |$)/;

/** Tries a key in the details, which are longer than the screen, after another in them. */
function inDetails(seen: Sight, ...before: readonly string[]): Action {
  return {
    before: async (hands) => {
      await hands.press('i', atTop);
      for (const key of before) await hands.press(key, gone(atTop));
    },
    seen,
    after: back,
  };
}

async function ontoCrash(hands: Hands, ...cards: readonly string[]): Promise<void> {
  await hands.select('crashy');
  await hands.press('i', 'desired: up');
  for (const card of cards) await hands.press('[', card);
}

/** Breaks the configuration, so that reading it again shows what is wrong. */
async function ontoProblem(hands: Hands): Promise<void> {
  writeFileSync(file(hands), `${readFileSync(file(hands), 'utf8')}nonsense: true\n`);
  await hands.press('L', 'Invalid configuration; still running');
}

function mend(hands: Hands): void {
  writeFileSync(file(hands), readFileSync(file(hands), 'utf8').replace('nonsense: true\n', ''));
}

function file({ project }: Hands): string {
  return join(project.folder, 'watchdog.yaml');
}

/** How the commands of what lies over the panes are tried. */
export const pageActions: Readonly<Record<string, Action>> = {
  'details.open': { seen: 'desired: up', after: back },
  'details.enter': { seen: 'desired: up', after: back },
  'details.older-crash': {
    before: (hands) => ontoCrash(hands, 'crash 2 of 2'),
    seen: 'crash 1 of 2',
    after: async (hands) => {
      await hands.press('escape', 'desired: up');
      await back(hands);
    },
  },
  'details.newer-crash': {
    before: (hands) => ontoCrash(hands, 'crash 2 of 2', 'crash 1 of 2'),
    seen: 'crash 2 of 2',
    after: async (hands) => {
      await hands.press('escape', 'desired: up');
      await back(hands);
    },
  },
  'details.next': { before: opened('i', 'desired: up'), seen: /^ crashy +✖ failed/, after: back },
  'details.previous': {
    before: async (hands) => {
      await hands.select('crashy');
      await hands.press('i', /^ crashy +✖ failed/);
    },
    seen: /^ api +● running/,
    after: back,
  },
  'details.back': { before: opened('i', 'desired: up'), seen: table },
  'events.open': { seen: /^ Events /, after: back },
  'events.close': { before: opened('E', /^ Events /), seen: table },
  'events.go': {
    before: async (hands) => {
      await hands.press('E', /^ Events /);
      await hands.press('g', 'held, G follows');
    },
    seen: table,
    after: (hands) => hands.outOfLog(),
  },
  'events.filter': {
    before: opened('E', /^ Events /),
    seen: 'words to filter the events by',
    after: async (hands) => {
      await hands.press('escape', gone('words to filter the events by'));
      await back(hands);
    },
  },
  'palette.open': { seen: 'a process, or a command', after: back },
  'graph.open': { seen: 'No dependencies; all start together', after: back },
  'graph.go': {
    before: async (hands) => {
      await hands.press('D', 'No dependencies; all start together');
      await hands.press('j', '▌  crashy');
    },
    seen: table,
  },
  'graph.close': { before: opened('D', 'No dependencies; all start together'), seen: table },
  'timing.open': { seen: 'Critical chain', after: back },
  'timing.close': { before: opened('T', 'Critical chain'), seen: table },
  'bundle.write': { seen: 'bundle written: ' },
  'replay.event-before': { seen: 'the event before: only in a replay' },
  'replay.event-next': { seen: 'the next event: only in a replay' },
  'replay.crash-before': { seen: 'the crash before: only in a replay' },
  'replay.crash-next': { seen: 'the next crash: only in a replay' },
  'replay.back': { seen: 'ten seconds back: only in a replay' },
  'replay.on': { seen: 'ten seconds forward: only in a replay' },
  'replay.play': { seen: 'play or pause: only in a replay' },
  'replay.faster': { seen: 'play faster, up to 60x: only in a replay' },
  'replay.slower': { seen: 'play slower: only in a replay' },
  'configuration.reload': { seen: 'nothing changed' },
  'problem.reload': {
    before: async (hands) => {
      await ontoProblem(hands);
      mend(hands);
    },
    seen: table,
  },
  'problem.close': {
    before: ontoProblem,
    seen: table,
    after: async (hands) => {
      mend(hands);
      // The save is noticed a moment later; what is said then would stand over what the next key says.
      await hands.sees('nothing changed');
    },
  },
  'help.open': { seen: 'Select the row above', after: back },
  'help.close': { before: opened('?', 'Select the row above'), seen: table },
  'help.search': {
    before: opened('?', 'Select the row above'),
    seen: 'words to search the help for',
    after: async (hands) => {
      await hands.press('escape', 'Esc close');
      await back(hands);
    },
  },
  'page.up': inDetails(atTop, 'j'),
  'page.down': inDetails(gone(atTop)),
  'page.page-up': inDetails(atTop, 'pagedown'),
  'page.page-down': inDetails(gone(atTop)),
  'page.first': inDetails(atTop, 'pagedown'),
  'page.last': inDetails(gone(atTop)),
};
