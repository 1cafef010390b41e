import { useWindowSize } from 'ink';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { ProcessSnapshot } from '../src/supervisor/snapshot/process.js';
import { PaneLogs } from '../src/view/log/pane-search.js';
import { logPanes, type PaneSpec } from '../src/view/log/panes.js';
import { type Layout, layoutFor, type TerminalSize } from '../src/view/state/layout.js';
import { tickMs } from '../src/view/state/pace.js';
import { SnapshotStore } from '../src/view/state/snapshot-store.js';
import type { DashboardSource } from '../src/view/state/source.js';
import { currentToast } from '../src/view/state/toasts.js';
import { reduceUi, type UiAction, type UiState, withoutQuestion } from '../src/view/state/ui.js';
import { Arrangement } from '../src/view/table/arrangement.js';
import { grownNameWidth, reasonWidth, tableColumns } from '../src/view/table/columns.js';
import { type LongReason, LongReasons } from '../src/view/table/long-reasons.js';
import { type TableModel, TablePainter } from '../src/view/table/model.js';
import { reasonRoom } from '../src/view/table/row-cells.js';
import { processesOf, selectedRow, type TableRow } from '../src/view/table/rows.js';
import { UnreadErrors } from '../src/view/table/unread-errors.js';
import { cellWidth } from '../src/view/text/cell-slice.js';
import { plainText } from '../src/view/text/span.js';
import { useClock } from './use-clock.js';
import { useNow } from './use-now.js';

const none: readonly LongReason[] = [];

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
  /** The log panes that are seen; empty where the terminal is too small. */
  readonly panes: readonly PaneSpec[];
  readonly logs: PaneLogs;
  /** The columns of the widest name of a process. */
  readonly nameWidth: number;
  readonly dispatch: (action: UiAction) => void;
  /** Monotonic milliseconds. */
  readonly now: number;
  /** Milliseconds since 1970. */
  readonly wall: number;
  /** Whether it is drawn every second. */
  readonly ticks: boolean;
}

/**
 * Brings together what the processes are, what the user chose, the time and the size of the terminal.
 * @param initial the screen as it opens
 * @param shuttingDown whether there is a shutdown to report
 */
