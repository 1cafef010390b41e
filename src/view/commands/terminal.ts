import { mainKey } from '../log/panes.js';
import type { Command, CommandContext } from './command.js';

/** What goes on between the keyboard and the terminal of the selected process. */
export const terminalCommands: readonly Command[] = [
  {
    id: 'terminal.type',
    keys: ['I'],
    where: 'anywhere',
    section: 'Log',
    title: 'Type into it; Ctrl+] leaves',
    footer: { label: 'type', priority: 58, isOffered: ({ screen }) => screen !== undefined },
    isEnabled: ({ screen }) => screen?.open === true,
    refusal: whyNotType,
    run: ({ selected, dispatch }) => {
      const name = selected!.name;
      // What is typed stands at the end.
      dispatch({ type: 'log', change: { type: 'view', key: mainKey(name), change: { anchor: undefined } } });
      dispatch({ type: 'typing', name });
    },
  },
  {
    id: 'terminal.leave',
    keys: ['ctrl+]'],
    where: 'typing',
    section: 'Terminal',
    title: 'Leave it; keys are commands',
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
