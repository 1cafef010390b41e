import { Box } from 'ink';
import type { ReactElement, ReactNode } from 'react';
import type { Line } from '../src/view/span.js';
import { StyledLine } from './StyledLine.js';

interface WithMenuProps {
  /** The lines of the menu; undefined where none is open. */
  readonly lines: readonly Line[] | undefined;
  readonly height: number;
  readonly children: ReactNode;
}

/** The panes, and a menu over their last rows. */
export function WithMenu({ lines = [], height, children }: WithMenuProps): ReactElement {
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
