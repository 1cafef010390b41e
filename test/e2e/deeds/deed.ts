import type { Hands } from './hands.js';

/** What is looked for on the screen: a text or a pattern in one of its lines, or all of it. */
export type Sight = string | RegExp | ((screen: readonly string[]) => boolean);

/**
 * How a command is tried on the built program in a real terminal. It begins at the table with `api` selected; `before` leads to
 * where the command applies. Then its key is pressed, and `seen` must be so that was not so before. `after` leads back.
 */
export interface Deed {
  readonly before?: (hands: Hands) => Promise<void>;
  /** Where it is a function, it gets the hands too, for what the texts do not show. */
  readonly seen: string | RegExp | ((screen: readonly string[], hands: Hands) => boolean);
  readonly after?: (hands: Hands) => Promise<void>;
}

/** A command that ends the program or leaves it: it has a terminal of its own, and presses the key itself. */
export interface LastDeed {
  readonly alone: (key: string) => Promise<void>;
}

/** Whether a sight is on the screen. */
export function isSeen(screen: readonly string[], sight: Sight): boolean {
  if (typeof sight === 'function') return sight(screen);
  return screen.some((line) => (typeof sight === 'string' ? line.includes(sight) : sight.test(line)));
}

/** The sight of a screen without another. */
export function gone(sight: Sight): Sight {
  return (screen) => !isSeen(screen, sight);
}
