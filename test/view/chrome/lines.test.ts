import { describe, expect, it } from 'vitest';
import type { ProcessSnapshot } from '../../../src/supervisor/snapshot/process.js';
import { emptyLogWords } from '../../../src/view/chrome/empty-words.js';
import { header } from '../../../src/view/chrome/header.js';
import { helpPage } from '../../../src/view/chrome/help-page.js';
import { questionLine, shutdownLine, toastLine } from '../../../src/view/chrome/notice.js';
import { noticeLines } from '../../../src/view/chrome/notice-lines.js';
import { footerLine } from '../../../src/view/commands/footer.js';
import { standardKeymap } from '../../../src/view/commands/keymap.js';
import { press } from '../../../src/view/commands/press.js';
import { commands } from '../../../src/view/commands/table.js';
import { countNames, countProcesses } from '../../../src/view/state/counts.js';
import type { Toast } from '../../../src/view/state/toasts.js';
import { filteredProcesses } from '../../../src/view/table/arrangement.js';
import { fitLine, type Line, lineWidth, plainText, spreadLine } from '../../../src/view/text/span.js';
import { formatClock, formatCount } from '../../../src/view/text/times.js';
import { everyState, sampleProcess } from '../../components/stage/sample-processes.js';
import { FakeContext } from '../fake-context.js';

function textOf(line: Line): string {
  return line.map(({ text }) => text).join('');
}

describe('The words of an empty log', () => {
  it('say what is blocked, and what only waits', () => {
    const waiting = { state: 'waiting', desired: 'up', brief: 'blocked: db failed' } as const;
    const blocked = { root: 'db', why: 'db failed with exit code 1', brief: 'db failed' };
    expect(emptyLogWords(sampleProcess('api', { ...waiting, blocked }))).toBe('no output; blocked: db failed');
    expect(emptyLogWords(sampleProcess('api', { ...waiting, brief: 'for db' }))).toBe('no output yet; waiting for db');
    const scheduled = { ...waiting, brief: 'next run at 02:00', nextRun: { at: 0, dueAt: 0 } };
    expect(emptyLogWords(sampleProcess('api', scheduled))).toBe('no output yet; next run at 02:00');
  });
});

describe('A line', () => {
  const line: Line = [{ text: 'abc' }, { text: 'def', tone: 'good' }];

  it.each([
    [8, 'abcdef  '],
    [6, 'abcdef'],
    [5, 'abcd…'],
    [3, 'ab…'],
    [1, '…'],
    [0, ''],
  ])('fits into %i cells as %j', (width, text) => {
    expect(textOf(fitLine(line, width))).toBe(text);
  });

  it('cuts its left part first', () => {
    expect(textOf(spreadLine([{ text: 'left' }], [{ text: 'right' }], 12))).toBe('left   right');
    expect(textOf(spreadLine([{ text: 'left' }], [{ text: 'right' }], 7))).toBe('l…right');
    expect(textOf(spreadLine([{ text: 'left' }], [{ text: 'right' }], 4))).toBe('rig…');
  });
});

describe('Times', () => {
  it('say the local time of day, and group long numbers', () => {
    expect(formatClock(new Date(2026, 10, 23, 14, 2, 9).getTime())).toBe('14:02:09');
    expect([0, 999, 1000, 48_213, 1_234_567].map(formatCount)).toEqual(['0', '999', '1 000', '48 213', '1 234 567']);
  });
});

const head = (
  processes: readonly ProcessSnapshot[],
  width: number,
  fields: { project?: string; attached?: boolean; ticks?: boolean } = {},
) => header({ project: 'shop', attached: false, processes, wall: 0, ...fields }, width);
const headText = (processes: readonly ProcessSnapshot[], width: number) => textOf(head(processes, width).line);

