import { Text } from 'ink';
import { memo, type ReactElement } from 'react';
import { useTheme } from '../hooks/use-theme.js';
import { paintLine } from '../src/view/text/paint.js';
import type { Line } from '../src/view/text/span.js';

interface StyledLineProps {
  readonly line: Line;
  /** Whether it is drawn as the selected row of a table. */
  readonly selected?: boolean;
}

/** Draws one line in the colours of the theme. */
export const StyledLine = memo(function StyledLine({ line, selected = false }: StyledLineProps): ReactElement {
  const theme = useTheme();
  return <Text wrap="truncate">{paintLine(line, selected ? theme.selected : theme.tones, theme.ascii)}</Text>;
});
