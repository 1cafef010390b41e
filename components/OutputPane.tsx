import type { ComponentProps, ReactElement } from 'react';
import { useDraws } from '../hooks/use-screen.js';
import { LogPane } from './LogPane.js';
import { TerminalPane } from './TerminalPane.js';

type OutputPaneProps = ComponentProps<typeof LogPane> & {
  /** The process whose terminal gets all keys; undefined where they are commands. */
  readonly typing: string | undefined;
};

/**
 * The output of the selected process: its terminal while it shows a picture or is typed into, else its log. Whoever scrolls up
 * sees the log, until it follows its end again.
 */
export function OutputPane({ typing, ...log }: OutputPaneProps): ReactElement {
  const { source, process, anchor, focused, width, rows, rule } = log;
  const name = process?.name ?? '';
  const draws = useDraws(source, name);
  const isTyping = process !== undefined && typing === name;
  if (!isTyping && !(draws && anchor === undefined)) return <LogPane {...log} />;
  return <TerminalPane source={source} name={name} typing={isTyping} focused={focused} width={width} rows={rows} rule={rule} />;
}
