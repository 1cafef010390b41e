import { type Deed, gone, type Sight } from './deed.js';
import type { Hands } from './hands.js';
import { inLog } from './in-log.js';

const selecting = / y copy +v leave/;
const begun = ['v', selecting] as const;

type Key = readonly [key: string, sight: Sight];

/** Tries a key while lines are selected from the newest on: the lines that are selected in view must become so. */
function extending(isSo: (lines: readonly string[]) => boolean, ...before: readonly Key[]): Deed {
  const deed = inLog(gone(''), begun, ...before);
  return {
    ...deed,
    seen: (_, hands) => isSo(hands.markedLines()),
    after: async (hands) => {
      await hands.press('escape', gone(selecting));
      await deed.after?.(hands);
    },
  };
}

const only300 = (lines: readonly string[]): boolean => lines.length === 1 && lines[0]!.startsWith(' line 300 ');
const both = (lines: readonly string[]): boolean => lines.length === 2 && lines[0]!.startsWith(' line 299 ');

/** How the commands on the lines that are selected are tried. */
export const selectionDeeds: Readonly<Record<string, Deed>> = {
  'log.select': extendingFromNothing(),
  'selection.up': extending(both),
  'selection.down': {
    ...extending(only300),
    before: async (hands) => {
      await begin(hands);
      hands.terminal.press('k');
      await hands.sees(() => both(hands.markedLines()));
    },
  },
  'selection.page-up': extending((lines) => lines.length > 5 && lines.some((line) => /^ line 29[0-3] /.test(line))),
  'selection.page-down': extending(only300, ['pageup', / below *$/]),
  'selection.first': extending((lines) => lines.some((line) => line.startsWith(' started, pid '))),
  'selection.last': extending(only300, ['g', /^ line 1 of/]),
  'selection.copy': {
    before: async (hands) => {
      await hands.intoLog();
      // What an earlier key copied is said no longer.
      await hands.press('y', '1 line copied');
      await hands.press(...begun);
      hands.terminal.press('k');
      await hands.sees(() => both(hands.markedLines()));
    },
    seen: '2 lines copied',
    after: (hands) => hands.outOfLog(),
  },
  'selection.leave': {
    before: begin,
    seen: (screen, hands) => hands.markedLines().length === 0 && !screen.some((line) => selecting.test(line)),
    after: (hands) => hands.outOfLog(),
  },
};

async function begin(hands: Hands): Promise<void> {
  await hands.intoLog();
  await hands.press(...begun);
}

function extendingFromNothing(): Deed {
  return { ...extending(only300), before: (hands) => hands.intoLog() };
}