describe('The header', () => {
  it('counts each process once, in the words of the states and of the filter', () => {
    const counts = countProcesses(everyState(0));
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(12);
    expect(counts).toMatchObject({
      up: 3,
      failing: 3,
      retrying: 1,
      waiting: 1,
      starting: 1,
      stopping: 1,
      stopped: 1,
      completed: 1,
    });
    expect(headText(everyState(0), 120)).toContain(
      ' shop  3/12 up  3 failing  1 retrying  1 waiting  1 starting  1 stopping  1 stopped  1 completed ',
    );
  });

  it('calls a process blocked that waits for what cannot come, and retrying what is in backoff', () => {
    const processes = [
      sampleProcess('a', { state: 'waiting', trouble: true }),
      sampleProcess('b', { state: 'backoff' }),
      sampleProcess('c', { state: 'circuit_open', trouble: true }),
    ];
    expect(headText(processes, 80)).toContain(' shop  0/3 up  1 failing  1 blocked  1 retrying ');
  });

  it('keeps what needs a user where there is no room for all', () => {
    const blocked = [...everyState(0), sampleProcess('x', { state: 'waiting', trouble: true })];
    expect(headText(blocked, 40)).toMatch(/^ shop {2}3\/13 up {2}3 failing {2}1 blocked +$/);
    expect(headText(blocked, 60)).toContain('3/13 up  3 failing  1 blocked  1 retrying');
  });

  it('finds by the same words what it counts', () => {
    for (const count of countNames) {
      const found = filteredProcesses(everyState(0), count);
      expect(found).toHaveLength(countProcesses(everyState(0))[count]);
    }
  });

  it('says that the watchdog runs elsewhere', () => {
    expect(textOf(head(everyState(0), 80, { attached: true }).line)).toMatch(/^ shop {2}attached {2}3\/12 up {2}3 failing/);
    expect(textOf(head([], 80, { attached: true }).line)).toMatch(/^ shop {2}attached /);
  });

  it('says what all trees use where there is room and it is known, always in the same cells', () => {
    const used = (cpu: number, memory: number) => [sampleProcess('api', { cpu, memory }), sampleProcess('db', { cpu, memory })];
    expect(headText(used(1.55, 206_000_000), 80)).toMatch(/ cpu {2}3\.1 % {3}mem 412 MB {3}\d\d:\d\d $/);
    expect(headText(used(800, 600_000_000), 80)).toMatch(/ cpu 1600 % {3}mem 1\.2 GB {3}\d\d:/);
    expect(headText([sampleProcess('api', { memory: 5e7 })], 80)).toMatch(/ cpu {6}– {3}mem {2}50 MB {3}\d\d:/);
    expect(headText(used(1, 1e6), 40)).not.toContain('cpu');
    expect(headText([sampleProcess('api')], 120)).not.toContain('cpu');
    for (let width = 20; width < 120; width += 1) expect(lineWidth(head(used(1, 1e6), width).line)).toBe(width);
  });

  it('has a clock with seconds while the screen is drawn every second, where they take the place of nothing else', () => {
    const used = [sampleProcess('api', { cpu: 1, memory: 1e6 })];
    const end = (width: number, ticks: boolean): string => textOf(head(used, width, { ticks }).line);
    expect(end(80, true)).toMatch(/mem +1\.0 MB {3}\d\d:\d\d:\d\d $/);
    expect(end(80, false)).toMatch(/mem +1\.0 MB {3}\d\d:\d\d $/);
    for (let width = 40; width < 120; width += 1)
      expect(end(width, true).includes('cpu')).toBe(end(width, false).includes('cpu'));
  });

  it.each([40, 80, 120])('is %i cells wide, with any project name', (width) => {
    for (const project of ['', 'shop', 'a very long name of a project that does not fit anywhere'.repeat(3)]) {
      const { line } = head(everyState(0), width, { project });
      expect([lineWidth(line), textOf(line).includes('3 failing')]).toEqual([width, true]);
    }
  });
});

