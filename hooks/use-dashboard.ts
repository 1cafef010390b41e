import { useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { ProcessSnapshot } from '../src/supervisor/process-snapshot.js';
import { Arrangement } from '../src/view/arrangement.js';
import { grownNameWidth } from '../src/view/columns.js';
import { type Layout, layoutFor, type TerminalSize } from '../src/view/layout.js';
import { SnapshotStore } from '../src/view/snapshot-store.js';
import type { DashboardSource } from '../src/view/source.js';
import { type TableModel, TablePainter } from '../src/view/table-model.js';
import { selectedRow, type TableRow, troubledAndSelected } from '../src/view/table-rows.js';
import { initialUiState, type UiState } from '../src/view/ui-state.js';
import { useNow } from './use-now.js';
import { useProcesses } from './use-processes.js';
import { useTerminalSize } from './use-terminal-size.js';

/** All that the dashboard draws from, as of one moment. */
export interface DashboardView {
  readonly store: SnapshotStore<UiState>;
  readonly ui: UiState;
  readonly processes: readonly ProcessSnapshot[];
  /** Orders the rows, for the keys too. */
  readonly arrangement: Arrangement;
  /** The selected row. */
  readonly row: TableRow | undefined;
  /** The selected process; undefined where the heading of a group is selected, or there is none. */
  readonly selected: ProcessSnapshot | undefined;
  readonly size: TerminalSize;
  readonly layout: Layout;
  readonly table: TableModel | undefined;
  /** Monotonic milliseconds. */
  readonly now: number;
  /** Milliseconds since 1970. */
  readonly wall: number;
}

/** Brings together what the processes are, what the person chose, the time and the size of the terminal. */
export function useDashboard(source: DashboardSource): DashboardView {
  const [store] = useState(() => new SnapshotStore(initialUiState));
  const ui = useSyncExternalStore(store.subscribe, store.get);
  const processes = useProcesses(source);
  const size = useTerminalSize();
  const { now: second, wall } = useNow(source);

  // A process that changed between two seconds is shown with its own time, or a wait of one second would begin as two.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the time is taken when the processes change
  const changedAt = useMemo(() => source.now(), [source, processes]);
  const now = Math.max(second, changedAt);

  const nameWidth = useRef(0);
  nameWidth.current = grownNameWidth(nameWidth.current, processes);

  const [arrangement] = useState(() => new Arrangement());
  const [painter] = useState(() => new TablePainter());
  const rows = useMemo(() => arrangement.renew(processes, ui.table, now), [arrangement, processes, ui.table, now]);
  const row = selectedRow(rows, ui);
  const selected = row?.kind === 'process' ? row.process : undefined;
  const layout = useMemo(
    () => layoutFor(size, (onlyTrouble) => (onlyTrouble ? troubledAndSelected(rows, row) : rows).length),
    [size, rows, row],
  );
  const table = useMemo(() => {
    const content = { rows, selected: row, choices: ui.table, total: processes.length, nameWidth: nameWidth.current };
    return layout.kind === 'too_small' ? undefined : painter.paint(content, layout, now);
  }, [painter, layout, rows, row, ui.table, processes.length, now]);
  return { store, ui, processes, arrangement, row, selected, size, layout, table, now, wall };
}
