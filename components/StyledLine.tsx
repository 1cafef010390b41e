import { Transform } from 'ink';
import { memo, type ReactElement, useCallback } from 'react';
import { useTheme } from '../hooks/use-theme.js';
import { paintLine } from '../src/view/text/paint.js';
import type { Line } from '../src/view/text/span.js';
import { takeWholeLines } from './whole-lines.js';

takeWholeLines();

interface StyledLineProps {
  readonly line: Line;
  /** Whether it is drawn as the selected row of a table. */
  readonly selected?: boolean;
}

/**
 * Draws one line in the colours of the theme. The lines of a screen fit their places to the cell, and nothing in them has to be
 * cleaned: so Ink gets a blank, which it lays out once and for all, and the line itself as what that becomes. As a text, Ink would
 * clean, measure and lay out each line again whenever it changes, which takes as long as all the rest of a frame.
 */
export const StyledLine = memo(function StyledLine({ line, selected = false }: StyledLineProps): ReactElement {
  const theme = useTheme();
  const painted = paintLine(line, selected ? theme.selected : theme.tones, theme.ascii);
  return <Transform transform={useCallback(() => painted, [painted])}> </Transform>;
});
