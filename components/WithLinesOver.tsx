import { Box } from 'ink';
import type { ReactElement, ReactNode } from 'react';
import type { Line } from '../src/view/text/span.js';
import { StyledLine } from './StyledLine.js';

interface WithLinesOverProps {
  /** What lies over the end: a menu, toasts. */
  readonly lines: readonly Line[];
  readonly height: number;
  readonly children: ReactNode;
}

/** The panes or a page, and lines over their last rows. */
export function WithLinesOver({ lines, height, children }: WithLinesOverProps): ReactElement {
  return (
    <Box flexDirection="column" height={height} flexShrink={0} overflowY="hidden">
      <Box flexDirection="column" height={height - lines.length} flexShrink={0} overflowY="hidden">
        {children}
      </Box>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
        <StyledLine key={index} line={line} />
      ))}
    </Box>
  );
}
