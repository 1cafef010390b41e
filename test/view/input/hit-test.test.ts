import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { header } from '../../../src/view/chrome/header.js';
import { footer } from '../../../src/view/commands/footer.js';
import { openMenu } from '../../../src/view/commands/menu.js';
import { press } from '../../../src/view/commands/press.js';
import { type DrawnScreen, type Hit, hitTest } from '../../../src/view/input/hit-test.js';
import { logPanes } from '../../../src/view/log/panes.js';
import { layoutFor } from '../../../src/view/state/layout.js';
import { pageView } from '../../../src/view/state/page.js';
import { TablePainter } from '../../../src/view/table/model.js';
import { FakeContext } from '../fake-context.js';
import { textOf } from '../text-of.js';

interface Looks {
  readonly columns: number;
  readonly rows: number;
  readonly keys: readonly string[];
  readonly pinned: readonly string[];
  readonly pageLines: number | undefined;
  readonly covered?: number;
}

/** What the dashboard draws for the sample processes after these keys. */
function drawn({ columns, rows, keys, pinned, pageLines, covered = 0 }: Looks): DrawnScreen {
  const ctx = new FakeContext('api');
  for (const key of keys) press(key, ctx);
  ctx.dispatch({ type: 'log', change: { type: 'modes', change: { pinned } } });
  const size = { columns, rows };
  const layout = layoutFor(size, { rows: ctx.rows.length, panes: 1 + pinned.length, reasonWidth: () => 0 });
  const empty = { items: [], line: [] };
  if (layout.kind === 'too_small')
    return {
      size,
      layout,
      table: undefined,
      panes: [],
      zoomed: false,
      page: undefined,
      menu: undefined,
      covered,
      header: empty,
      footer: empty,
    };
  const height = rows - (layout.gaps ? 4 : 3);
  const facts = { nameWidth: 8, hasHealth: true, hasErrors: false, hasUrls: false };
  const content = {
    rows: ctx.rows,
    selected: ctx.row,
    choices: ctx.ui.table,
    unread: new Set<string>(),
    focused: true,
    total: 12,
    facts,
  };
  const lines = Array.from({ length: pageLines ?? 0 }, () => []);
  const page = pageLines === undefined ? undefined : pageView({ head: [[]], lines }, { top: 2 }, height);
  const zoomed = ctx.ui.log.zoomed && page === undefined;
  return {
    size,
    layout,
    table: new TablePainter().paint(content, layout, { now: 0, wall: 0 }),
    panes: logPanes(ctx.ui, 'api', layout, size, false),
    zoomed,
    page,
    menu: page !== undefined ? undefined : openMenu(ctx, columns, zoomed ? rows - 1 : height),
    covered,
    header: header({ project: 'shop', attached: false, processes: ctx.processes, wall: 0 }, columns),
    footer: footer(ctx, columns),
  };
}

const looks = fc.record<Looks>({
  columns: fc.integer({ min: 30, max: 220 }),
  rows: fc.integer({ min: 8, max: 60 }),
  keys: fc.constantFrom([], ['tab'], ['z'], ['z', 'A'], ['o'], ['A', 'a'], ['q']),
  pinned: fc.subarray(['db', 'flaky']),
  pageLines: fc.option(fc.nat(50), { nil: undefined }),
  covered: fc.nat(2),
});

/** The thing that a cell belongs to, as words. */
function nameOf(hit: Hit): string {
  if (hit.on === 'log') return `log ${hit.pane.spec.key}${hit.row < 0 ? ' title' : ''}`;
  if (hit.on === 'table') return `row ${hit.key}`;
  if (hit.on === 'title') return `title ${hit.column}`;
  if (hit.on === 'menu' || hit.on === 'footer') return `${hit.on} ${hit.id}`;
  return hit.on === 'page' ? `page ${hit.line}` : hit.on;
}

