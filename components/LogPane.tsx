import { Box } from 'ink';
import { memo, type ReactElement, useMemo } from 'react';
import { useKeymap } from '../hooks/use-keymap.js';
import { usePane } from '../hooks/use-pane.js';
import { useSeek } from '../hooks/use-seek.js';
import { useTheme } from '../hooks/use-theme.js';
import type { ProcessSnapshot } from '../src/supervisor/snapshot/process.js';
import { emptyPaneWords } from '../src/view/chrome/empty-words.js';
import { titleFacts } from '../src/view/chrome/pane-title.js';
import type { PaneLogs } from '../src/view/log/pane-search.js';
import type { PaneSpec } from '../src/view/log/panes.js';
import { type LogRow as LogRowModel, logRows } from '../src/view/log/rows.js';
import { logTitle } from '../src/view/log/title.js';
import { logWindow } from '../src/view/log/window.js';
import type { LogChoices } from '../src/view/state/log.js';
import type { UiAction } from '../src/view/state/ui.js';
import { fitLine, type Span } from '../src/view/text/span.js';
import type { Tone } from '../src/view/text/theme.js';
import { StyledLine } from './StyledLine.js';

interface LogPaneProps {
  readonly spec: PaneSpec;
  /** Whose log it is; undefined where it is that of all, or of none. */
  readonly process: ProcessSnapshot | undefined;
  readonly choices: LogChoices;
  readonly logs: PaneLogs;
  /** The columns of the widest name of a process. */
  readonly nameWidth: number;
  /** Why its process is as it is, where the table does not say the whole of that; else empty. */
  readonly reason: string;
  /** Whether the table has a row to select. */
  readonly isAnyListed: boolean;
  readonly dispatch: (action: UiAction) => void;
}

/** A log. It asks for no more lines than it shows, and draws again only when they change. */
export const LogPane = memo(function LogPane(props: LogPaneProps): ReactElement {
  const { spec, process, choices, logs, nameWidth, reason, isAnyListed, dispatch } = props;
  const { width } = spec;
  const { colours } = useTheme();
  const style = useMemo(() => ({ colours, nameWidth }), [colours, nameWidth]);
  const pane = usePane(spec, choices, logs, style);
  useSeek(pane, choices, dispatch);
  const seen = pane && logWindow(pane.view.anchor, pane.room);
  const rows = pane && seen ? logRows(pane, choices, seen) : [];
  const words = useKeymap().say(emptyPaneWords(pane, process, isAnyListed));
  return (
    <Box flexDirection="column" width={width} height={spec.rows + (spec.bare ? 0 : 1)} flexShrink={0} overflowY="hidden">
      {!spec.bare && (
        <StyledLine line={pane && seen ? logTitle(titleFacts(pane, choices, seen, reason), width) : fitLine([], width)} />
      )}
      {rows.length === 0 && <StyledLine line={fitLine([{ text: `   ${words}`, tone: 'dim' }], width)} />}
      {rows.map(({ key, gutter, text, tone, bar }) => (
        <LogRow key={key} mark={gutter?.text} markTone={gutter?.tone} text={text} tone={tone} bar={bar} />
      ))}
    </Box>
  );
});

interface LogRowProps extends Pick<LogRowModel, 'text' | 'tone' | 'bar'> {
  readonly mark: string | undefined;
  readonly markTone: Tone | undefined;
}

const LogRow = memo(function LogRow({ mark, markTone = 'plain', text, tone, bar }: LogRowProps): ReactElement {
  const body: Span = { text, tone };
  // Each further span costs Ink about as much as the text itself, and most rows have nothing to mark.
  if (mark === ' ' && bar === ' ') return <StyledLine line={[{ text: ` ${text} `, tone }]} />;
  if (mark === undefined) return <StyledLine line={[body]} />;
  return <StyledLine line={[{ text: mark, tone: markTone }, body, { text: bar ?? ' ', tone: 'dim' }]} />;
});
