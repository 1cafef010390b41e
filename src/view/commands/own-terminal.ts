import type { Command, CommandContext } from './command.js';
import { say } from './run.js';

/** What concerns the terminal that the dashboard is in: the mouse, bell and notifications, the shell, and drawing again. */
export const ownTerminalCommands: readonly Command[] = [
  {
    id: 'attention.toggle',
    keys: ['B'],
    where: 'reading',
    section: 'General',
    title: 'Notifications on or off',
    isEnabled: ({ toggleAttention }) => toggleAttention !== undefined,
    refusal: () => 'there are no notifications here',
    run: toggleAttention,
  },
  {
    id: 'mouse.toggle',
    keys: ['M'],
    where: 'reading',
    section: 'General',
    title: 'Mouse: watchdog or terminal',
    isEnabled: ({ toggleMouse }) => toggleMouse !== undefined,
    refusal: () => 'this terminal does not report the mouse',
    run: toggleMouse,
  },
  {
    id: 'redraw',
    keys: ['ctrl+l'],
    where: 'always',
    section: 'General',
    title: 'Redraw the screen',
    isEnabled: ({ redraw }) => redraw !== undefined,
    run: (ctx) => ctx.redraw?.(),
  },
  {
    id: 'suspend',
    keys: ['ctrl+z'],
    where: 'always',
    section: 'General',
    title: 'Suspend (fg returns)',
    isEnabled: ({ suspend }) => suspend !== undefined,
    refusal: () => 'the dashboard cannot be suspended here',
    run: (ctx) => ctx.suspend?.(),
  },
];

function toggleAttention(ctx: CommandContext): void {
  const isOn = ctx.toggleAttention?.();
  if (isOn === undefined) return;
  say(ctx, 'attention', isOn ? 'bell and notifications are on' : 'bell and notifications are off until the next start', 'plain');
}

function toggleMouse(ctx: CommandContext): void {
  const isOn = ctx.toggleMouse?.();
  if (isOn === undefined) return;
  const words = isOn
    ? 'the mouse selects, scrolls and clicks here; {mouse.toggle} gives it back to the terminal'
    : 'the terminal has the mouse and selects text with it; {mouse.toggle} takes it back';
  say(ctx, 'mouse', words, 'plain');
}
