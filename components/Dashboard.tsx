import { Box } from 'ink';
import type { ReactElement } from 'react';
import { useDashboard } from '../hooks/use-dashboard.js';
import { useKeys } from '../hooks/use-keys.js';
import { useNews } from '../hooks/use-news.js';
import { useTheme } from '../hooks/use-theme.js';
import { carryOut } from '../src/view/carry-out.js';
import type { CommandContext } from '../src/view/command.js';
import { copyOut, type Desk, saveOut } from '../src/view/desk.js';
import { footerLine } from '../src/view/footer.js';
import { headerLine } from '../src/view/header.js';
import { press } from '../src/view/keymap.js';
import { listedProcesses } from '../src/view/listed.js';
import { logPanes } from '../src/view/log-panes.js';
import type { DashboardNews } from '../src/view/news.js';
import { pageOver } from '../src/view/page-over.js';
import { openPane, type PaneContext } from '../src/view/pane-context.js';
import { pasteText } from '../src/view/prompt-commands.js';
import { promptLine } from '../src/view/prompt-line.js';
import type { DashboardSource } from '../src/view/source.js';
import { selectedProcess } from '../src/view/table-model.js';
import type { UiState } from '../src/view/ui-state.js';
import { Notice } from './Notice.js';
import { PageOverlay } from './PageOverlay.js';
import { Panes } from './Panes.js';
import { StyledLine } from './StyledLine.js';
import { TooSmall } from './TooSmall.js';

/** What the dashboard reads, and what it tells the program. */
export interface DashboardProps {
  readonly source: DashboardSource;
  /** What the run says beside its processes; without it, nothing of that is shown and nothing can be reloaded. */
  readonly news?: DashboardNews;
  /** Takes text that is copied or saved; without it, nothing can be. */
  readonly desk?: Desk;
  /** The person wants to quit: has agreed, or nothing runs. */
  onQuit(): void;
  /** Ctrl+C, each time. */
  onInterrupt(): void;
  /** True once the shutdown has begun. */
  readonly shuttingDown: boolean;
}

/** The whole screen, exactly as large as the terminal. */
export function Dashboard({ source, news, desk, onQuit, onInterrupt, shuttingDown }: DashboardProps): ReactElement {
  const view = useDashboard(source);
  const { store, size, layout, table, now, wall, ui, processes, logs, nameWidth, dispatch } = view;
  const { columns, rows } = size;
  useNews(news, store, source);
  const { colours } = useTheme();
  const page = pageOver(ui, processes, columns);
  const small = layout.kind === 'too_small';
  const pageHeight = rows - (!small && layout.gaps ? 4 : 3);

  const focusedLog = (state: UiState): PaneContext | undefined => {
    if (layout.kind === 'too_small') return undefined;
    const name = selectedProcess(listedProcesses(source.processes(), state.table), state.selected)?.name;
    const specs = logPanes(state, name, layout, size, false);
    const spec = specs.find(({ focused }) => focused) ?? specs.find(({ pinned }) => !pinned) ?? specs[0];
    return spec && openPane(spec, state.log, logs, { colours, nameWidth });
  };

  // Read anew for each key, since several can come between two frames.
  const context = (at: number): CommandContext => {
    const state = store.get();
    const current = source.processes();
    const listed = listedProcesses(current, state.table);
    const selected = selectedProcess(listed, state.selected);
    return {
      ui: state,
      processes: current,
      listed,
      selected,
      now: at,
      tableRows: small ? 1 : layout.tableRows,
      pane: () => focusedLog(store.get()),
      hasDesk: desk !== undefined,
      copy: (copied) => desk && void copyOut(desk, source, store, copied),
      save: (path, pieces) => desk && void saveOut(desk, source, store, path, pieces),
      pageOverflow: Math.max(0, (page?.length ?? 0) - pageHeight),
      shuttingDown,
      dispatch,
      act: (name, ...actions) => void carryOut(source, store, name, actions),
      quit: onQuit,
      reload: news && (() => news.reload()),
      interrupt: onInterrupt,
    };
  };
  useKeys(
    (chord) => press(chord, context(source.now())),
    (text) => pasteText(text, context(source.now())),
  );

  if (layout.kind === 'too_small' || table === undefined) return <TooSmall {...size} />;
  const below =
    ui.prompt !== undefined ? (
      <StyledLine line={promptLine(ui.prompt, context(now), columns)} />
    ) : (
      <Notice
        shuttingDown={shuttingDown}
        question={ui.overlay.name === 'question' ? ui.overlay.question : undefined}
        processes={processes}
        toasts={ui.toasts}
        now={source.now()}
        width={columns}
      />
    );
  if (ui.log.zoomed && page === undefined) {
    return (
      <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
        <Panes view={view} layout={layout} table={table} />
        {(view.panes[0]?.rows ?? rows) < rows && below}
      </Box>
    );
  }
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <StyledLine line={headerLine(source.project, processes, wall, columns)} />
      {layout.gaps && <Box height={1} flexShrink={0} />}
      {page !== undefined ? (
        <PageOverlay lines={page} top={'top' in ui.overlay ? ui.overlay.top : 0} height={pageHeight} />
      ) : (
        <Panes view={view} layout={layout} table={table} />
      )}
      {below}
      <StyledLine line={footerLine(context(now), columns)} />
    </Box>
  );
}