describe('What is under the mouse', () => {
  it('is the menu over a zoomed log, and nothing where a toast lies', () => {
    const screen = drawn({ columns: 80, rows: 24, keys: ['z', 'A'], pinned: [], pageLines: undefined, covered: 1 });
    expect(hitTest(screen, 2, 23)).toEqual({ on: 'nothing' });
    expect(hitTest(screen, 2, 21)).toMatchObject({ on: 'menu' });
    expect(hitTest(screen, 2, 21 - screen.menu!.lines.length)).toMatchObject({ on: 'log' });
  });

  it('is one thing everywhere: a row of the table is a line of it, a pane a rectangle, an item what is written there', () => {
    fc.assert(
      fc.property(looks, (look) => {
        const screen = drawn(look);
        const { size, layout, table, panes, page, zoomed, menu, covered } = screen;
        const isBare = page === undefined && menu === undefined && covered === 0;
        const cells = new Map<string, { x: number; y: number }[]>();
        for (let y = 0; y < size.rows; y += 1)
          for (let x = 0; x < size.columns; x += 1) {
            const name = nameOf(hitTest(screen, x, y));
            cells.set(name, [...(cells.get(name) ?? []), { x, y }]);
          }
        if (layout.kind === 'too_small') {
          expect([...cells.keys()]).toEqual(['nothing']);
          return;
        }
        for (const { key, width, rows } of panes) {
          const text = cells.get(`log ${key}`) ?? [];
          expect(isRectangle(text)).toBe(true);
          if (isBare) expect(text).toHaveLength(width * rows);
        }
        if (isBare) {
          // The panes end where the screen does.
          const last = cells.get(`log ${panes.at(-1)!.key}`) ?? [];
          expect(Math.max(...last.map(({ x }) => x))).toBe(size.columns - 1);
        }
        if (!zoomed && page === undefined)
          for (const { key } of table!.rows) {
            const row = cells.get(`row ${key}`) ?? [];
            if (isBare) expect(row).toHaveLength(layout.tableWidth);
            expect(new Set(row.map(({ y }) => y)).size).toBeLessThanOrEqual(1);
          }
        expect(cells.get('header') ?? []).toHaveLength(zoomed ? 0 : size.columns);
        if (page !== undefined) {
          const seen = Math.min(page.rows - covered, page.page.lines.length - page.top);
          expect([...cells.keys()].filter((name) => /^page \d/.test(name))).toHaveLength(Math.max(0, seen));
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each([40, 80, 120, 200])('in a footer of %i cells is the command whose words stand there', (columns) => {
    const screen = drawn({ columns, rows: 24, keys: [], pinned: [], pageLines: undefined });
    const text = textOf(screen.footer.line);
    const { items } = screen.footer;
    expect(items.length).toBeGreaterThan(1);
    expect(items.map(({ from, to }) => text.slice(from, to))).toEqual(text.trim().split(/ {2,}/));
    const last = items.at(-1)!;
    expect(text.slice(last.from, last.to)).toMatch(/^\? (more|help)$|^q quit$/);
    const on = (x: number) => hitTest(screen, x, 23);
    expect(on(last.to - 1)).toEqual({ on: 'footer', id: last.id });
    expect(on(0)).toEqual({ on: 'footer', id: undefined });
    expect(items.find(({ from }) => text.slice(from).startsWith('? '))?.id).toBe('help.open');
  });

  it.each([40, 60, 80, 120])('in a header of %i cells is the count whose words stand there', (columns) => {
    const screen = drawn({ columns, rows: 24, keys: [], pinned: [], pageLines: undefined });
    const text = textOf(screen.header.line);
    for (const { count, from, to } of screen.header.items) {
      expect(text.slice(from, to)).toMatch(new RegExp(`^\\d+(/\\d+)? ${count}$`));
      expect(hitTest(screen, from, 0)).toEqual({ on: 'header', count });
    }
    expect(screen.header.items.map(({ count }) => count)).toContain('failing');
    expect(hitTest(screen, 1, 0)).toEqual({ on: 'header', count: undefined });
  });

  it.each([40, 80, 120, 160])('in a menu of %i cells is the command whose words stand there', (columns) => {
    const { menu } = drawn({ columns, rows: 24, keys: ['o'], pinned: [], pageLines: undefined });
    const written = menu!.items.map(({ row, from, to }) => textOf(menu!.lines[row]!).slice(from, to));
    expect(menu!.items.map(({ id }) => id).slice(0, 3)).toEqual(['sort.name', 'sort.state', 'sort.cpu']);
    expect(written[0]).toMatch(/^n {2}By name/);
    expect(written[2]).toMatch(/^c {2}By cpu/);
    for (const words of written) expect(words).toMatch(/^\w {2}\w.*\S$/);
  });

  it('on a title is the column that has it', () => {
    const screen = drawn({ columns: 120, rows: 40, keys: [], pinned: [], pageLines: undefined });
    const titles = textOf(screen.table!.headings!);
    for (const { id, title } of screen.table!.columns)
      for (const x of [titles.indexOf(title), titles.indexOf(title) + title.length - 1])
        expect(hitTest(screen, x, 2)).toEqual({ on: 'title', column: id });
  });
});

function isRectangle(cells: readonly { readonly x: number; readonly y: number }[]): boolean {
  const [xs, ys] = [new Set(cells.map(({ x }) => x)), new Set(cells.map(({ y }) => y))];
  return xs.size * ys.size === cells.length;
}
