import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { Line } from '../src/view/span.js';
import { StyledLine } from './StyledLine.js';

interface PageOverlayProps {
  readonly lines: readonly Line[];
  /** The first line that is seen. */
  readonly top: number;
  readonly height: number;
}

/** A page in place of the panes. */
export function PageOverlay({ lines, top, height }: PageOverlayProps): ReactElement {
  return (
    <Box flexDirection="column" height={height} flexShrink={0} overflow="hidden">
      {lines.slice(top, top + height).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
        <StyledLine key={index} line={line} />
      ))}
    </Box>
  );
}
