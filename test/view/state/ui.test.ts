import { describe, expect, it } from 'vitest';
import { viewOf } from '../../../src/view/state/log.js';
import { SnapshotStore } from '../../../src/view/state/snapshot-store.js';
import { currentToast, shownToasts } from '../../../src/view/state/toasts.js';
import { initialUiState, reduceUi, type UiAction } from '../../../src/view/state/ui.js';

function stateAfter(...actions: readonly UiAction[]) {
  return actions.reduce(reduceUi, initialUiState);
}

function toast(about: string, text: string, until = 5000, now = 0): UiAction {
  return { type: 'toast', now, toast: { about, text, tone: 'good', until } };
}

describe('The state of the screen', () => {
  it('is the same object when nothing changes', () => {
    const state = stateAfter({ type: 'select', name: 'api' });
    expect(reduceUi(state, { type: 'select', name: 'api' })).toBe(state);
    expect(reduceUi(state, { type: 'focus', pane: 'table' })).toBe(state);
    expect(reduceUi(state, { type: 'log', change: { type: 'view', key: 'api', change: { anchor: undefined } } })).toBe(state);
    expect(reduceUi(state, { type: 'log', change: { type: 'modes', change: { wrap: false } } })).toBe(state);
  });

  it('keeps the place in each log, whatever the process is called', () => {
    const place = (key: string, seq: number): UiAction => ({
      type: 'log',
      change: { type: 'view', key, change: { anchor: { seq, row: 0 } } },
    });
    const state = stateAfter(place('api', 7), place('constructor', 9), { type: 'select', name: 'db' });
    expect(viewOf(state.log, 'api').anchor).toEqual({ seq: 7, row: 0 });
    expect(viewOf(state.log, 'toString').anchor).toBeUndefined();
  });

  it('sets a bookmark and takes it away', () => {
    const mark = { type: 'log', change: { type: 'bookmark', name: 'api', seq: 7 } } as const;
    expect([...stateAfter(mark).log.bookmarks.get('api')!]).toEqual([7]);
    expect([...stateAfter(mark, mark).log.bookmarks.get('api')!]).toEqual([]);
  });

  it('does not scroll left of the first column, and begins there with each process', () => {
    expect(
      stateAfter(
        { type: 'log', change: { type: 'shift', columns: 16 } },
        { type: 'log', change: { type: 'shift', columns: -80 } },
      ).log.offset,
    ).toBe(0);
    expect(stateAfter({ type: 'log', change: { type: 'shift', columns: 16 } }, { type: 'select', name: 'db' }).log.offset).toBe(
      0,
    );
  });
});

describe('Toasts', () => {
  it('replace what was said about the same', () => {
    const { toasts } = stateAfter(toast('process api', 'restarting api…', Infinity), toast('process api', 'api restarted'));
    expect(toasts.map(({ text }) => text)).toEqual(['api restarted']);
  });

  it('show the newest, and the one before again when that is over', () => {
    const { toasts } = stateAfter(toast('process db', 'stopping db…', Infinity), toast('process api', 'api restarted'));
    expect(currentToast(toasts, 4999)?.text).toBe('api restarted');
    expect(currentToast(toasts, 5000)?.text).toBe('stopping db…');
  });

  it('show the newest three, the oldest of them first, each until its own end', () => {
    const { toasts } = stateAfter(toast('a', 'one'), toast('b', 'two', 9000), toast('c', 'three'), toast('d', 'four', 7000));
    const shown = (now: number, most: number) => shownToasts(toasts, now, most).map(({ text }) => text);
    expect(shown(0, 3)).toEqual(['two', 'three', 'four']);
    expect(shown(0, 1)).toEqual(['four']);
    expect(shown(5000, 3)).toEqual(['two', 'four']);
    expect(shown(7000, 3)).toEqual(['two']);
    expect(shown(9000, 3)).toEqual([]);
  });

  it('are counted where they say the same again, whatever they are about, but not what is under way', () => {
    const { toasts } = stateAfter(toast('a', 'no'), toast('b', 'no'), toast('b', 'no'), toast('c', 'yes'));
    expect(toasts.map(({ about, text, count }) => [about, text, count])).toEqual([
      ['b', 'no', 3],
      ['c', 'yes', undefined],
    ]);
    const underWay = stateAfter(toast('a', 'stopping…', Infinity), toast('b', 'stopping…', Infinity));
    expect(underWay.toasts).toHaveLength(2);
    const later = stateAfter(toast('a', 'no'), toast('a', 'no', 9000, 6000));
    expect(later.toasts.map(({ count }) => count)).toEqual([undefined]);
  });

  it('are forgotten when they are over', () => {
    const state = stateAfter(toast('a', 'first'), toast('b', 'second', 9000, 6000));
    expect(state.toasts.map(({ text }) => text)).toEqual(['second']);
  });
});

describe('A snapshot store', () => {
  it('replaces the value before it notifies, and notifies of no change that is none', () => {
    const store = new SnapshotStore(1);
    const seen: number[] = [];
    const stop = store.subscribe(() => seen.push(store.get()));
    store.update((value) => value + 1);
    store.update((value) => value);
    stop();
    store.update((value) => value + 1);
    expect(seen).toEqual([2]);
    expect(store.get()).toBe(3);
  });

  it('notifies the others when a listener leaves while it is notified', () => {
    const store = new SnapshotStore(1);
    const seen: string[] = [];
    const stop = store.subscribe(() => stop());
    store.subscribe(() => seen.push('other'));
    store.update(() => 2);
    expect(seen).toEqual(['other']);
  });
});
