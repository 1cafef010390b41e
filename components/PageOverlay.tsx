import { Box } from 'ink';
import type { ReactElement } from 'react';
import { type PageView, seenLines } from '../src/view/state/page.js';
import { StyledLine } from './StyledLine.js';

interface PageOverlayProps {
  readonly view: PageView;
  readonly height: number;
}

/** A page in place of the panes. */
export function PageOverlay({ view, height }: PageOverlayProps): ReactElement {
  return (
    <Box flexDirection="column" height={height} flexShrink={0} overflowY="hidden">
      {seenLines(view).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
        <StyledLine key={index} line={line} />
      ))}
    </Box>
  );
}
