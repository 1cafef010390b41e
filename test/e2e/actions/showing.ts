import { type Action, gone, type Sight } from './action.js';
import { inLog } from './in-log.js';

const table = / NAME +STATE /;
const byClock = /^.\d\d:\d\d:\d\d\.\d{3} +line 300 /;
const sinceStart = /^. +\+\d+\.\d{3}s +line 300 /;
const isPretty = /^.warn +not well/i;

/** Whether long lines take several rows: fewer of them have room. */
const wrapped: Sight = (screen) => {
  const starts = screen.filter((line) => / line \d+ of the log/.test(line)).length;
  return starts > 0 && starts < 6;
};

/** How it is tried in which way logs are shown, and in which panes. */
export const showingActions: Readonly<Record<string, Action>> = {
  'pane.stamps': {
    ...inLog(byClock),
    after: async (hands) => {
      await hands.press('t', sinceStart);
      await hands.press('t', /^.line 300 /);
      await hands.outOfLog();
    },
  },
  'pane.wrap': {
    ...inLog(wrapped),
    after: async (hands) => {
      await hands.press('w', gone(wrapped));
      await hands.outOfLog();
    },
  },
  'pane.wrap-anywhere': { seen: wrapped, after: (hands) => hands.press('f6', gone(wrapped)) },
  'pane.pretty': {
    before: async (hands) => {
      await hands.select('flaky');
      await hands.sees(/^ ─ flaky ─/);
      await hands.intoLog();
    },
    seen: isPretty,
    after: async (hands) => {
      await hands.press('p', '{"level":"warn"');
      await hands.outOfLog();
    },
  },
  'pane.clear': {
    ...inLog(
      (screen) => screen.some((line) => line.includes(' cleared ═')) && !screen.some((line) => / line \d+ of the log/.test(line)),
    ),
    after: async (hands) => {
      await hands.press('escape', 'line 300 of the log');
      await hands.outOfLog();
    },
  },
  'pane.merged': { seen: /^ ─ all processes ─/, after: (hands) => hands.press('a', /^ ─ api ─/) },
  'pane.pin': { seen: / ─ ▪ api ─/, after: (hands) => hands.press('|', gone('▪ api')) },
  'pane.zoom': {
    seen: gone(table),
    after: async (hands) => {
      await hands.press('z', table);
      await hands.outOfLog();
    },
  },
};
