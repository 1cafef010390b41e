import { type Action, gone, type Sight } from './action.js';
import type { Hands } from './hands.js';
import { inLog } from './in-log.js';

/** Tries a key in the log, and takes back with others what it did. */
function undone(action: Action, ...keys: readonly (readonly [key: string, sight: Sight])[]): Action {
  return {
    ...action,
    after: async (hands) => {
      for (const [key, sight] of keys) await hands.press(key, sight);
      await action.after?.(hands);
    },
  };
}

/** Tries it on the process that has crashed twice. */
function onCrashy(action: Action): Action {
  return {
    ...action,
    before: async (hands) => {
      await hands.select('crashy');
      await hands.sees(/^ ─ crashy ─/);
      await action.before?.(hands);
    },
  };
}

/** Tries a key while eleven lines are found, and the last of them is where the user is. */
function whileFound(seen: Sight): Action {
  const action = inLog(seen, ['/', 'text, or /expression/']);
  return undone(
    {
      ...action,
      before: async (hands: Hands) => {
        await action.before?.(hands);
        await hands.type('line 29', ' 11 of 11');
        await hands.press('return', gone('Enter apply'));
      },
    },
    ['escape', gone(/ of 11 /)],
  );
}

const atFirst = /^▶ended with exit code 2 /;
const atSecond = /^▶ended with exit code 3 /;
const noPlace: Sight = gone(/^▶/);

/** Tests of searching the log and of exporting it. */
export const logActions: Readonly<Record<string, Action>> = {
  'log.find': undone(inLog('text, or /expression/'), ['escape', gone('text, or /expression/')]),
  'log.find-next': whileFound(/match 1 of 11 /),
  'log.find-previous': whileFound(/match 10 of 11 /),
  'log.filter': undone(inLog('words that lines have, !not, /expression/'), ['escape', gone('words that lines have')]),
  'log.stderr': undone(
    onCrashy(
      inLog((screen) => screen.some((line) => line.includes('stderr only')) && !screen.some((line) => /^.ended /.test(line))),
    ),
    ['e', gone('stderr only')],
  ),
  'log.crash-before': undone(onCrashy(inLog(atSecond)), ['escape', noPlace]),
  'log.crash-after': undone(onCrashy(inLog(atSecond, ['[', atSecond], ['[', atFirst])), ['escape', noPlace]),
  'log.bookmark': undone(inLog(/^◆line 300 /), ['m', gone(/^◆/)]),
  'log.bookmark-next': undone(
    inLog(/^▶line 300 /, ['m', /^◆line 300 /]),
    ['escape', /^◆line 300 /],
    ['G', 'following'],
    ['m', gone(/^◆/)],
  ),
  'log.copy-line': inLog('1 line copied'),
  'log.copy-all': inLog('301 lines copied'),
  'log.save': undone(inLog('save to: .watchdog/saved/api.log'), ['return', /301 lines saved to \S*api\.log/]),
};
