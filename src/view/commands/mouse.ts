import type { Command, CommandContext } from './command.js';
import { say } from './run-command.js';

/** What gives the mouse to the terminal, which selects text with it, and takes it back. */
export const mouseCommands: readonly Command[] = [
  { ...command('mouse.toggle', 'Mouse on, or the terminal’s'), where: 'anywhere', section: 'General' },
  { ...command('page.mouse', 'Mouse on, or the terminal’s'), where: 'page', section: 'Help' },
];

function command(id: string, title: string): Omit<Command, 'where' | 'section'> {
  return {
    id,
    keys: ['M'],
    title,
    isEnabled: ({ toggleMouse }) => toggleMouse !== undefined,
    refusal: () => 'this terminal does not report the mouse',
    run: toggle,
  };
}

function toggle(ctx: CommandContext): void {
  const isOn = ctx.toggleMouse?.();
  if (isOn === undefined) return;
  const words = isOn
    ? 'the mouse selects, scrolls and clicks here; {mouse.toggle} gives it back to the terminal'
    : 'the terminal has the mouse and selects text with it; {mouse.toggle} takes it back';
  say(ctx, 'mouse', words, 'plain');
}
