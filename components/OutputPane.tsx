import type { ComponentProps, ReactElement } from 'react';
import { useDraws } from '../hooks/use-screen.js';
import { showsTerminal } from '../src/view/log/shows-terminal.js';
import type { DashboardSource } from '../src/view/state/source.js';

import { LogPane } from './LogPane.js';
import { TerminalPane } from './TerminalPane.js';

type OutputPaneProps = ComponentProps<typeof LogPane> & {
  readonly source: DashboardSource;
  /** The process whose terminal gets all keys; undefined where they are commands. */
  readonly typing: string | undefined;
};

/** The output of a process: its log, or its terminal where that is what the pane shows. */
export function OutputPane({ source, typing, ...log }: OutputPaneProps): ReactElement {
  const { spec, process, choices, reason } = log;
  const name = process?.name ?? '';
  const draws = useDraws(source, name);
  if (process === undefined || !showsTerminal(spec, choices, typing, draws)) return <LogPane {...log} />;
  return (
    <TerminalPane
      source={source}
      name={name}
      typing={typing === name}
      focused={spec.focused}
      width={spec.width}
      rows={spec.rows}
      reason={reason}
      bare={spec.bare}
    />
  );
}