describe('The footer', () => {
  it('holds only the keys that apply', () => {
    expect(textOf(footerLine(new FakeContext('docs'), 100)).trimEnd()).toBe(
      ' s start  r restart  ! next trouble  / filter  f follow  Tab table/log  i details  q quit  ? more',
    );
    expect(textOf(footerLine(new FakeContext('payments'), 100)).trimEnd()).toBe(
      ' x stop  c reset circuit  / filter  f follow  a all logs  Tab table/log  i details  q quit  ? more',
    );
  });

  it('names the way to what is in trouble where that is not selected, at every width from 60 on', () => {
    for (const width of [60, 80, 120]) {
      expect(textOf(footerLine(new FakeContext('api'), width))).toContain('! next trouble');
      expect(textOf(footerLine(new FakeContext('payments'), width))).not.toContain('!');
    }
    const well = new FakeContext('api');
    well.processes = [sampleProcess('api')];
    expect(textOf(footerLine(well, 120))).not.toContain('!');
  });

  it('offers to kill what is stopping, and nothing else', () => {
    expect(textOf(footerLine(new FakeContext('cache'), 60))).toContain('X kill now');
    for (const { name, state } of new FakeContext('api').processes) {
      if (state !== 'stopping') expect(textOf(footerLine(new FakeContext(name), 200))).not.toContain('X kill now');
    }
  });

  it.each([40, 50, 60, 70, 80])('fits into %i cells, and says when there is more', (width) => {
    const line = footerLine(new FakeContext('flaky'), width);
    expect(lineWidth(line)).toBe(width);
    expect(textOf(line)).toMatch(/\? more *$/);
    expect(textOf(line)).toContain('q quit');
    expect(textOf(line)).toContain('r restart');
  });

  it('cuts no word at any width, and leaves the last cell free', () => {
    for (let width = 40; width < 100; width += 1) expect(textOf(footerLine(new FakeContext('flaky'), width))).toMatch(/^[^…]+ $/);
  });

  it('shows the answers of a question, and how to close the help', () => {
    const ctx = new FakeContext('api');
    press('q', ctx);
    expect(textOf(footerLine(ctx, 40)).trimEnd()).toBe(' y yes  b background  n cancel');
    press('n', ctx);
    press('?', ctx);
    expect(textOf(footerLine(ctx, 40)).trimEnd()).toBe(' q quit  Esc close  / search');
  });
});

function focused(focus: 'table' | 'log'): FakeContext {
  const ctx = new FakeContext('api');
  ctx.dispatch({ type: 'focus', pane: focus });
  return ctx;
}

describe('The help', () => {
  it.each([40, 80, 120, 200])('has every key of the panes in lines of %i cells', (width) => {
    const lines = helpPage(focused('log'), '', width);
    expect(new Set(lines.map(lineWidth))).toEqual(new Set([width]));
    expect(textOf(lines[0]!)).toMatch(/^ Log/);
    const text = lines.map(textOf).join('\n');
    for (const title of [
      'Start the selected process',
      'Select the last row',
      'Half a page down',
      'Quit; asks if something runs',
    ]) {
      expect(text).toContain(title);
    }
  });
});

describe('The help on what two keys do', () => {
  it('is one line with both', () => {
    const lines = helpPage(focused('log'), 'wrap', 80).map(textOf);
    expect(lines.filter((line) => line.includes('Wrap long lines')).map((line) => line.trimEnd())).toEqual([
      ' w F6     Wrap long lines',
    ]);
  });
});

describe('The columns of the help', () => {
  it.each([80, 120, 200])('have a gap between them at %i cells, and cut no title', (width) => {
    const count = width < 116 ? 2 : 3;
    const each = Math.floor((width - 1) / count);
    // Titles of what asks for more end with one of their own.
    const asking = commands.map(({ title }) => title).filter((title) => title.endsWith('…'));
    for (const line of helpPage(focused('table'), '', width).map(textOf)) {
      expect(asking.reduce((rest, title) => rest.replace(title, ''), line)).not.toContain('…');
      for (let column = 1; column < count; column += 1) {
        const edge = 1 + column * each;
        expect(line.slice(edge - 2, edge)).toBe('  ');
      }
    }
  });
});

describe('Names and reasons', () => {
  it.each([
    ['thumbs 👍🏽 up', 'thumbs 👍 up'],
    ['I ❤️ it', 'I ❤ it'],
    ['the 👨‍👩‍👧', 'the 👨👩👧'],
    ['in 🇩🇪', 'in DE'],
    ['step 1️⃣', 'step 1'],
  ])('show %s as %s, which every terminal draws equally wide', (text, shown) => {
    expect(plainText(text)).toBe(shown);
  });
});

