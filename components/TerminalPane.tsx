import { Box } from 'ink';
import { memo, type ReactElement } from 'react';
import { useKeymap } from '../hooks/use-keymap.js';
import { useScreen } from '../hooks/use-screen.js';
import { useTheme } from '../hooks/use-theme.js';
import { terminalTitle } from '../src/view/chrome/terminal-title.js';
import { gutterWidth } from '../src/view/log/pane-context.js';
import type { DashboardSource } from '../src/view/state/source.js';
import { fitLine } from '../src/view/text/span.js';
import { stripSgr, windowCells } from '../src/view/text/terminal.js';
import { StyledLine } from './StyledLine.js';

interface TerminalPaneProps {
  readonly source: DashboardSource;
  /** A process that has a terminal. */
  readonly name: string;
  /** Whether the keys go into it. */
  readonly typing: boolean;
  readonly focused: boolean;
  readonly width: number;
  /** Rows for the screen. */
  readonly rows: number;
  /** Why the process is as it is, where the table does not say the whole of that; else empty. */
  readonly reason: string;
  /** Whether it stands alone on the screen, without a title. */
  readonly bare: boolean;
}

/** The terminal of the selected process, as it is. */
export const TerminalPane = memo(function TerminalPane(props: TerminalPaneProps): ReactElement {
  const { source, name, typing, focused, width, rows, reason, bare } = props;
  const keymap = useKeymap();
  const screen = useScreen(source, name);
  const cursor = typing && screen?.open ? screen.cursor : undefined;
  const seen = Math.min(rows, screen?.size.rows ?? 0);
  return (
    <Box flexDirection="column" width={width} height={rows + (bare ? 0 : 1)} flexShrink={0} overflowY="hidden">
      {!bare && (
        <StyledLine
          line={screen ? terminalTitle({ name, screen, typing, focused, reason, keymap }, width) : fitLine([], width)}
        />
      )}
      {Array.from({ length: seen }, (_, y) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no identity but its place
        <TerminalRow key={y} text={screen!.row(y, cursor?.y === y ? cursor.x : undefined)} width={width - gutterWidth} />
      ))}
    </Box>
  );
});

const TerminalRow = memo(function TerminalRow({ text, width }: { readonly text: string; readonly width: number }): ReactElement {
  const { colours } = useTheme();
  const shown = windowCells(colours ? text : stripSgr(text), 0, width);
  return <StyledLine line={[{ text: ' '.repeat(gutterWidth) }, { text: shown }]} />;
});
