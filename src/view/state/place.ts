import type { PageOverlay, Pane, UiState } from './ui.js';

/** Where the user is: a pane, or what lies over the panes. */
export type Place =
  | Pane
  | PageOverlay['name']
  | 'selection'
  | 'palette'
  | 'sort'
  | 'target'
  | 'action'
  | 'signal'
  | 'question'
  | 'prompt'
  | 'typing';

/** Whether a little menu is open there. */
export function isMenu(place: Place): boolean {
  return place === 'sort' || place === 'target' || place === 'action' || place === 'signal';
}

/** Where the user is. A question or a menu is moot once the shutdown has begun. */
export function activePlace({ overlay, focus, prompt, typing, log }: UiState, shuttingDown: boolean): Place {
  if (typing !== undefined) return 'typing';
  if (prompt !== undefined) return 'prompt';
  if (overlay.name === 'none' || (shuttingDown && !('top' in overlay))) {
    if (overlay.name === 'question' && overlay.over !== undefined) return overlay.over.name;
    return focus === 'log' && log.selection !== undefined ? 'selection' : focus;
  }
  return overlay.name;
}
