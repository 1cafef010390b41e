import type { ProcessSnapshot } from '../../../src/supervisor/snapshot/process.js';
import { commands } from '../../../src/view/commands/table.js';
import type { Dice } from '../../chaos/dice.js';
import type { DrawnApp } from './drawn-app.js';
import { randomMouse } from './random-mouse.js';
import { sampleCard, sampleDetails } from './sample-details.js';
import { everyState } from './sample-processes.js';
import { sampleTiming } from './sample-timing.js';
import { WildScreen } from './wild-screen.js';

/** The keys that lead back to the panes; without more of them, most of the time would be spent in what lies over those. */
const wayBack = ['escape', 'ctrl+]', 'escape'];

/** Something that can happen to the dashboard; returns what it was, in words. */
type Action = (app: DrawnApp, dice: Dice) => Promise<string>;

const keys = [...new Set(commands.flatMap((command) => command.keys))].map((key) => (key === 'return' ? 'enter' : key));
const others = [
  ' ',
  '.',
  'z',
  '5',
  'é',
  '漢',
  'backspace',
  'delete',
  'insert',
  'f2',
  'f12',
  'shift+tab',
  'ctrl+w',
  'ctrl+a',
  // Pages one over the other, and the way back from them.
  ...['E', 'D', 'T', 'i', '?', ':', 'tab', 'enter', 'J', '!', '['],
  // Menus, questions, prompts, panes.
  ...['o', 'A', 'a', 'S', 'q', 'X', '/', '&', 'v', '|', 'I'],
];
const wild = [
  'plain words',
  'x'.repeat(300),
  '日本語'.repeat(50),
  '👩‍👩‍👧 e\u0301 ❤️ 🇩🇪 \u{1f44d}\u{1f3fd}',
  '\x1b]0;title\x07\x1b[2J\x1b[10;10H\x1b[?1000h\x1bPq\x1b\\ after',
  'tab\ttab\rback\b\b\x00\x7f',
  '\u202egnirts \u2066iso\u2069 \ud800 \u0600',
  '\x1b[31mred \x1b[7;48;5;200mand \x1b[38;2;1;2;3mtrue',
  '',
];
const names = ['api', 'a', 'a-name-that-is-much-too-long-for-any-column-of-the-table', '漢字', 'web-2', 'wörker'];
const containers = ['container:db-1', 'container:a_container.with-a-name-that-is-much-too-long'];
const groups = [null, null, 'back', 'front end', 'グループ'.repeat(12), '👩‍👩‍👧'];

const actions: readonly (readonly [weight: number, Action])[] = [
  [10, pressKey],
  [6, useMouse],
  [4, typeAtOnce],
  [1, sendBytes],
  [1, openActions],
  [1, openFilled],
  [4, resize],
  [4, changeState],
  [2, changeSet],
  [3, growLog],
  [2, passTime],
  [2, answer],
  [1, tellNews],
  [2, drawPicture],
  [1, tellMore],
  [1, shutDown],
];
const bag = actions.flatMap(([weight, action]) => Array.from({ length: weight }, () => action));

/** Lets something happen to the dashboard, and says what. It is on the screen then. */
export async function randomAction(app: DrawnApp, dice: Dice): Promise<string> {
  const words = await dice.oneOf(bag)(app, dice);
  await app.settle();
  return words;
}

async function pressKey(app: DrawnApp, dice: Dice): Promise<string> {
  const key = dice.oneOf(dice.oneOf([keys, keys, keys, wayBack, wayBack, others, others]));
  await app.press(key);
  return `press ${key}`;
}

/** The menu behind the menu. */
async function openActions(app: DrawnApp, dice: Dice): Promise<string> {
  const keys = ['escape', 'escape', 'A', dice.oneOf(['m', 'g', 'a'])];
  await app.press(...keys);
  return `press ${keys.join(' ')}`;
}

/** What is seen only where there is something to see: a crash, or a terminal to type into. */
async function openFilled(app: DrawnApp, dice: Dice): Promise<string> {
  const [fill, keys] = dice.oneOf<readonly [Action, readonly string[]]>([
    [tellMore, ['i', '[']],
    [drawPicture, ['I']],
  ]);
  const done = await fill(app, dice);
  await app.settle();
  await app.press('escape', 'escape', ...keys);
  return `${done}, press escape escape ${keys.join(' ')}`;
}

async function typeAtOnce(app: DrawnApp, dice: Dice): Promise<string> {
  const text = Array.from({ length: 1 + dice.below(8) }, () => dice.oneOf(keys.filter((key) => key.length === 1))).join('');
  await app.type(text);
  return `type ${text}`;
}

async function sendBytes(app: DrawnApp, dice: Dice): Promise<string> {
  const bytes = dice.oneOf([
    '\x1b[200~x\nq\x1b[201~',
    '\x1b[<0;10;10M',
    '\x1b[I',
    '\x1b[1;5A',
    '\x1bx',
    '\x00',
    '\x1b[99~',
    'qxX'.repeat(40),
  ]);
  await app.type(bytes);
  return `send ${JSON.stringify(bytes)}`;
}

async function useMouse(app: DrawnApp, dice: Dice): Promise<string> {
  const pieces = randomMouse(app.terminal.size, dice);
  for (const piece of pieces) await app.type(piece);
  return `mouse ${JSON.stringify(pieces)}`;
}

async function resize(app: DrawnApp, dice: Dice): Promise<string> {
  const sizes = Array.from({ length: 1 + dice.below(3) }, () => ({ columns: 30 + dice.below(190), rows: 6 + dice.below(60) }));
  for (const size of sizes.slice(0, -1)) app.terminal.resize(size);
  await app.resize(sizes.at(-1)!);
  return `resize ${sizes.map(({ columns, rows }) => `${columns}x${rows}`).join(' ')}`;
}

