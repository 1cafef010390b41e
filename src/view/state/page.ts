import type { Line } from '../text/span.js';

/** A page in place of the panes. */
export interface Page {
  /** Lines that stay at the top however far it is scrolled. */
  readonly head: readonly Line[];
  readonly lines: readonly Line[];
  /** What each line is, as long as it is there; by it a reader's place is found again when lines come and go above it. */
  readonly keys?: readonly string[];
  /** Whether one of its lines is selected; those whose key is empty cannot be. @default false */
  readonly hasCursor?: boolean;
  /** What the line with a key says, where it has no room for that. */
  readonly cutText?: (key: string) => string | undefined;
}

/**
 * Where in a page the reader is: at the line `anchor` where it is still there, else `top` lines below the first. Infinity is the
 * end. `at` is the key of the selected line.
 */
export interface PagePlace {
  readonly top: number;
  readonly anchor?: string | undefined;
  readonly at?: string | undefined;
}

/** A page as it is seen. */
export interface PageView {
  readonly page: Page;
  /** The line at the top. */
  readonly top: number;
  /** Lines that are seen at once. */
  readonly rows: number;
  /** Lines by which it can be scrolled. */
  readonly overflow: number;
  /** The index of the selected line; undefined where none is. */
  readonly cursor?: number | undefined;
}

/** The part of a page that is seen from a place on in `height` rows. */
export function pageView(page: Page, { top, anchor, at }: PagePlace, height: number): PageView {
  const rows = Math.max(1, height - page.head.length);
  const overflow = Math.max(0, page.lines.length - rows);
  const found = anchor === undefined ? -1 : (page.keys?.indexOf(anchor) ?? -1);
  const first = Math.max(0, Math.min(found === -1 ? top : found, overflow));
  if (page.hasCursor !== true) return { page, rows, overflow, top: first };
  const wanted = at === undefined ? -1 : page.keys!.indexOf(at);
  const cursor = selectable(page, wanted !== -1 ? wanted : top === Number.POSITIVE_INFINITY ? page.lines.length - 1 : first, 1);
  if (cursor === undefined) return { page, rows, overflow, top: first };
  return { page, rows, overflow, cursor, top: Math.max(Math.min(first, cursor), cursor - rows + 1) };
}

/** The place `lines` further down; at its first line and at its end a page with keys stays there, whatever comes. */
export function scrolled({ page, top, overflow }: PageView, lines: number, followsEnd: boolean): PagePlace {
  const next = Math.max(0, Math.min(top + lines, overflow));
  if (followsEnd && next === overflow) return { top: Number.POSITIVE_INFINITY, anchor: undefined };
  return { top: next, anchor: next === 0 && !followsEnd ? undefined : page.keys?.[next] };
}

/** The place with the line `lines` further down selected; with `followsEnd` the last line stays selected whatever comes. */
export function cursorMoved({ page, top, cursor = 0 }: PageView, lines: number, followsEnd: boolean): PagePlace {
  const last = selectable(page, page.lines.length - 1, -1);
  const wanted = Math.max(0, Math.min(cursor + lines, page.lines.length - 1));
  const next = selectable(page, wanted, lines < 0 ? -1 : 1);
  if (next === undefined || (followsEnd && next === last))
    return { top: Number.POSITIVE_INFINITY, anchor: undefined, at: undefined };
  return { top, anchor: page.keys![top] || undefined, at: page.keys![next] };
}

/** The key of the selected line; undefined where none is. */
export function selectedKey(view: PageView | undefined): string | undefined {
  return view?.cursor === undefined ? undefined : view.page.keys?.[view.cursor];
}

/** What the selected line says, where it has no room for that; else empty. */
export function cutSelected(view: PageView | undefined): string {
  const key = selectedKey(view);
  return key === undefined ? '' : (view?.page.cutText?.(key) ?? '');
}

/** The lines that are seen, the selected one with a mark in its first cell. */
export function seenLines({ page, top, rows, cursor }: PageView): readonly Line[] {
  const lines = page.lines.slice(top, top + rows);
  if (cursor === undefined) return [...page.head, ...lines];
  return [...page.head, ...lines.map((line, index) => (top + index === cursor ? marked(line) : line))];
}

function marked([first, ...others]: Line): Line {
  return [{ text: '▌', tone: 'key' }, { ...first, text: first?.text.slice(1) ?? '', bold: true }, ...others];
}

/** The line nearest to an index that can be selected, in the direction first. */
function selectable({ keys = [] }: Page, from: number, step: 1 | -1): number | undefined {
  for (const direction of [step, -step]) {
    for (let at = from; at >= 0 && at < keys.length; at += direction) if (keys[at] !== '') return at;
  }
  return undefined;
}
