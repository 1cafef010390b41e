import type { PagePlace } from './page.js';
import type { ProcessAction } from './source.js';
import { type Toast, withToast } from './toasts.js';

/** A pane that can have the focus. */
export type Pane = 'table' | 'log';

/** What a person is asked before it is done. */
export type Question =
  | { readonly about: 'quit' }
  /** Actions on one process, one after the other, with the words of the question. */
  | { readonly about: 'process'; readonly name: string; readonly actions: readonly ProcessAction[]; readonly words: string };

/** What lies over the panes: a page from its row `top` on, or a question. */
export type Overlay =
  | { readonly name: 'none' }
  | { readonly name: 'help' | 'graph'; readonly top: number }
  /** `text` is all that is wrong with the configuration. */
  | { readonly name: 'problem'; readonly text: string; readonly top: number }
  /** `process` is the name; `card` the id of the crash card that is shown, undefined for the process itself. */
  | ({ readonly name: 'details'; readonly process: string; readonly card: number | undefined } & PagePlace)
  /** `filter` is the words that an event must hold; a `top` of Infinity follows the end. */
  | ({ readonly name: 'events'; readonly filter: string } & PagePlace)
  | { readonly name: 'question'; readonly question: Question };

/** What the person has chosen on the screen. Nothing in it comes from a process. */
export interface UiState {
  /** By name, so that it survives a new order; undefined stands for the first process. */
  readonly selected: string | undefined;
  readonly focus: Pane;
  /** For each log that does not follow its end, the sequence number of the line at the top. */
  readonly anchors: ReadonlyMap<string, number>;
  /** The first column of the log's text that is seen. */
  readonly offset: number;
  readonly overlay: Overlay;
  readonly toasts: readonly Toast[];
}

/** The screen as it opens. */
export const initialUiState: UiState = {
  selected: undefined,
  focus: 'table',
  anchors: new Map(),
  offset: 0,
  overlay: { name: 'none' },
  toasts: [],
};

/** What can change on the screen. */
export type UiAction =
  | { readonly type: 'select'; readonly name: string }
  | { readonly type: 'focus'; readonly pane: Pane }
  /** Undefined follows the end of the log. */
  | { readonly type: 'anchor'; readonly name: string; readonly anchor: number | undefined }
  | { readonly type: 'shift'; readonly columns: number }
  | { readonly type: 'overlay'; readonly overlay: Overlay }
  /** What is wrong with the configuration is another now, or nothing: changes the page about it, where that is open. */
  | { readonly type: 'problem'; readonly text: string | undefined }
  /** `now` in monotonic milliseconds drops what is over. */
  | { readonly type: 'toast'; readonly toast: Toast; readonly now: number };

/** The screen after `action`; the same object where nothing changes. */
export function reduceUi(state: UiState, action: UiAction): UiState {
  switch (action.type) {
    case 'select':
      return action.name === state.selected ? state : { ...state, selected: action.name, offset: 0 };
    case 'focus':
      return action.pane === state.focus ? state : { ...state, focus: action.pane };
    case 'anchor':
      return action.anchor === state.anchors.get(action.name) ? state : { ...state, anchors: anchored(state.anchors, action) };
    case 'shift':
      return { ...state, offset: Math.max(0, state.offset + action.columns) };
    case 'overlay':
      return { ...state, overlay: action.overlay };
    case 'problem':
      if (state.overlay.name !== 'problem') return state;
      return {
        ...state,
        overlay: action.text === undefined ? { name: 'none' } : { name: 'problem', text: action.text, top: 0 },
      };
    case 'toast':
      return { ...state, toasts: withToast(state.toasts, action.toast, action.now) };
  }
}

function anchored(before: UiState['anchors'], { name, anchor }: UiAction & { type: 'anchor' }): UiState['anchors'] {
  const anchors = new Map(before);
  if (anchor === undefined) anchors.delete(name);
  else anchors.set(name, anchor);
  return anchors;
}
