import { createRequire, Module } from 'node:module';
import * as ink from 'ink';
import type inkTable from 'ink-table';
import type { CellProps } from 'ink-table';
import { createContext, memo, type ReactElement, useContext } from 'react';
import { useTheme } from '../hooks/use-theme.js';
import { toAscii } from '../src/view/ascii.js';
import type { TableModel } from '../src/view/table-model.js';
import type { TextStyle } from '../src/view/theme.js';

// ink-table is CommonJS and requires ink, which has a top-level await and so cannot be required. Ink is imported above;
// putting it into the cache of `require` under the path that ink-table asks for gives ink-table the very same one.
const require = createRequire(import.meta.url);
const inkPath = createRequire(require.resolve('ink-table')).resolve('ink');
const inkRecord = new Module(inkPath);
inkRecord.exports = ink;
inkRecord.loaded = true;
require.cache[inkPath] = inkRecord;
const { default: InkTable } = require('ink-table') as typeof inkTable;

interface Painting extends TableModel {
  readonly focused: boolean;
}

const PaintingContext = createContext<Painting>({ headings: undefined, rows: [], focused: false });

/**
 * The process table, drawn by ink-table. It measures cells with `String.length` and gives them no row, so each cell's value
 * is the index of its row, and the painted text, exact to the cell, comes from the context.
 */
export const FittedTable = memo(function FittedTable(painting: Painting): ReactElement {
  const columns = (painting.headings ?? painting.rows[0]?.cells ?? []).map((_, column) => `column ${column}`);
  const rows = painting.rows.map((_, row) => Object.fromEntries(columns.map((column) => [column, row])));
  return (
    <PaintingContext value={painting}>
      <InkTable data={rows} columns={columns} header={Heading} cell={Cell} skeleton={Nothing} />
    </PaintingContext>
  );
});

// ink-table hands the titles their column too; its types forget it.
function Heading(props: object): ReactElement {
  const { headings, focused } = useContext(PaintingContext);
  const { tones } = useTheme();
  const text = headings?.[(props as CellProps).column]?.text ?? '';
  return <Painted text={text} bold={focused} {...(focused ? tones.plain : tones.dim)} />;
}

function Cell({ column, children }: CellProps): ReactElement {
  const { rows } = useContext(PaintingContext);
  const { tones, selected } = useTheme();
  const row = rows[Number(children)];
  const { text = '', tone = 'plain' } = row?.cells[column] ?? {};
  return <Painted text={text} bold={(row?.selected ?? false) && column === 0} {...(row?.selected ? selected : tones)[tone]} />;
}

const Painted = memo(function Painted({ text, ...style }: TextStyle & { readonly text: string }): ReactElement {
  const { ascii } = useTheme();
  return (
    <ink.Text wrap="truncate" {...style}>
      {ascii ? toAscii(text) : text}
    </ink.Text>
  );
});

// The rules between rows and columns. ink-table's types want an element; one without content takes no cell.
function Nothing(): ReactElement {
  return <ink.Box />;
}
