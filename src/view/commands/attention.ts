import { successMs } from '../state/toasts.js';
import type { Command, CommandContext } from './command.js';

/** What reaches a person who looks elsewhere. */
export const attentionCommands: readonly Command[] = [
  {
    id: 'attention.toggle',
    keys: ['B'],
    where: 'anywhere',
    section: 'General',
    title: 'Notifications on or off',
    isEnabled: ({ toggleAttention }) => toggleAttention !== undefined,
    run: toggle,
  },
];

function toggle({ toggleAttention, dispatch, now }: CommandContext): void {
  if (toggleAttention === undefined) return;
  const text = toggleAttention() ? 'bell and notifications are on' : 'bell and notifications are off until the next start';
  dispatch({ type: 'toast', toast: { about: 'attention', text, tone: 'plain', until: now + successMs }, now });
}
