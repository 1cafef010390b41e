import { successMs } from '../state/toasts.js';
import type { Tone } from '../text/theme.js';
import type { CommandContext } from './command.js';

/** Shows a toast for some seconds, in place of the one about the same. */
export function say({ now, dispatch }: CommandContext, about: string, text: string, tone: Tone): void {
  dispatch({ type: 'toast', toast: { about, text, tone, until: now + successMs }, now });
}
