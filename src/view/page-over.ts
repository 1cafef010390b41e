import type { ProcessSnapshot } from '../supervisor/process-snapshot.js';
import { graphPage } from './graph-page.js';
import { helpPage } from './help-page.js';
import { problemPage } from './news-toasts.js';
import type { Line } from './span.js';
import type { UiState } from './ui-state.js';

/** The lines of the page that lies over the panes, all `width` cells wide; undefined where none does. */
export function pageOver(
  { overlay, focus }: UiState,
  processes: readonly ProcessSnapshot[],
  width: number,
): readonly Line[] | undefined {
  switch (overlay.name) {
    case 'none':
    case 'sort':
    case 'target':
    case 'action':
    case 'question':
      return undefined;
    case 'help':
      return helpPage(focus, width);
    case 'graph':
      return graphPage(processes, width);
    case 'problem':
      return problemPage(overlay.text, width);
  }
}
