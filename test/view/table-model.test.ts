import { describe, expect, it } from 'vitest';
import { selectedProcess, tableModel } from '../../src/view/table-model.js';
import { viewportAround } from '../../src/view/viewport.js';
import { everyState } from '../components/sample-processes.js';

const now = 20_000_000;
const processes = everyState(now);

function names(selected: string, tableRows: number, onlyTrouble = false): readonly string[] {
  const room = { tableWidth: 120, tableRows, headings: true, onlyTrouble };
  return tableModel(processes, selected, room, 8, now).rows.map(({ cells }) => cells[0]!.text.trim());
}

describe('The table', () => {
  it('marks the selected row, and only that', () => {
    expect(names('db', 3)).toEqual(['api', '▌ db', 'web']);
  });

  it('keeps the selected row in view wherever it is', () => {
    for (const { name } of processes) expect(names(name, 4)).toContain(`▌ ${name}`);
  });

  it('shows what is in trouble and what is selected where there is no room for all', () => {
    expect(names('docs', 10, true)).toEqual(['web', 'payments', 'assets', '▌ docs']);
    expect(names('docs', 2, true)).toEqual(['assets', '▌ docs']);
  });

  it('says over the last column which part is seen, where it is not all', () => {
    const room = { tableWidth: 120, tableRows: 4, headings: true, onlyTrouble: false };
    const title = (tableRows: number) =>
      tableModel(processes, 'api', { ...room, tableRows }, 8, now)
        .headings!.at(-1)!
        .text.trim();
    expect(title(4)).toMatch(/^REASON +1–4 of 12$/);
    expect(title(12)).toBe('REASON');
  });

  it('has the first process selected until a person chooses, or when the chosen one is gone', () => {
    expect(selectedProcess(processes, undefined)?.name).toBe('api');
    expect(selectedProcess(processes, 'gone')?.name).toBe('api');
    expect(selectedProcess([], 'api')).toBeUndefined();
  });
});

describe('The viewport of a list', () => {
  it.each([
    [0, 10, 4, { from: 0, to: 4 }],
    [5, 10, 4, { from: 3, to: 7 }],
    [9, 10, 4, { from: 6, to: 10 }],
    [2, 3, 8, { from: 0, to: 3 }],
    [-1, 0, 8, { from: 0, to: 0 }],
  ])('around %i of %i in %i rows is %j', (selected, count, height, expected) => {
    expect(viewportAround(selected, count, height)).toEqual(expected);
  });
});
