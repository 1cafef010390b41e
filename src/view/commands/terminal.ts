import { mainKey } from '../log/panes.js';
import type { Command, CommandContext } from './command.js';
import { meaningFocus } from './target-members.js';

/** What goes on between the keyboard and the terminal of the selected process. */
export const terminalCommands: readonly Command[] = [
  {
    id: 'terminal.type',
    keys: ['I'],
    where: 'anywhere',
    section: 'Log',
    changes: true,
    title: 'Type into its terminal',
    does: 'types into the terminal of a process',
    footer: { label: 'type', priority: 58, isOffered: (ctx) => meaningFocus(ctx).screen !== undefined },
    isEnabled: (ctx) => meaningFocus(ctx).screen?.open === true,
    refusal: (ctx) => whyNotType(meaningFocus(ctx)),
    run: (ctx) => {
      const { dispatch } = ctx;
      const { name } = meaningFocus(ctx).selected!;
      // A pinned pane is always a log: the terminal is seen in the pane that goes with the selection.
      dispatch({ type: 'select', name });
      dispatch({ type: 'log', change: { type: 'modes', change: { pane: 0 } } });
      // What is typed is at the end.
      dispatch({ type: 'log', change: { type: 'view', key: mainKey(name), change: { anchor: undefined } } });
      dispatch({ type: 'typing', name });
    },
  },
  {
    id: 'terminal.leave',
    keys: ['ctrl+]'],
    where: 'typing',
    section: 'Terminal',
    title: 'Leave the terminal',
    footer: { label: 'leave the terminal', priority: 100 },
    run: ({ dispatch }) => dispatch({ type: 'typing', name: undefined }),
  },
];

function whyNotType({ selected, screen }: CommandContext): string {
  if (selected === undefined) return 'there is no process to type into';
  return screen === undefined
    ? `${selected.name} has no terminal; tty: true gives it one`
    : `${selected.name} is not running; {process.start} starts it`;
}
