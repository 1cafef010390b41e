import { Box } from 'ink';
import type { ReactElement } from 'react';
import { useKeymap } from '../hooks/use-keymap.js';
import { emptyTableWords } from '../src/view/chrome/empty-words.js';
import type { TableModel } from '../src/view/table/model.js';
import { fitLine } from '../src/view/text/span.js';
import { FittedTable, Headings } from './fitted-table.js';
import { StyledLine } from './StyledLine.js';

interface ProcessTableProps {
  readonly table: TableModel;
  /** The words that the rows were chosen by; empty where all are shown. */
  readonly filter: string;
  readonly focused: boolean;
  readonly width: number;
  readonly height: number;
}

/** The live table, or what to do where there are no processes. */
export function ProcessTable({ table, filter, focused, width, height }: ProcessTableProps): ReactElement {
  const keymap = useKeymap();
  return (
    <Box width={width} height={height} flexShrink={0} overflowY="hidden">
      {table.rows.length === 0 ? (
        <Box flexDirection="column">
          {table.headings !== undefined && <Headings line={table.headings} focused={focused} />}
          <StyledLine line={fitLine([{ text: `   ${keymap.say(emptyTableWords(filter, width - 3))}`, tone: 'dim' }], width)} />
        </Box>
      ) : (
        <FittedTable headings={table.headings} rows={table.rows} focused={focused} />
      )}
    </Box>
  );
}
