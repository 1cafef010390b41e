import type { Action, Sight } from './action.js';
import { inLog } from './in-log.js';

type Key = readonly [key: string, sight: Sight];

/** The selected lines in view are such. */
const selected =
  (isSo: (lines: readonly string[]) => boolean): Sight =>
  (_, hands) =>
    isSo(hands.markedLines());

const none = selected((lines) => lines.length === 0);
const newest = selected(([first, ...others]) => others.length === 0 && first?.startsWith(' line 300 ') === true);
const newestTwo = selected((lines) => lines.length === 2 && lines[0]!.startsWith(' line 299 '));
const aPage = selected((lines) => lines.length > 5 && lines.some((line) => /^ line 29[0-3] /.test(line)));
const fromOldest = selected((lines) => lines[0]?.startsWith(' started, pid ') === true);

const begun: Key = ['v', newest];

/** Tries a key while the newest line is selected, after some others. */
function selecting(seen: Sight, ...before: readonly Key[]): Action {
  return leaving(inLog(seen, begun, ...before));
}

function leaving(action: Action): Action {
  return {
    ...action,
    after: async (hands) => {
      await hands.press('escape', none);
      await action.after?.(hands);
    },
  };
}

/** How the commands on the lines that are selected are tried. */
export const selectionActions: Readonly<Record<string, Action>> = {
  'log.select': leaving(inLog(newest)),
  'selection.up': selecting(newestTwo),
  'selection.down': selecting(newest, ['k', newestTwo]),
  'selection.page-up': selecting(aPage),
  'selection.page-down': selecting(newest, ['pageup', aPage]),
  'selection.first': selecting(fromOldest),
  'selection.last': selecting(newest, ['g', fromOldest]),
  // The copy of one line before takes the place of what an earlier key said.
  'selection.copy': inLog('2 lines copied', ['y', '1 line copied'], begun, ['k', newestTwo]),
  'selection.leave': inLog(none, begun),
};
