import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { TerminalSize } from '../src/view/state/layout.js';
import { fitLine } from '../src/view/text/span.js';
import { StyledLine } from './StyledLine.js';

/** What a terminal says that is too small for anything else. */
export function TooSmall({ columns, rows }: TerminalSize): ReactElement {
  const words = [`The terminal is ${columns}x${rows};`, 'watchdog needs 40x10.', 'Everything goes on running.'];
  return (
    <Box flexDirection="column" width={columns} height={rows} overflowY="hidden">
      {words.map((text) => (
        <StyledLine key={text} line={fitLine([{ text: ` ${text}`, tone: 'progress' }], columns)} />
      ))}
    </Box>
  );
}