export function useDashboard(source: DashboardSource, initial: UiState, shuttingDown: boolean): DashboardView {
  const clock = useClock();
  const [store] = useState(() => new SnapshotStore(initial));
  const logs = useMemo(() => new PaneLogs(source, clock), [source, clock]);
  const dispatch = useCallback((action: UiAction) => store.update((before) => reduceUi(before, action)), [store]);
  const ui = useSyncExternalStore(store.subscribe, store.get);
  // What was asked, above all whether to quit, is answered.
  useEffect(() => {
    if (shuttingDown) store.update(withoutQuestion);
  }, [shuttingDown, store]);
  const processes = useProcesses(source);
  const size = useRoom(source);
  const stepMs = shuttingDown ? 1000 : tickMs(ui, processes, source.now());
  const { now: second, wall: wallSecond } = useNow(source, stepMs);

  // A process that changed between two seconds is shown with its own time, or a wait of one second would begin as two.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the time is taken when the processes change
  const changedAt = useMemo(() => source.now(), [source, processes]);
  // A recording has only the time that it is at, which may be an earlier one.
  const isReplay = useReplay(source);
  const now = isReplay ? source.now() : Math.max(second, changedAt);
  const wall = isReplay ? source.wallTime() : wallSecond;

  const tableNameWidth = useRef(0);
  tableNameWidth.current = grownNameWidth(tableNameWidth.current, processes);

  const wasChecked = useRef(false);
  const hadUrl = useRef(false);
  hadUrl.current ||= processes.some(({ url }) => (url ?? null) !== null);
  wasChecked.current ||= processes.some(({ health }) => health !== 'none');

  const [arrangement] = useState(() => new Arrangement());
  const [painter] = useState(() => new TablePainter());
  const [unreadErrors] = useState(() => new UnreadErrors());
  const [longCauses] = useState(() => new LongReasons());
  const rows = useMemo(() => arrangement.renew(processes, ui.table, now), [arrangement, processes, ui.table, now]);
  const row = selectedRow(rows, ui);
  const selected = row?.kind === 'process' ? row.process : undefined;
  const unread = unreadErrors.among(processes, selected?.name);
  // By numbers, since the rows change every second and the layout is to stay the same object.
  const hasErrors = processes.some(({ errors }) => errors > 0);
  const widestName = tableNameWidth.current;
  const hasHealth = wasChecked.current;
  const hasUrls = hadUrl.current;
  const facts = useMemo(
    () => ({ nameWidth: widestName, hasHealth, hasErrors, hasUrls }),
    [widestName, hasHealth, hasErrors, hasUrls],
  );
  const { focus, log } = ui;
  const [wanted, paneCount] = [rows.length, log.pinned.length + 1];
  const request = useMemo(
    () => ({ rows: wanted, panes: paneCount, reasonWidth: (width: number) => reasonWidth(width, facts) }),
    [wanted, paneCount, facts],
  );
  // How wide the table is does not depend on its causes, and how many lines those need does on how wide it is.
  const room = useMemo(() => {
    const bare = layoutFor(size, request);
    return bare.kind === 'too_small' ? undefined : reasonRoom(tableColumns(bare.tableWidth, facts, bare.mostReason));
  }, [size, request, facts]);
  const longReasons = room === undefined ? none : longCauses.among(processesOf(rows), room, { now, wall });
  const { all, least } = longCauses.rows([size.columns, size.rows, wanted, paneCount, selected?.name].join(' '));
  const layout = useMemo(() => layoutFor(size, { ...request, causes: { all, least } }), [size, request, all, least]);
  const table = useMemo(() => {
    const content = {
      rows,
      selected: row,
      choices: ui.table,
      unread,
      longReasons,
      focused: focus === 'table',
      total: processes.length,
      facts,
    };
    return layout.kind === 'too_small' ? undefined : painter.paint(content, layout, { now, wall });
  }, [painter, layout, rows, row, ui.table, unread, longReasons, focus, processes.length, facts, now, wall]);
  const isAsked = ui.prompt !== undefined || ui.overlay.name === 'question';
  const needsRow = shuttingDown || isAsked || currentToast(ui.toasts, now) !== undefined;
  const name = selected?.name;
  const panes = useMemo(
    () => (layout.kind === 'too_small' ? [] : logPanes({ focus, log }, name, layout, size, needsRow)),
    [focus, log, name, layout, size, needsRow],
  );
  const nameWidth = useMemo(() => Math.max(0, ...processes.map((process) => cellWidth(plainText(process.name)))), [processes]);
  const ticks = stepMs === 1000;
  return {
    store,
    ui,
    processes,
    arrangement,
    row,
    selected,
    size,
    layout,
    table,
    panes,
    logs,
    nameWidth,
    dispatch,
    now,
    wall,
    ticks,
  };
}

/** The terminal without the time line of a recording. */
function useRoom({ replay }: DashboardSource): TerminalSize {
  const { columns, rows } = useWindowSize();
  return useMemo(() => ({ columns, rows: rows - Number(replay !== undefined) }), [columns, rows, replay]);
}

/** Whether this is a recording; draws again when that shows another instant, though no process is another, and when it plays or pauses. */
function useReplay(source: DashboardSource): boolean {
  const subscribe = useCallback((listener: () => void) => source.subscribe(listener), [source]);
  const shown = useSyncExternalStore(subscribe, () => source.replay && `${source.replay.at} ${source.replay.isPlaying}`);
  return shown !== undefined;
}

/** All processes; draws again only when one of them changed, not for their output. */
function useProcesses(source: DashboardSource): readonly ProcessSnapshot[] {
  const subscribe = useCallback((listener: () => void) => source.subscribe(listener), [source]);
  return useSyncExternalStore(subscribe, () => source.processes());
}
