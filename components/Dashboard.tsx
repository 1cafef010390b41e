import { Box } from 'ink';
import type { ReactElement } from 'react';
import { useAnswers } from '../hooks/use-answers.js';
import { type DashboardView, useDashboard } from '../hooks/use-dashboard.js';
import { useGonePins } from '../hooks/use-gone-pins.js';
import { useInput } from '../hooks/use-input.js';
import { useKeymap } from '../hooks/use-keymap.js';
import { useLogOffers } from '../hooks/use-log-offers.js';
import { useNews } from '../hooks/use-news.js';
import { usePointer } from '../hooks/use-pointer.js';
import { useSuspend } from '../hooks/use-suspend.js';
import { useTheme } from '../hooks/use-theme.js';
import type { FilePiece } from '../src/ports/new-files.js';
import type { CauseWords } from '../src/supervisor/snapshot/cause.js';
import { copyOut, saveOut } from '../src/view/actions/export-targets.js';
import { openUrl, scaleReplicas } from '../src/view/actions/process-requests.js';
import { runAction } from '../src/view/actions/run.js';
import { header } from '../src/view/chrome/header.js';
import { noticeLines } from '../src/view/chrome/notice-lines.js';
import { pageOver } from '../src/view/chrome/page-over.js';
import { promptLine } from '../src/view/chrome/prompt-line.js';
import type { CommandContext } from '../src/view/commands/command.js';
import { footer } from '../src/view/commands/footer.js';
import { openMenu } from '../src/view/commands/menu.js';
import { press } from '../src/view/commands/press.js';
import { pasteText } from '../src/view/commands/typing.js';
import type { CopiedText } from '../src/view/log/export.js';
import { openPane, type PaneContext } from '../src/view/log/pane-context.js';
import { logPanes } from '../src/view/log/panes.js';
import { titleHolds } from '../src/view/log/title.js';
import { greeting, greetingUiState } from '../src/view/state/greeting.js';
import { cutSelected, type PageView } from '../src/view/state/page.js';
import { initialUiState, type UiState } from '../src/view/state/ui.js';
import { fittingReason } from '../src/view/table/cells.js';
import { processesOf, selectedRow } from '../src/view/table/rows.js';
import { cellWidth } from '../src/view/text/cell-slice.js';
import { type Line, plainText } from '../src/view/text/span.js';
import { cutMiddle } from '../src/view/text/terminal.js';
import type { DashboardProps } from './dashboard-props.js';
import { PageOverlay } from './PageOverlay.js';
import { Panes } from './Panes.js';
import { StyledLine } from './StyledLine.js';
import { TooSmall } from './TooSmall.js';
import { WithLinesOver } from './WithLinesOver.js';
import { ZoomLine } from './ZoomLine.js';

