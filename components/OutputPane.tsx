import type { ComponentProps, ReactElement } from 'react';
import { useDraws } from '../hooks/use-screen.js';
import type { DashboardSource } from '../src/view/source.js';
import { viewOf } from '../src/view/ui-log.js';
import { LogPane } from './LogPane.js';
import { TerminalPane } from './TerminalPane.js';

type OutputPaneProps = ComponentProps<typeof LogPane> & {
  readonly source: DashboardSource;
  /** The process whose terminal gets all keys; undefined where they are commands. */
  readonly typing: string | undefined;
};

/**
 * The output of a process: its terminal while it shows a picture or is typed into, else its log. Whoever scrolls up, searches or
 * filters sees the log, until it follows its end again; a pinned pane is always a log.
 */
export function OutputPane({ source, typing, ...log }: OutputPaneProps): ReactElement {
  const { spec, process, choices, rule } = log;
  const name = process?.name ?? '';
  const draws = useDraws(source, name);
  const isTyping = process !== undefined && typing === name;
  const { anchor, filter, stderrOnly } = viewOf(choices, spec.key);
  const isRead = anchor !== undefined || filter !== '' || stderrOnly || choices.search.text !== '';
  if (spec.pinned || (!isTyping && (!draws || isRead))) return <LogPane {...log} />;
  return (
    <TerminalPane
      source={source}
      name={name}
      typing={isTyping}
      focused={spec.focused}
      width={spec.width}
      rows={spec.rows}
      rule={rule}
      bare={spec.bare}
    />
  );
}
