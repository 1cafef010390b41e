import type { Line } from '../text/span.js';

/** A page in place of the panes. */
export interface Page {
  /** Lines that stay at the top however far it is scrolled. */
  readonly head: readonly Line[];
  readonly lines: readonly Line[];
  /** What each line is, as long as it is there; by it a reader's place is found again when lines come and go above it. */
  readonly keys?: readonly string[];
}

/** Where in a page the reader is: at the line `anchor` where it is still there, else `top` lines below the first. Infinity is the end. */
export interface PagePlace {
  readonly top: number;
  readonly anchor?: string | undefined;
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
}

/** The part of a page that is seen from a place on in `height` rows. */
export function pageView(page: Page, { top, anchor }: PagePlace, height: number): PageView {
  const rows = Math.max(1, height - page.head.length);
  const overflow = Math.max(0, page.lines.length - rows);
  const found = anchor === undefined ? -1 : (page.keys?.indexOf(anchor) ?? -1);
  return { page, rows, overflow, top: Math.max(0, Math.min(found === -1 ? top : found, overflow)) };
}

/** The place `lines` further down; at its first line and at its end a page with keys stays there, whatever comes. */
export function scrolled({ page, top, overflow }: PageView, lines: number, followsEnd: boolean): PagePlace {
  const next = Math.max(0, Math.min(top + lines, overflow));
  if (followsEnd && next === overflow) return { top: Number.POSITIVE_INFINITY, anchor: undefined };
  return { top: next, anchor: next === 0 && !followsEnd ? undefined : page.keys?.[next] };
}
