import { refusalMs, successMs } from '../state/toasts.js';
import { overlayBelow, seenOverlay } from '../state/ui.js';
import type { Tone } from '../text/theme.js';
import type { Command, CommandContext } from './command.js';

/**
 * Runs a command, or says why that is not possible now.
 * @param chord the key that was pressed for it; its first one where it was run in another way
 */
export function runCommand(command: Command, ctx: CommandContext, chord = command.keys[0] ?? ''): void {
  if (command.changes && ctx.replay !== undefined) {
    const toast = { about: 'refusal', text: 'this is a replay; nothing in it can be changed', tone: 'progress' } as const;
    ctx.dispatch({ type: 'toast', toast: { ...toast, until: ctx.now + refusalMs }, now: ctx.now });
    return;
  }
  if (command.isEnabled?.(ctx) ?? true) {
    command.run(ctx, chord);
    return;
  }
  const text = command.refusal?.(ctx);
  if (text === undefined) return;
  const toast = { about: 'refusal', text, tone: 'progress', until: ctx.now + refusalMs } as const;
  ctx.dispatch({ type: 'toast', toast, now: ctx.now });
}

/** Shows a toast for some seconds, in place of the one about the same. */
export function say({ now, dispatch }: Pick<CommandContext, 'now' | 'dispatch'>, about: string, text: string, tone: Tone): void {
  dispatch({ type: 'toast', toast: { about, text, tone, until: now + successMs }, now });
}

/** Closes a menu, the palette or a question; what it was opened over is seen again. */
export function closeOverlay({ ui, dispatch }: Pick<CommandContext, 'ui' | 'dispatch'>): void {
  dispatch({ type: 'overlay', overlay: overlayBelow(ui.overlay) });
}

/** Closes the page that is seen; one that was opened from another leads back to that. */
export function closePage({ ui, dispatch }: Pick<CommandContext, 'ui' | 'dispatch'>): void {
  dispatch({ type: 'overlay', overlay: overlayBelow(seenOverlay(ui.overlay)) });
}