describe('The line over the footer', () => {
  it('names what a shutdown waits for and what quitting ends, and cuts a long list', () => {
    expect(textOf(shutdownLine(everyState(0), 0, 80))).toContain('9 left: api, db, web and 6 more');
    expect(textOf(shutdownLine(everyState(0), 0, 40))).toMatch(/ {2}Ctrl\+C forces $/);
    expect(textOf(shutdownLine([], 0, 60))).toMatch(/^ shutting down {5}/);
    expect(textOf(questionLine({ about: 'quit' }, { processes: everyState(0) }, 80))).toContain(
      'Quit and stop api, db, web, queue, flaky and 4 more?',
    );
  });

  it('says what a stopping process was sent and how long it has left', () => {
    const stopping = { ...everyState(0)[0]!, name: 'api', state: 'stopping', brief: 'SIGTERM sent', dueAt: 8000 } as const;
    expect(textOf(shutdownLine([stopping], 0, 80))).toContain('1 left: api: SIGTERM sent, SIGKILL in 8s');
  });

  it('reads the reason that its row cuts to its end, in as many rows as a high log can spare, whatever it says', () => {
    const facts = { shuttingDown: false, forces: true, question: undefined, processes: [], toasts: [], canLeave: false, now: 0 };
    const reason = 'orders: java.lang.NullPointerException: Cannot invoke "Object.toString()" because "{quit}" is null';
    const rows = (columns: number, height: number, logRows = height - 10): readonly string[] =>
      noticeLines({ ...facts, otherwise: reason, logRows, size: { columns, rows: height }, keymap: standardKeymap }).map((line) =>
        textOf(line).trimEnd(),
      );
    expect(rows(80, 24)).toEqual([
      ' orders: java.lang.NullPointerException: Cannot invoke "Object.toString()"',
      ' because "{quit}" is null',
    ]);
    expect(rows(80, 24, 4)).toEqual([expect.stringMatching(/^ orders: java.*…$/)]);
    expect(rows(120, 40)).toEqual([` ${reason}`]);
    expect(rows(60, 15)).toEqual([expect.stringMatching(/^ orders: java.*…$/)]);
    expect(rows(20, 40)).toHaveLength(1);
  });

  it('says a toast in two lines where one has no room for it, the newest first', () => {
    const facts = {
      shuttingDown: false,
      forces: true,
      question: undefined,
      processes: [],
      otherwise: '',
      logRows: 10,
      canLeave: false,
    };
    const toast = (about: string, text: string) => ({ about, text, tone: 'trouble', until: 9 }) as const;
    const wrong = toast(
      'a',
      `watchdog.yaml:3:10: unknown key "comand" in process "one"; {configuration.reload} shows all and tries again`,
    );
    const short = toast('b', 'reload: nothing changed');
    const rows = (toasts: readonly Toast[], columns: number, height: number): readonly string[] =>
      noticeLines({ ...facts, toasts, now: 0, size: { columns, rows: height }, keymap: standardKeymap }).map((line) =>
        textOf(line).trimEnd(),
      );
    const [first, second] = [' watchdog.yaml:3:10: unknown key "comand" in process "one"; L shows all and tries', ' again'];
    expect(rows([wrong], 84, 24)).toEqual([first, second]);
    expect(rows([wrong, short], 84, 24)).toEqual([first, second, ` ${short.text}`]);
    expect(rows([short, { ...wrong, about: 'c' }, wrong], 84, 24)).toHaveLength(3);
    expect(rows([wrong], 84, 14)).toEqual([expect.stringMatching(/…$/)]);
    expect(rows([{ ...wrong, count: 2 }], 84, 24).at(-1)).toMatch(/again {2}×2$/);
  });

  it('asks about a long name with both of its ends', () => {
    const name = 'acme-platform-customer-notifications-worker-europe-west-blue';
    const processes = [{ ...everyState(0)[0]!, name }];
    const kill = {
      about: 'plan',
      plan: { verb: 'kill', names: [name], hidden: 0 },
      dependents: [],
    } as const;
    expect(textOf(questionLine(kill, { processes }, 80))).toMatch(/^ Kill acme.*…\S*-blue now, without grace\? .*y kill/);
    expect(textOf(questionLine({ about: 'quit' }, { processes }, 80))).toMatch(/^ Quit and stop acme.*…\S*-blue\? .*y quit/);
  });

  it('shows a toast as one safe line', () => {
    const toast = { about: 'x', text: 'api\x1b[2J failed\nbadly', tone: 'trouble', until: 1 } as const;
    expect(textOf(toastLine(toast, 20))).toMatch(/^ api failed/);
    expect(lineWidth(toastLine(toast, 10))).toBe(10);
    expect(textOf(toastLine({ ...toast, count: 3 }, 60))).toMatch(/\S {2}×3 *$/);
    expect(textOf(toastLine({ ...toast, count: 3 }, 16))).toMatch(/^ api.*… {2}×3$/);
  });
});
