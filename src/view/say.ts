import type { CommandContext } from './command.js';
import type { Tone } from './theme.js';
import { successMs } from './toasts.js';

/** Shows a toast for some seconds, in place of the one about the same. */
export function say({ now, dispatch }: CommandContext, about: string, text: string, tone: Tone): void {
  dispatch({ type: 'toast', toast: { about, text, tone, until: now + successMs }, now });
}
