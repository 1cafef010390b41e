import { type Action, gone } from './action.js';
import type { Hands } from './hands.js';
import { inLog } from './in-log.js';

const onto = (name: Parameters<Hands['select']>[0]) => (hands: Hands) => hands.select(name);

/** How the commands of the table and of the log are tried. */
export const paneActions: Readonly<Record<string, Action>> = {
  'select.up': { before: onto('crashy'), seen: '▌ api ' },
  'select.down': { seen: '▌ crashy ' },
  'select.page-up': { before: onto('rest'), seen: '▌ api ' },
  'select.page-down': { seen: '▌ rest ' },
  'select.first': { before: onto('rest'), seen: '▌ api ' },
  'select.last': { seen: '▌ rest ' },
  // From the heading of the group, which no number leads to.
  'select.row': { before: (hands) => hands.type('Gkk', '▌ back '), seen: gone('▌ back ') },
  'select.trouble': { seen: '▌ crashy ' },
  'focus.log': { seen: (_, hands) => hands.logHasFocus(), after: (hands) => hands.outOfLog() },
  'focus.table': {
    before: (hands) => hands.intoLog(),
    seen: (_, hands) => !hands.logHasFocus(),
  },
  'table.filter': { seen: 'words to filter the rows by', after: (hands) => hands.press('escape', gone('Enter apply')) },
  'scroll.up': inLog('held ▼ 1 below'),
  'scroll.down': inLog('held ▼ 1 below', ['k', 'held ▼ 1 below'], ['k', 'held ▼ 2 below']),
  'scroll.page-up': inLog(/held ▼ \d+ below/),
  'scroll.page-down': inLog('following', ['pageup', /held ▼ \d+ below/]),
  'scroll.half-up': inLog(/held ▼ \d below/),
  'scroll.half-down': inLog('following', ['ctrl+u', /held ▼ \d below/]),
  'scroll.first': inLog('line 1 of the log'),
  'scroll.last': inLog('following', ['g', 'line 1 of the log']),
  'scroll.left': inLog(gone('from column'), ['right', 'from column 9']),
  'scroll.right': {
    ...inLog('from column 9'),
    after: async (hands) => {
      await hands.press('left', gone('from column'));
      await hands.outOfLog();
    },
  },
  'log.follow': { seen: / held ─/, after: (hands) => hands.press('f', 'following') },
  'go.back': {
    before: async (hands) => {
      await hands.type('/api', gone(' crashy '));
      await hands.press('return', gone('Enter apply'));
    },
    seen: ' crashy ',
  },
  'prompt.accept': {
    before: (hands) => hands.type('/api', '1 of 6'),
    seen: gone('Enter apply'),
    after: (hands) => hands.press('escape', ' crashy '),
  },
  'prompt.cancel': { before: (hands) => hands.type('/api', '1 of 6'), seen: ' crashy ' },
};
