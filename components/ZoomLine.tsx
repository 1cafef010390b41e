import type { ReactElement } from 'react';
import { useKeymap } from '../hooks/use-keymap.js';
import { usePane } from '../hooks/use-pane.js';
import { useTheme } from '../hooks/use-theme.js';
import { titleFacts } from '../src/view/chrome/pane-title.js';
import { zoomLine } from '../src/view/chrome/zoom-line.js';
import type { PaneLogs } from '../src/view/log/pane-search.js';
import type { PaneSpec } from '../src/view/log/panes.js';
import { logWindow } from '../src/view/log/window.js';
import type { LogChoices } from '../src/view/state/log.js';
import { fitLine } from '../src/view/text/span.js';
import { StyledLine } from './StyledLine.js';

interface ZoomLineProps {
  readonly spec: PaneSpec;
  readonly choices: LogChoices;
  readonly logs: PaneLogs;
  /** The columns of the widest name of a process. */
  readonly nameWidth: number;
}

/** The line under a log that has the whole screen. */
export function ZoomLine({ spec, choices, logs, nameWidth }: ZoomLineProps): ReactElement {
  const { colours } = useTheme();
  const keymap = useKeymap();
  const pane = usePane(spec, choices, logs, { colours, nameWidth });
  if (pane === undefined) return <StyledLine line={fitLine([], spec.width)} />;
  const facts = titleFacts(pane, choices, logWindow(pane.view.anchor, pane.room));
  return <StyledLine line={zoomLine(facts, choices.search.text, keymap, spec.width)} />;
}
