import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { DashboardView } from '../hooks/use-dashboard.js';
import { useScreenSizes } from '../hooks/use-screen.js';
import { besideGap, type Layout } from '../src/view/layout.js';
import { gutterWidth } from '../src/view/log-lines.js';
import type { DashboardSource } from '../src/view/source.js';
import type { TableModel } from '../src/view/table-model.js';
import { OutputPane } from './OutputPane.js';
import { ProcessTable } from './ProcessTable.js';
import { StyledLine } from './StyledLine.js';

interface PanesProps {
  readonly source: DashboardSource;
  readonly view: DashboardView;
  readonly layout: Exclude<Layout, { kind: 'too_small' }>;
  readonly table: TableModel;
}

/** The table and the log, one over the other or side by side. */
export function Panes({ source, view, layout, table }: PanesProps): ReactElement {
  const { ui, selected } = view;
  useScreenSizes(source, view.processes, layout.logWidth - gutterWidth, layout.logRows);
  const beside = layout.kind === 'beside';
  const logHeight = layout.logRows + (layout.rule ? 2 : 1);
  const tableHeight = layout.tableRows + (layout.headings ? 1 : 0);
  return (
    <Box flexDirection={beside ? 'row' : 'column'} flexShrink={0}>
      <ProcessTable
        table={table}
        filter={ui.table.filter}
        focused={ui.focus === 'table'}
        width={layout.tableWidth}
        height={beside ? logHeight : tableHeight}
      />
      {beside ? <VerticalRule height={logHeight} /> : layout.gaps && <Box height={1} />}
      <OutputPane
        source={source}
        typing={ui.typing}
        process={selected}
        anchor={selected && ui.log.anchors.get(selected.name)}
        offset={ui.log.offset}
        focused={ui.focus === 'log'}
        width={layout.logWidth}
        rows={layout.logRows}
        rule={layout.rule}
      />
    </Box>
  );
}

function VerticalRule({ height }: { readonly height: number }): ReactElement {
  const rule = [{ text: ' │ ', tone: 'dim' }] as const;
  return (
    <Box flexDirection="column" width={besideGap} height={height} flexShrink={0}>
      {Array.from({ length: height }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all are alike
        <StyledLine key={row} line={rule} />
      ))}
    </Box>
  );
}
