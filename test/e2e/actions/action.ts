import type { Hands } from './hands.js';

/** What is searched for on the screen: a text or a pattern in one of its lines, or all of it; and with the hands, how it looks. */
export type Sight = string | RegExp | ((screen: readonly string[], hands: Hands) => boolean);

/**
 * How a command is tried on the built program in a real terminal. It begins at the table with `api` selected; `before` leads to
 * where the command applies. Then its key is pressed, and `seen` must be so that was not so before. `after` leads back.
 */
export interface Action {
  readonly before?: (hands: Hands) => Promise<void>;
  readonly seen: Sight;
  readonly after?: (hands: Hands) => Promise<void>;
}

/** A command that ends the program or leaves it: it has a terminal of its own, and presses the key itself. */
export interface LastAction {
  readonly alone: (key: string) => Promise<void>;
}

/** Whether a text or a pattern is in a line of the screen. */
export function isSeen(screen: readonly string[], text: string | RegExp): boolean {
  return screen.some((line) => (typeof text === 'string' ? line.includes(text) : text.test(line)));
}

/** Whether a screen is such a sight. */
export function isSight(sight: Sight, screen: readonly string[], hands: Hands): boolean {
  return typeof sight === 'function' ? sight(screen, hands) : isSeen(screen, sight);
}

/** The sight of a screen without another. */
export function gone(sight: Sight): Sight {
  return (screen, hands) => !isSight(sight, screen, hands);
}
