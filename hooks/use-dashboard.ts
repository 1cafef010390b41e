import { useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { ProcessSnapshot } from '../src/supervisor/process-snapshot.js';
import { grownNameWidth } from '../src/view/columns.js';
import { type Layout, layoutFor, type TerminalSize } from '../src/view/layout.js';
import { listedProcesses } from '../src/view/listed.js';
import { SnapshotStore } from '../src/view/snapshot-store.js';
import type { DashboardSource } from '../src/view/source.js';
import { selectedProcess, type TableModel, tableModel } from '../src/view/table-model.js';
import { initialUiState, type UiState } from '../src/view/ui-state.js';
import { troubledAndSelected } from '../src/view/viewport.js';
import { useNow } from './use-now.js';
import { useProcesses } from './use-processes.js';
import { useTerminalSize } from './use-terminal-size.js';

/** All that the dashboard draws from, as of one moment. */
export interface DashboardView {
  readonly store: SnapshotStore<UiState>;
  readonly ui: UiState;
  readonly processes: readonly ProcessSnapshot[];
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

  const listed = useMemo(() => listedProcesses(processes, ui.table), [processes, ui.table]);
  const selected = selectedProcess(listed, ui.selected);
  const name = selected?.name;
  const layout = useMemo(
    () => layoutFor(size, (onlyTrouble) => (onlyTrouble ? troubledAndSelected(listed, name) : listed).length),
    [size, listed, name],
  );
  const table = useMemo(
    () => (layout.kind === 'too_small' ? undefined : tableModel(listed, name, layout, nameWidth.current, now)),
    [layout, listed, name, now],
  );
  return { store, ui, processes, selected, size, layout, table, now, wall };
}
