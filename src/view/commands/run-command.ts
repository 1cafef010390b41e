import { refusalMs } from '../state/toasts.js';
import type { Command, CommandContext } from './command.js';

/** Runs a command, or says why that is not possible now. */
export function runCommand(command: Command, ctx: CommandContext): void {
  if (command.isEnabled?.(ctx) ?? true) {
    command.run(ctx);
    return;
  }
  const text = command.refusal?.(ctx);
  if (text === undefined) return;
  const toast = { about: 'refusal', text, tone: 'progress', until: ctx.now + refusalMs } as const;
  ctx.dispatch({ type: 'toast', toast, now: ctx.now });
}
