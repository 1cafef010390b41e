import { Text } from 'ink';
import type { CellProps } from 'ink-table';
import { createContext, memo, type ReactElement, useContext, useMemo } from 'react';
import type { TableModel } from '../src/view/table/model.js';
import type { Line } from '../src/view/text/span.js';
import { InkTable } from './ink-table.js';
import { StyledLine } from './StyledLine.js';

interface Painting extends Pick<TableModel, 'headings' | 'rows'> {
  readonly focused: boolean;
}

const PaintingContext = createContext<Painting>({ headings: undefined, rows: [], focused: false });

const column = 'row';

/**
 * The process table, drawn by ink-table. It measures cells with `String.length`, gives them no row, and hashes all rows
 * whenever it draws. So it has one column, the value of a cell is the index of its row, and the painted texts, exact to the
 * cell, come from the context: it draws again only when there are more rows or fewer, and of the rows only those that changed.
 */
export const FittedTable = memo(function FittedTable(painting: Painting): ReactElement {
  const count = painting.rows.length;
  const table = useMemo(
    () => (
      <InkTable
        data={Array.from({ length: count }, (_, row) => ({ [column]: row }))}
        columns={[column]}
        header={Heading}
        cell={Cell}
        skeleton={Nothing}
      />
    ),
    [count],
  );
  return <PaintingContext value={painting}>{table}</PaintingContext>;
});

function Heading(): ReactElement {
  const { headings, focused } = useContext(PaintingContext);
  return headings === undefined ? <Nothing /> : <Headings line={headings} focused={focused} />;
}

/** The titles of the columns, which are dimmed where the table has not the focus. */
export function Headings({ line, focused }: { readonly line: Line; readonly focused: boolean }): ReactElement {
  const style = { tone: focused ? 'plain' : 'dim', bold: focused } as const;
  return <StyledLine line={line.map((span) => (span.tone === undefined ? { ...span, ...style } : span))} />;
}

function Cell({ children }: CellProps): ReactElement {
  const { rows } = useContext(PaintingContext);
  const row = rows[Number(children)];
  return row === undefined ? <Text /> : <StyledLine line={row.cells} selected={row.selected} />;
}

// The rules between rows and columns. ink-table's types want an element; this one puts nothing on the screen that Ink would
// have to measure in every frame.
function Nothing(): ReactElement {
  // biome-ignore lint/complexity/noUselessFragments: null is no element
  return <></>;
}
