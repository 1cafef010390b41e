import { describe, expect, it } from 'vitest';
import { emptyLogWords, emptyPaneWords, emptyTableWords } from '../../../src/view/chrome/empty-words.js';
import { problemToast } from '../../../src/view/chrome/news-toasts.js';
import { questionLine, shutdownLine } from '../../../src/view/chrome/notice.js';
import { pageOver } from '../../../src/view/chrome/page-over.js';
import { titleFacts } from '../../../src/view/chrome/pane-title.js';
import { promptLine } from '../../../src/view/chrome/prompt-line.js';
import { terminalTitle } from '../../../src/view/chrome/terminal-title.js';
import { zoomLine } from '../../../src/view/chrome/zoom-line.js';
import { footerLine } from '../../../src/view/commands/footer.js';
import { Keymap, places } from '../../../src/view/commands/keymap.js';
import { menuLines } from '../../../src/view/commands/menu.js';
import { press } from '../../../src/view/commands/press.js';
import { commands } from '../../../src/view/commands/table.js';
import { logWindow } from '../../../src/view/log/window.js';
import { greeting } from '../../../src/view/state/greeting.js';
import { FakeScreen } from '../../components/stage/fake-screen.js';
import { everyState } from '../../components/stage/sample-processes.js';
import { sampleOf } from '../../fixtures/long-runs.js';
import { FakeContext } from '../fake-context.js';
import { textOf } from '../text-of.js';

/** Every command has one key, which no text can name by itself: a letter of the runic script, in the order of the table. */
const keyOf = new Map(commands.map(({ id }, index) => [id, String.fromCodePoint(0x16a0 + index)]));
const remapped = new Keymap(Object.fromEntries([...keyOf].map(([id, key]) => [id, [key]])));
const press1 = (ctx: FakeContext, id: string) => press(keyOf.get(id)!, ctx.snapshot);

/** The names of keys, and single characters that stand for one before a verb or at the end of a sentence about it. */
const fixedKey =
  /\b(Esc|Enter|Tab|PgUp|PgDn|Ctrl\+.|F\d\d?)\b|(^|(?<!GET)[\s;,(])([b-zB-HJ-Z]|[/&|?!:'[\]])(?=\s+[a-z]+(s|es)?\b)|\bSpace\b/;

function context(selected: string, ...ids: readonly string[]): FakeContext {
  const ctx = new FakeContext(selected);
  ctx.keymap = remapped;
  for (const id of ids) press1(ctx, id);
  return ctx;
}

/** All that is said around a state of the screen. */
function textsOf(ctx: FakeContext): readonly string[] {
  const { snapshot } = ctx;
  const page = pageOver(snapshot, {
    source: { details: () => undefined, crashes: () => [], timing: () => null, events: () => ctx.records },
    wall: 0,
    width: 120,
    height: 30,
  });
  const { ui, processes } = ctx;
  return [
    textOf(footerLine({ ...snapshot, page }, 400)),
    ...(menuLines(snapshot, 120, 20) ?? []).map(textOf),
    ...(page === undefined ? [] : [...page.page.head, ...page.page.lines].map(textOf)),
    ...ui.toasts.map(({ text }) => remapped.say(text)),
    ...(ui.prompt === undefined ? [] : [textOf(promptLine(ui.prompt, snapshot, 200)).slice(3)]),
    ...(ui.overlay.name === 'question'
      ? [textOf(questionLine(ui.overlay.question, { processes, canLeave: true, keymap: remapped }, 200))]
      : []),
  ];
}

/** A command's name where its key should stand. */
const bareName = /\{[a-z]+\.[a-z-]+\}/;

/** Most texts are those of other places too. */
const known = new Map<string, boolean>();

function namesKey(text: string): boolean {
  const earlier = known.get(text);
  if (earlier !== undefined) return earlier;
  const found = fixedKey.test(text) || bareName.test(text);
  known.set(text, found);
  return found;
}

const clean = (texts: readonly string[]): readonly string[] => texts.filter(namesKey);

describe('Every key in a text comes from the keymap: with all commands on other keys, no text names a standard one,', () => {
  const openings: Readonly<Record<string, readonly string[]>> = {
    'at the table': [],
    'at the log': ['focus.toggle'],
    'at a zoomed log': ['pane.zoom'],
    'in a pinned pane': ['pane.pin', 'focus.toggle', 'focus.toggle'],
    'in the help': ['help.open'],
    'in the dependencies': ['graph.open'],
    'in the timing': ['timing.open'],
    'in the events': ['events.open'],
    'in the details': ['details.open'],
    'in the palette': ['palette.open'],
    'in the sort menu': ['sort.open'],
    'in the menu of targets': ['act.open'],
    'in the menu of actions': ['act.open', 'target.all'],
    'in the menu of signals': ['signal.open'],
    'in a question': ['quit'],
    'in a prompt': ['table.filter'],
  };

  const openingsWithProcess = Object.entries(openings).map(([where, ids], at) => {
    const names = ['api', 'docs', 'payments', 'cache', 'flaky'];
    const first = at % names.length;
    return { where, ids, selection: [...names.slice(first), ...names.slice(0, first)].slice(0, sampleOf(names.length)) };
  });

  it.each(openingsWithProcess)('$where', ({ ids, selection }) => {
    for (const selected of selection) {
      expect(clean(textsOf(context(selected, ...ids)))).toEqual([]);
      // Whatever is pressed there, with what it says.
      for (const { id } of commands) {
        const ctx = context(selected, ...ids);
        press1(ctx, id);
        expect(clean(textsOf(ctx)), `${id} on ${selected}`).toEqual([]);
      }
    }
  });

  it('over the footer, in empty panes and in titles', () => {
    const ctx = context('api', 'log.find');
    const pane = ctx.pane()!;
    const screen = new FakeScreen();
    const around = { typing: true, focused: true, keymap: remapped };
    const texts = [
      textOf(shutdownLine(everyState(0), 0, 200, true, remapped)),
      textOf(shutdownLine(everyState(0), 0, 200, false, remapped)),
      emptyTableWords('x', 99),
      emptyTableWords('', 99),
      ...everyState(0).map((process) => emptyLogWords(process)),
      emptyPaneWords(pane, undefined, true),
      greeting.text,
      problemToast({ text: 'broken', parts: [{ message: 'broken' }] }, 0).text,
      textOf(terminalTitle({ name: 'api', screen, reason: '', ...around }, 100)),
      textOf(terminalTitle({ name: 'api', screen, reason: '', ...around, typing: false }, 100)),
      textOf(zoomLine(titleFacts(pane, ctx.ui.log, logWindow({ seq: 0, row: 0 }, pane.room)), 'x', remapped, 100)),
    ];
    expect(clean(texts.map((text) => remapped.say(text)))).toEqual([]);
  });

  it('which is a test: a text that names a key by itself is found', () => {
    const planted = [
      'z or Esc shows the rest',
      'no bookmark here; m sets one',
      '? lists them',
      'Space marks',
      '/ changes the filter',
    ];
    expect(clean(planted)).toEqual(planted);
    expect(clean(['a process was added', 'I am', 'api, db and 3 more'])).toEqual([]);
  });

  it('in any place', () => {
    expect(places.flatMap((place) => remapped.commandsIn(place)).every(({ keys }) => /[\u16a0-\u17ff]/.test(keys[0]!))).toBe(
      true,
    );
  });
});
