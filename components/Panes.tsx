import { Box } from 'ink';
import { type ComponentProps, Fragment, type ReactElement } from 'react';
import type { DashboardView } from '../hooks/use-dashboard.js';
import { useKeymap } from '../hooks/use-keymap.js';
import { useDraws, useScreenSizes } from '../hooks/use-screen.js';
import { emptyTableWords } from '../src/view/chrome/empty-words.js';
import { gutterWidth } from '../src/view/log/pane-context.js';
import { mainSpec, type PaneSpec } from '../src/view/log/panes.js';
import { showsTerminal } from '../src/view/log/shows-terminal.js';
import { titleReason } from '../src/view/log/title.js';
import { besideGap, type Layout } from '../src/view/state/layout.js';
import type { DashboardSource } from '../src/view/state/source.js';
import type { TableModel } from '../src/view/table/model.js';
import { fitLine } from '../src/view/text/span.js';
import { FittedTable, Headings } from './fitted-table.js';
import { LogPane } from './LogPane.js';
import { StyledLine } from './StyledLine.js';
import { TerminalPane } from './TerminalPane.js';

interface PanesProps {
  readonly source: DashboardSource;
  readonly view: DashboardView;
  readonly layout: Exclude<Layout, { kind: 'too_small' }>;
  readonly table: TableModel;
}

/** The table and the logs, one over the other or side by side; or one log alone. */
export function Panes({ source, view, layout, table }: PanesProps): ReactElement {
  const { ui, panes } = view;
  const main = mainSpec(panes);
  useScreenSizes(source, view.processes, (main?.width ?? layout.logWidth) - gutterWidth, main?.rows ?? layout.logRows);
  const beside = layout.kind === 'beside';
  const logHeight = layout.logRows + 1;
  const tableHeight = layout.tableRows + (layout.headings ? 1 : 0);
  if (ui.log.zoomed) return <Logs source={source} view={view} panes={panes} height={panes[0]?.rows ?? 0} />;
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
      <Logs source={source} view={view} panes={panes} height={logHeight} />
    </Box>
  );
}

interface LogsProps {
  readonly source: DashboardSource;
  readonly view: DashboardView;
  readonly panes: readonly PaneSpec[];
  readonly height: number;
}

function Logs({ source, view, panes, height }: LogsProps): ReactElement {
  const { ui, logs, nameWidth, dispatch, processes, selected, table } = view;
  const cutReason = table?.cutReason;
  const reasonFor = ({ pinned, log, width }: PaneSpec): string =>
    pinned || cutReason === undefined || log !== selected?.name ? '' : titleReason(cutReason, log!, width);
  return (
    <Box flexDirection="row" flexShrink={0}>
      {panes.map((spec, index) => (
        <Fragment key={spec.pinned ? spec.key : 'main'}>
          {index > 0 && <VerticalRule height={height} />}
          <OutputPane
            source={source}
            typing={ui.typing}
            spec={spec}
            process={processes.find(({ name }) => name === spec.log)}
            choices={ui.log}
            logs={logs}
            nameWidth={nameWidth}
            reason={reasonFor(spec)}
            isAnyListed={table !== undefined && table.rows.length > 0}
            dispatch={dispatch}
          />
        </Fragment>
      ))}
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

type OutputPaneProps = ComponentProps<typeof LogPane> & {
  readonly source: DashboardSource;
  /** The process whose terminal gets all keys; undefined where they are commands. */
  readonly typing: string | undefined;
};

/** The output of a process: its log, or its terminal where that is what the pane shows. */
function OutputPane({ source, typing, ...log }: OutputPaneProps): ReactElement {
  const { spec, process, choices, reason } = log;
  const name = process?.name ?? '';
  const draws = useDraws(source, name);
  if (process === undefined || !showsTerminal(spec, choices, typing, draws)) return <LogPane {...log} />;
  return (
    <TerminalPane
      source={source}
      name={name}
      typing={typing === name}
      focused={spec.focused}
      width={spec.width}
      rows={spec.rows}
      reason={reason}
      bare={spec.bare}
    />
  );
}

interface ProcessTableProps {
  readonly table: TableModel;
  /** The words that the rows were chosen by; empty where all are shown. */
  readonly filter: string;
  readonly focused: boolean;
  readonly width: number;
  readonly height: number;
}

/** The live table, or what to do where there are no processes. */
function ProcessTable({ table, filter, focused, width, height }: ProcessTableProps): ReactElement {
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
