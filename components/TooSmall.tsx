import { Box } from 'ink';
import type { ReactElement } from 'react';
import { tooSmallWords } from '../src/view/chrome/too-small.js';
import type { TerminalSize } from '../src/view/state/layout.js';
import { fitLine } from '../src/view/text/span.js';
import { StyledLine } from './StyledLine.js';

/** What a terminal says that is too small for anything else. */
export function TooSmall({ columns, rows }: TerminalSize): ReactElement {
  return (
    <Box flexDirection="column" width={columns} height={rows} overflowY="hidden">
      {tooSmallWords({ columns, rows }).map((text) => (
        <StyledLine key={text} line={fitLine([{ text, tone: 'progress' }], columns)} />
      ))}
    </Box>
  );
}
