import { useState } from 'react';
import type { CommandContext } from '../src/view/commands/command.js';
import type { DrawnScreen } from '../src/view/input/hit-test.js';
import type { MouseEvent } from '../src/view/input/mouse.js';
import { Pointer } from '../src/view/input/pointer.js';
import { openPane } from '../src/view/log/pane-context.js';
import type { PaneLogs } from '../src/view/log/pane-search.js';
import type { PaneSpec } from '../src/view/log/panes.js';
import { showsTerminal } from '../src/view/log/shows-terminal.js';
import type { DashboardSource } from '../src/view/state/source.js';
import { useTheme } from './use-theme.js';

interface Pointed extends DrawnScreen {
  readonly logs: PaneLogs;
  /** The columns of the widest name of a process. */
  readonly nameWidth: number;
}

/**
 * Makes the handler of mouse events.
 * @param screen what is drawn
 * @param context makes what commands know and do, as of now
 */
export function usePointer(screen: Pointed, source: DashboardSource, context: () => CommandContext): (event: MouseEvent) => void {
  const { logs, nameWidth } = screen;
  const { colours } = useTheme();
  const [pointer] = useState(() => new Pointer());
  return (event) => {
    const ctx = context();
    const { log: choices, typing } = ctx.ui;
    pointer.take(event, screen, {
      ...ctx,
      openLog: (spec: PaneSpec) => openPane(spec, choices, logs, { colours, nameWidth }),
      isTerminal: (spec: PaneSpec) => showsTerminal(spec, choices, typing, source.screen(spec.log ?? '')?.draws ?? false),
    });
  };
}