/** A process by its name: every other time the selected one, since that is seen. */
function someName({ source, terminal }: DrawnApp, dice: Dice): string {
  const selected = terminal.lines().flatMap((line) => /^ [▌>] (\S+)/.exec(line)?.[1] ?? []);
  const all = source.processes().map(({ name }) => name);
  return dice.oneOf(dice.below(2) === 0 && selected.length > 0 ? selected : [...all, 'gone']);
}

async function changeState(app: DrawnApp, dice: Dice): Promise<string> {
  const { source } = app;
  const changed = someName(app, dice);
  const usage = { cpu: dice.below(900), memory: dice.below(9) * 10 ** dice.below(11) };
  const words = dice.oneOf(wild);
  const said =
    dice.below(3) > 0
      ? {}
      : {
          reason: words,
          timedReason: { before: `${words} in `, time: 'due' as const, after: '' },
          brief: words,
          lastError: words,
        };
  const like = { ...dice.oneOf(everyState(source.now())), ...usage, ...said };
  const become = ({ name, kind, group }: ProcessSnapshot): ProcessSnapshot => ({ ...like, name, kind, group });
  source.setProcesses(source.processes().map((process) => (process.name === changed ? become(process) : process)));
  return `${changed} becomes ${like.state}${'brief' in said ? `, ${JSON.stringify(words.slice(0, 20))}` : ''}`;
}

async function changeSet({ source }: DrawnApp, dice: Dice): Promise<string> {
  const count = dice.oneOf([0, 1, 2, 5, 12, 30, 200]);
  const states = everyState(source.now());
  const known = dice.below(2) === 0 ? names : [...containers, ...names];
  const inGroups = dice.below(2) === 0;
  const all = Array.from({ length: count }, (_, at): ProcessSnapshot => {
    const name = known[at] ?? `p${at}`;
    const kind = name.startsWith('container:') ? 'container' : 'process';
    return { ...dice.oneOf(states), name, kind, group: inGroups ? dice.oneOf(groups) : null };
  });
  source.setProcesses(dice.some(all, count));
  return `${count} processes${inGroups ? ' in groups' : ''}`;
}

async function growLog(app: DrawnApp, dice: Dice): Promise<string> {
  const name = someName(app, dice);
  const lines = Array.from({ length: 1 + dice.below(60) }, () => dice.oneOf(wild));
  app.source.write(name, lines, dice.oneOf(['stdout', 'stderr', 'watchdog']));
  return `${lines.length} lines of ${name}`;
}

async function passTime({ clock }: DrawnApp, dice: Dice): Promise<string> {
  const ms = dice.oneOf([1, 30, 999, 1000, 5000, 100_000_000]);
  clock.advance(Math.min(ms, 10_000));
  return `${ms} ms pass`;
}

async function answer({ source }: DrawnApp, dice: Dice): Promise<string> {
  const asked = source.asked.splice(0, 1)[0];
  asked?.answer({ ok: dice.below(2) === 0, text: `${asked.name}: ${dice.oneOf(wild)}` });
  return `answer ${asked?.action ?? 'nothing'}`;
}

async function tellNews({ news }: DrawnApp, dice: Dice): Promise<string> {
  const text = dice.oneOf(wild);
  if (dice.below(2) === 0)
    news.problems.notify(dice.below(2) === 0 ? { text, parts: [{ message: text, source: text }] } : undefined);
  else news.outcome = { ok: dice.below(2) === 0, text };
  return `news ${JSON.stringify(text.slice(0, 20))}`;
}

async function drawPicture(app: DrawnApp, dice: Dice): Promise<string> {
  const { source } = app;
  const name = someName(app, dice);
  if (dice.below(3) === 0) source.screens.delete(name);
  else {
    const place = `\x1b[${1 + dice.below(24)};${1 + dice.below(80)}H`;
    const text = dice.oneOf([`a picture ${'─'.repeat(20)}`, `${place}${dice.oneOf(wild)}`, `${dice.oneOf(wild)}\x1b[?25l`]);
    const screen = await WildScreen.showing(text);
    source.screens.set(name, Object.assign(screen, { draws: dice.below(2) === 0, open: dice.below(4) > 0 }));
  }
  source.setProcesses([...source.processes()]);
  return `a terminal of ${name}`;
}

async function tellMore(app: DrawnApp, dice: Dice): Promise<string> {
  const { source } = app;
  const name = someName(app, dice);
  const text = dice.oneOf(wild);
  const at = source.wallTime() - dice.below(1_000_000);
  const seq = (source.records.at(-1)?.seq ?? 0) + 1;
  source.records = [
    ...source.records,
    { seq, at, event: 'state', name, from: 'running', to: 'failed', reason: text, why: text },
  ].slice(-100);
  const exit = { code: dice.below(256), signal: null };
  source.startTiming = dice.below(3) === 0 ? null : sampleTiming(at);
  source.cards.set(name, [sampleCard(seq, at, { exit, lines: [{ stream: 'stderr', text }] })]);
  source.known.set(
    name,
    sampleDetails(name, {
      configuration: `command: ${text.replaceAll('\n', ' ')}\n`,
      timeline: [{ at, from: 'running', to: 'failed', reason: text, why: text }],
      tree: [{ pid: 4242, parent: 1, program: text, runState: 'S', ports: [3000] }],
    }),
  );
  source.setProcesses([...source.processes()]);
  return `more of ${name}: ${JSON.stringify(text.slice(0, 20))}`;
}

async function shutDown(app: DrawnApp, dice: Dice): Promise<string> {
  app.shuttingDown = !app.shuttingDown && dice.below(3) === 0;
  return app.shuttingDown ? 'shutting down' : 'not shutting down';
}
