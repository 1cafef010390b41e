import { Box } from 'ink';
import type { ReactElement } from 'react';
import { useAnswers } from '../hooks/use-answers.js';
import { useDashboard } from '../hooks/use-dashboard.js';
import { useKeymap } from '../hooks/use-keymap.js';
import { useKeys } from '../hooks/use-keys.js';
import { useNews } from '../hooks/use-news.js';
import { useSuspend } from '../hooks/use-suspend.js';
import { useTyping } from '../hooks/use-typing.js';
import { carryOut } from '../src/view/carry-out.js';
import type { CommandContext } from '../src/view/command.js';
import { footerLine } from '../src/view/footer.js';
import { headerLine } from '../src/view/header.js';
import { press } from '../src/view/keymap.js';
import { listedProcesses } from '../src/view/listed.js';
import type { DashboardNews } from '../src/view/news.js';
import type { PageView } from '../src/view/page.js';
import { pageOver } from '../src/view/page-over.js';
import { pasteText } from '../src/view/prompt-commands.js';
import { promptLine } from '../src/view/prompt-line.js';
import type { DashboardSource } from '../src/view/source.js';
import { selectedProcess } from '../src/view/table-model.js';
import { reduceUi, type UiAction } from '../src/view/ui-state.js';
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
  /** False where quitting leaves the processes alone. */
  readonly quitEndsAll: boolean;
  /** Switches bell and notifications on or off, and returns whether they are on now; without it there are none. */
  readonly toggleAttention?: () => boolean;
  /** The person wants to quit: has agreed, or nothing runs. */
  onQuit(): void;
  /** Gives the terminal back while everything runs on; without it that is not offered. */
  readonly onLeaveRunning?: (() => void) | undefined;
  /** Stops the program until the shell brings it back; without it, Ctrl+Z does nothing. Resolves when it is back. */
  onSuspend?(): Promise<void>;
  /** Ctrl+C, each time. */
  onInterrupt(): void;
  /** True once the shutdown has begun. */
  readonly shuttingDown: boolean;
}

/** The whole screen, exactly as large as the terminal. */
export function Dashboard({
  source,
  news,
  quitEndsAll,
  onQuit,
  onLeaveRunning,
  toggleAttention,
  onSuspend,
  onInterrupt,
  shuttingDown,
}: DashboardProps): ReactElement {
  const view = useDashboard(source);
  const keymap = useKeymap();
  const suspend = useSuspend(onSuspend);
  const { store, size, layout, table, now, wall, ui, processes } = view;
  const { columns, rows } = size;
  useNews(news, store, source);
  useAnswers(source, ui.overlay);
  const small = layout.kind === 'too_small';
  const pageHeight = rows - (!small && layout.gaps ? 4 : 3);

  // Read anew for each key, since several can come between two frames.
  const context = (at: number, drawn?: PageView): CommandContext => {
    const state = store.get();
    const current = source.processes();
    const listed = listedProcesses(current, state.table);
    const selected = selectedProcess(listed, state.selected);
    const rest = {
      ui: state,
      keymap,
      processes: current,
      listed,
      selected,
      now: at,
      tableRows: small ? 1 : layout.tableRows,
      logRows: small ? 1 : layout.logRows,
      log: source.log(selected?.name ?? ''),
      screen: source.screen(selected?.name ?? ''),
      crashes: (name) => source.crashes(name),
      shuttingDown,
      dispatch: (action: UiAction) => store.update((before) => reduceUi(before, action)),
      act: (name, ...actions) => void carryOut(source, store, name, actions),
      quitEndsAll,
      quit: onQuit,
      leaveRunning: onLeaveRunning,
      reload: news && (() => news.reload()),
      suspend,
      toggleAttention,
      interrupt: onInterrupt,
    } satisfies Omit<CommandContext, 'page'>;
    return { ...rest, page: drawn ?? pageOver(rest, { source, wall, width: columns, height: pageHeight }) };
  };
  const seen = context(now).page;
  useKeys(
    useTyping(source, store, (chord) => press(chord, context(source.now()))),
    (text) => pasteText(text, context(source.now())),
  );

  if (layout.kind === 'too_small' || table === undefined) return <TooSmall {...size} />;
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <StyledLine line={headerLine(source.project, processes, wall, columns)} />
      {layout.gaps && <Box height={1} flexShrink={0} />}
      {seen !== undefined ? (
        <PageOverlay view={seen} height={pageHeight} />
      ) : (
        <Panes source={source} view={view} layout={layout} table={table} />
      )}
      {ui.prompt !== undefined ? (
        <StyledLine line={promptLine(ui.prompt, context(now, seen), columns)} />
      ) : (
        <Notice
          shuttingDown={shuttingDown}
          forces={quitEndsAll}
          question={ui.overlay.name === 'question' ? ui.overlay.question : undefined}
          processes={processes}
          toasts={ui.toasts}
          now={source.now()}
          width={columns}
        />
      )}
      <StyledLine line={footerLine(context(now, seen), columns)} />
    </Box>
  );
}