/** The whole screen, exactly as large as the terminal. */
export function Dashboard({
  source,
  news,
  exportTargets,
  browser,
  greets = false,
  selected: firstSelected,
  quitEndsAll,
  onQuit,
  onLeaveRunning,
  toggleAttention,
  toggleMouse,
  onBundle,
  onSuspend,
  onInterrupt,
  onRedraw,
  onTerminalAnswer,
  shuttingDown,
}: DashboardProps): ReactElement {
  const view = useDashboard(source, { ...(greets ? greetingUiState : initialUiState), selected: firstSelected }, shuttingDown);
  const keymap = useKeymap();
  const suspend = useSuspend(onSuspend);
  const { store, size, layout, table, now, wall, ui, processes, arrangement, logs, nameWidth, dispatch } = view;
  const { columns, rows } = size;
  useNews(news, store, source);
  const { colours } = useTheme();
  useAnswers(source, ui.overlay);
  useGonePins(view, source);
  const small = layout.kind === 'too_small';
  const pageHeight = rows - (!small && layout.gaps ? 4 : 3);

  const focusedLog = (state: UiState): PaneContext | undefined => {
    if (layout.kind === 'too_small') return undefined;
    const row = selectedRow(arrangement.rows(source.processes(), state.table), state);
    const specs = logPanes(state, row?.kind === 'process' ? row.process.name : undefined, layout, size, false);
    const spec = specs.find(({ focused }) => focused) ?? specs.find(({ pinned }) => !pinned) ?? specs[0];
    return spec && openPane(spec, state.log, logs, { colours, nameWidth });
  };

  useLogOffers(logs, focusedLog(ui)?.spec.key, ui.prompt !== undefined, () => focusedLog(store.get()));

  // Read again for each key, since several can come between two frames.
  const context = (at: number, drawn?: PageView): CommandContext => {
    const state = store.get();
    const current = source.processes();
    const tableRows = arrangement.rows(current, state.table);
    const row = selectedRow(tableRows, state);
    const selected = row?.kind === 'process' ? row.process : undefined;
    const rest = {
      ui: state,
      keymap,
      processes: current,
      rows: tableRows,
      listed: processesOf(tableRows),
      row,
      selected,
      now: at,
      tableRows: small ? 1 : layout.tableRows,
      pane: () => focusedLog(store.get()),
      canExport: exportTargets !== undefined,
      copy: (copied: CopiedText) => exportTargets && void copyOut(exportTargets, source, store, copied),
      save: (path: string, pieces: Iterable<FilePiece>) =>
        exportTargets && void saveOut(exportTargets, source, store, path, pieces),
      screen: source.screen(selected?.name ?? ''),
      screenOf: (name) => source.screen(name),
      crashes: (name) => source.crashes(name),
      events: () => source.events(),
      log: (name) => source.log(name),
      redraw: onRedraw,
      shuttingDown,
      dispatch,
      act: (plan) => void runAction(source, store, plan),
      quitEndsAll,
      quit: onQuit,
      leaveRunning: onLeaveRunning,
      writeBundle: onBundle,
      replay: source.replay,
      reload: news && (() => news.reload()),
      openUrl: browser && ((name, url) => void openUrl(browser, { source, store }, name, url)),
      scale: news && ((name, count) => void scaleReplicas(news, { source, store }, name, count)),
      suspend,
      toggleAttention,
      toggleMouse,
      interrupt: onInterrupt,
    } satisfies Omit<CommandContext, 'page'>;
    return { ...rest, page: drawn ?? pageOver(rest, { source, wall, width: columns, height: pageHeight }) };
  };
  const seen = context(now).page;
  const zoomed = ui.log.zoomed && seen === undefined;
  const bodyHeight = zoomed ? (view.panes[0]?.rows ?? rows) : pageHeight;
  const menu = seen !== undefined ? undefined : openMenu(context(now), columns, bodyHeight);
  const foot = footer(context(now, seen), columns);
  const said: readonly Line[] =
    ui.prompt !== undefined
      ? [promptLine(ui.prompt, context(now, seen), columns)]
      : noticeLines({
          shuttingDown,
          forces: quitEndsAll,
          canLeave: onLeaveRunning !== undefined,
          question: ui.overlay.name === 'question' ? ui.overlay.question : undefined,
          processes,
          toasts: ui.toasts,
          otherwise: zoomed ? '' : cutSelected(seen) || cutReasonWords(view),
          logRows: layout.kind === 'too_small' ? 0 : layout.logRows,
          now,
          size,
          keymap,
        });
  const over = said.slice(0, -1);
  const top = header(
    {
      project: source.project,
      attached: !quitEndsAll,
      replayed: source.replay !== undefined,
      processes,
      wall,
      ticks: view.ticks,
    },
    columns,
  );
  const drawn = { ...view, page: seen, menu, header: top, footer: foot, zoomed, covered: over.length };
  const onMouse = usePointer(drawn, source, () => context(source.now()));
  useInput({
    onKey: (chord) => {
      dispatch({ type: 'toast-read', about: greeting.about });
      press(chord, context(source.now()));
    },
    onPaste: (text) => pasteText(text, context(source.now())),
    onMouse,
    onAnswer: onTerminalAnswer,
    typing: () => store.get().typing,
    onTyped: (parts) => {
      const { typing } = store.get();
      if (typing !== undefined) source.type(typing, parts);
    },
    leavesTyping: (chord) => keymap.commandFor(chord, 'typing') !== undefined,
  });

  if (layout.kind === 'too_small' || table === undefined) return <TooSmall {...size} />;
  const below = <StyledLine line={said.at(-1)!} />;
  const body = (
    <WithLinesOver lines={[...(menu?.lines ?? []), ...over]} height={bodyHeight}>
      {seen === undefined ? (
        <Panes source={source} view={view} layout={layout} table={table} />
      ) : (
        <PageOverlay view={seen} height={pageHeight} />
      )}
    </WithLinesOver>
  );
  if (zoomed) {
    return (
      <Box flexDirection="column" width={columns} height={rows} overflowY="hidden">
        {body}
        {bodyHeight < rows - 1 && below}
        <ZoomLine spec={view.panes[0]!} choices={ui.log} logs={logs} nameWidth={nameWidth} />
      </Box>
    );
  }
  return (
    <Box flexDirection="column" width={columns} height={rows} overflowY="hidden">
      <StyledLine line={top.line} />
      {layout.gaps && <Box height={1} flexShrink={0} />}
      {body}
      {below}
      <StyledLine line={foot.line} />
    </Box>
  );
}

/** A cause for which neither its row nor the title of a log has room: that of the selected process, else of one that failed. */
function cutReasonWords({ table, selected, panes, size }: DashboardView): string {
  const said = (name: string, reason: CauseWords): string => {
    // A name may not take the room of what it is about.
    const start = `${cutMiddle(plainText(name), Math.floor(size.columns / 3))}: `;
    return start + fittingReason(reason, size.columns - cellWidth(start) - 2);
  };
  const reason = table?.cutReason;
  const pane = panes.find(({ pinned, log }) => !pinned && log === selected?.name);
  const isSaid = reason === undefined || (pane !== undefined && titleHolds(reason.what, pane.log!, pane.width));
  if (selected !== undefined && !isSaid) return said(selected.name, reason);
  const trouble = table?.cutTrouble;
  return trouble === undefined || trouble.name === selected?.name ? '' : said(trouble.name, trouble.reason);
}
