import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialTableChoices, reduceTable, type TableAction } from '../../../src/view/state/table.js';
import { Arrangement } from '../../../src/view/table/arrangement.js';
import { TablePainter } from '../../../src/view/table/model.js';
import { processesOf, rowKey, selectedRow } from '../../../src/view/table/rows.js';
import { lineWidth } from '../../../src/view/text/span.js';
import { anyNames, anyProcess, everyState } from '../../components/stage/sample-processes.js';

const action: fc.Arbitrary<TableAction> = fc.oneof(
  fc.record({ type: fc.constant('sort' as const), by: fc.constantFrom('name', 'state', 'cpu', 'memory', 'restarts', undefined) }),
  fc.constant({ type: 'trouble-first' as const }),
  fc.record({ type: fc.constant('filter' as const), words: fc.constantFrom('', 'a', 'run', 'back', 'nothing at all') }),
  fc.record({ type: fc.constant('group' as const), group: fc.constantFrom('back', '後ろ', 'gone', undefined) }),
  fc.record({ type: fc.constantFrom('mark' as const, 'unmark' as const), names: fc.subarray(anyNames) }),
);

const look = fc.record({
  processes: fc.uniqueArray(anyProcess, { selector: ({ name }) => name, maxLength: 9 }),
  action,
  selected: fc.constantFrom(undefined, ...anyNames),
  longReasons: fc.subarray(anyNames.map((name, index) => ({ name, fitsRow: index % 2 === 0 }))),
  tableWidth: fc.integer({ min: 40, max: 240 }),
  tableRows: fc.integer({ min: 1, max: 14 }),
  small: fc.boolean(),
  after: fc.integer({ min: 0, max: 7000 }),
});

describe('The table, whatever happens to it', () => {
  it('has rows of exactly its width, the selected one among them, and each listed process once', () => {
    fc.assert(
      fc.property(fc.array(look, { minLength: 1, maxLength: 8 }), (looks) => {
        const [arrangement, painter] = [new Arrangement(), new TablePainter()];
        let [choices, now, nameWidth] = [initialTableChoices, 0, 8];
        for (const { processes: made, action: change, selected, longReasons, tableWidth, tableRows, small, after } of looks) {
          now += after;
          nameWidth += 3;
          choices = reduceTable(choices, change);
          const processes = made.map(({ like, ...fields }) => ({ ...everyState(now)[like]!, ...fields }));
          const rows = arrangement.renew(processes, choices, now);
          const row = selectedRow(rows, { selected, table: choices });
          const facts = { nameWidth, hasHealth: true, hasErrors: true, hasUrls: false };
          const content = {
            rows,
            selected: row,
            choices,
            unread: new Set<string>(),
            longReasons,
            focused: true,
            total: processes.length,
            facts,
          };
          const { headings, rows: seen } = painter.paint(
            content,
            { tableWidth, tableRows, headings: true, small, mostReason: 60 },
            { now, wall: 0 },
          );

          for (const line of [headings!, ...seen.map(({ cells }) => cells)]) expect(lineWidth(line)).toBe(tableWidth);
          expect(seen.length).toBeLessThanOrEqual(tableRows);
          const selectedRows = seen.filter(({ selected: isSelected }) => isSelected).map((each) => each.row);
          expect([...new Set(selectedRows)]).toEqual(row ? [rowKey(row)] : []);
          // A line for a cause takes no row's place.
          const seenRows = new Set(seen.map((each) => each.row));
          if (rows.length <= tableRows) expect(seenRows.size).toBe(rows.length);
          const listed = processesOf(rows).map(({ name }) => name);
          expect(new Set(listed).size).toBe(listed.length);
          if (choices.filter === '') expect(listed.toSorted()).toEqual(processes.map(({ name }) => name).toSorted());
          expect(processesOf(arrangement.rows(processes, choices))).toEqual(processesOf(rows));
        }
      }),
      { numRuns: 300 },
    );
  });
});
