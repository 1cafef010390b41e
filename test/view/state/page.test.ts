import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Page, pageView, scrolled } from '../../../src/view/state/page.js';

function pageOf(keys: readonly string[], head = 1): Page {
  return { head: Array.from({ length: head }, () => []), lines: keys.map((text) => [{ text }]), keys };
}

const letters = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `k${index}`);

describe('A page', () => {
  it('stays with the line at the top when lines come and go above it', () => {
    const place = scrolled(pageView(pageOf(letters(30)), { top: 0 }, 11), 5, false);
    expect(place).toEqual({ top: 5, anchor: 'k5' });
    expect(pageView(pageOf(['new', 'newer', ...letters(30)]), place, 11).top).toBe(7);
    expect(pageView(pageOf(letters(30).slice(3)), place, 11).top).toBe(2);
  });

  it('goes by the number of lines where that line is gone', () => {
    expect(pageView(pageOf(letters(30)), { top: 4, anchor: 'gone' }, 11).top).toBe(4);
  });

  it('stays at its beginning', () => {
    const view = pageView(pageOf(letters(30)), { top: 3, anchor: 'k3' }, 11);
    const place = scrolled(view, Number.NEGATIVE_INFINITY, false);
    expect(pageView(pageOf(['new', ...letters(30)]), place, 11).top).toBe(0);
  });

  it('that follows its end goes on following once it is there again', () => {
    const view = pageView(pageOf(letters(30)), { top: Number.POSITIVE_INFINITY }, 11);
    expect(view.top).toBe(20);
    const up = scrolled(view, -1, true);
    expect(pageView(pageOf(letters(40)), up, 11).top).toBe(19);
    const down = scrolled(pageView(pageOf(letters(40)), up, 11), 100, true);
    expect(pageView(pageOf(letters(50)), down, 11).top).toBe(40);
  });

  it('never shows less than it could, whatever the place', () => {
    const place = fc.record({ top: fc.integer({ min: -5, max: 100 }), anchor: fc.constantFrom(undefined, 'k3', 'gone') });
    fc.assert(
      fc.property(
        fc.nat(60),
        fc.integer({ min: 1, max: 40 }),
        place,
        fc.integer(),
        fc.boolean(),
        (count, height, at, by, follows) => {
          const view = pageView(pageOf(letters(count)), at, height);
          const next = pageView(view.page, scrolled(view, by, follows), height);
          for (const { top, rows, overflow } of [view, next]) {
            expect(top).toBeGreaterThanOrEqual(0);
            expect(top).toBeLessThanOrEqual(overflow);
            expect(Math.min(count, rows)).toBe(Math.min(count - top, rows));
          }
        },
      ),
    );
  });
});
