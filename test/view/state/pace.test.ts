import { describe, expect, it } from 'vitest';
import { tickMs } from '../../../src/view/state/pace.js';
import { initialUiState } from '../../../src/view/state/ui.js';
import { runningProcess } from '../../components/stage/sample-processes.js';

const now = 20_000_000;
const settled = runningProcess('api', now, 60_000, {});

describe('the ticks of the screen', () => {
  it('come every thirty seconds where nothing on it counts seconds', () => {
    expect([tickMs(initialUiState, [], now), tickMs(initialUiState, [settled], now)]).toEqual([30_000, 30_000]);
    const silent = { ...settled, logRate: { until: now - 15_000, lines: [3] } };
    expect(tickMs(initialUiState, [silent], now)).toBe(30_000);
  });

  it.each([
    ['a process has just started', { since: now - 9999 }],
    ['a countdown runs', { dueAt: now + 3000 }],
    ['one starts', { state: 'starting', since: null }],
    ['lines came lately', { logRate: { until: now - 14_999, lines: [3] } }],
  ] as const)('come every second while %s', (_what, fields) => {
    expect(tickMs(initialUiState, [settled, { ...settled, ...fields }], now)).toBe(1000);
  });

  it.each([10_000, 59_999])('come every five seconds while a process runs for %i ms', (uptime) => {
    expect(tickMs(initialUiState, [settled, { ...settled, since: now - uptime }], now)).toBe(5000);
  });

  it('come every second while a toast is to go, or anything lies over the panes', () => {
    const toast = { about: 'x', text: 'x', tone: 'good', until: now + 1 } as const;
    expect(tickMs({ ...initialUiState, toasts: [toast] }, [settled], now)).toBe(1000);
    expect(tickMs({ ...initialUiState, toasts: [toast] }, [settled], now + 1)).toBe(30_000);
    // The greeting of a first start, which stays.
    expect(tickMs({ ...initialUiState, toasts: [{ ...toast, until: Infinity }] }, [settled], now)).toBe(30_000);
    expect(tickMs({ ...initialUiState, overlay: { name: 'help', top: 0 } as never }, [settled], now)).toBe(1000);
  });
});
