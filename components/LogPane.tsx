import { Box } from 'ink';
import { memo, type ReactElement, useMemo } from 'react';
import { useKeymap } from '../hooks/use-keymap.js';
import { useLog } from '../hooks/use-log.js';
import { useTheme } from '../hooks/use-theme.js';
import type { ProcessSnapshot } from '../src/supervisor/process-snapshot.js';
import { emptyLogWords } from '../src/view/empty-words.js';
import { gutter, gutterWidth, lineText, VisibleLines } from '../src/view/log-lines.js';
import { logTitle } from '../src/view/log-title.js';
import { logWindow } from '../src/view/log-window.js';
import type { DashboardSource } from '../src/view/source.js';
import { fitLine, type Line } from '../src/view/span.js';
import { StyledLine } from './StyledLine.js';

interface LogPaneProps {
  readonly source: DashboardSource;
  readonly process: ProcessSnapshot | undefined;
  /** The sequence number of the line at the top; undefined follows the end. */
  readonly anchor: number | undefined;
  /** The first column of the text that is seen. */
  readonly offset: number;
  readonly focused: boolean;
  readonly width: number;
  /** Rows for lines. */
  readonly rows: number;
  readonly rule: boolean;
}

/** The log of the selected process. It asks for no more lines than it shows, and draws again only when they change. */
export const LogPane = memo(function LogPane(props: LogPaneProps): ReactElement {
  const { source, process, anchor, offset, focused, width, rows, rule } = props;
  const name = process?.name ?? '';
  const log = useLog(source, name);
  const { colours } = useTheme();
  const keymap = useKeymap();
  const visible = useMemo(() => new VisibleLines(colours), [colours]);
  const seen = logWindow(anchor, log, rows);
  const lines = log.slice(seen.from, seen.to);
  const texts = visible.of(lines);
  return (
    <Box flexDirection="column" width={width} height={rows + (rule ? 2 : 1)} flexShrink={0} overflow="hidden">
      <StyledLine line={process ? logTitle(name, log, seen, offset, focused, width) : fitLine([], width)} />
      {rule && <StyledLine line={ruleLine(width)} />}
      {lines.length === 0 && (
        <StyledLine line={fitLine([{ text: `   ${keymap.say(emptyLogWords(process))}`, tone: 'dim' }], width)} />
      )}
      {lines.map(({ seq, stream }, index) => (
        <LogRow key={seq} stream={stream} text={texts[index]!} offset={offset} width={width} />
      ))}
    </Box>
  );
});

interface LogRowProps {
  readonly stream: 'stdout' | 'stderr' | 'watchdog';
  readonly text: string;
  readonly offset: number;
  readonly width: number;
}

const LogRow = memo(function LogRow({ stream, text, offset, width }: LogRowProps): ReactElement {
  return <StyledLine line={[gutter(stream), lineText(stream, text, offset, width - gutterWidth)]} />;
});

function ruleLine(width: number): Line {
  return [{ text: ` ${'─'.repeat(width - 2)} `, tone: 'dim' }];
}
