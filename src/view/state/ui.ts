import type { Deed } from './action-plan.js';
import { initialLogChoices, type LogAction, type LogChoices, reduceLog } from './log.js';
import type { PagePlace } from './page.js';
import type { Prompt } from './prompt.js';
import type { ProcessAction } from './source.js';
import { initialTableChoices, reduceTable, type TableAction, type TableChoices } from './table.js';
import type { Target } from './target.js';
import { type Toast, withToast } from './toasts.js';

/** A pane that can have the focus. */
export type Pane = 'table' | 'log';

/** What a person is asked before it is done. */
export type Question =
  | { readonly about: 'quit' }
  /** Actions on one process, one after the other, with the words of the question. */
  | { readonly about: 'process'; readonly name: string; readonly actions: readonly ProcessAction[]; readonly words: string }
  /** The same on several processes; their names stand between the words. */
  | { readonly about: 'several'; readonly deed: Deed; readonly words: { readonly begin: string; readonly end: string } };

/** The details of `process`, a name; `card` is the id of the crash card that is shown, undefined for the process itself. */
export type DetailsOverlay = {
  readonly name: 'details';
  readonly process: string;
  readonly card: number | undefined;
} & PagePlace;

/** What lies over the panes: a page from its row `top` on, a little menu, or a question. */
export type Overlay =
  | { readonly name: 'none' }
  | { readonly name: 'graph'; readonly top: number }
  /** With `words` only what has them all. Closed, it leaves what it was opened `over`. */
  | { readonly name: 'help'; readonly words: string; readonly top: number; readonly over?: DetailsOverlay | undefined }
  /** `at` is the place in the list of what was found. */
  | { readonly name: 'palette'; readonly at: number }
  /** `text` is all that is wrong with the configuration. */
  | { readonly name: 'problem'; readonly text: string; readonly top: number }
  | DetailsOverlay
  /** `filter` is the words that an event must hold; a `top` of Infinity follows the end. */
  | ({ readonly name: 'events'; readonly filter: string } & PagePlace)
  | { readonly name: 'sort' | 'target' }
  | { readonly name: 'action'; readonly target: Target }
  /** Answered, it leaves what it was asked `over`, which is seen meanwhile. */
  | { readonly name: 'question'; readonly question: Question; readonly over?: DetailsOverlay | undefined };

/** What the person has chosen on the screen. Nothing in it comes from a process. */
export interface UiState {
  /** By name, so that it survives a new order; undefined stands for the first process. */
  readonly selected: string | undefined;
  readonly focus: Pane;
  readonly table: TableChoices;
  readonly log: LogChoices;
  readonly overlay: Overlay;
  /** The line that is being typed; undefined where none is, and keys are commands. */
  readonly prompt: Prompt | undefined;
  /** The process whose terminal gets all keys; undefined where they are commands. */
  readonly typing: string | undefined;
  readonly toasts: readonly Toast[];
}

/** The screen as it opens. */
export const initialUiState: UiState = {
  selected: undefined,
  focus: 'table',
  table: initialTableChoices,
  log: initialLogChoices,
  overlay: { name: 'none' },
  prompt: undefined,
  typing: undefined,
  toasts: [],
};

/** What can change on the screen. */
export type UiAction =
  | { readonly type: 'select'; readonly name: string }
  | { readonly type: 'focus'; readonly pane: Pane }
  | { readonly type: 'table'; readonly change: TableAction }
  | { readonly type: 'log'; readonly change: LogAction }
  /** Undefined makes keys commands again. */
  | { readonly type: 'typing'; readonly name: string | undefined }
  | { readonly type: 'overlay'; readonly overlay: Overlay }
  | { readonly type: 'prompt'; readonly prompt: Prompt | undefined }
  /** What is wrong with the configuration is another now, or nothing: changes the page about it, where that is open. */
  | { readonly type: 'problem'; readonly text: string | undefined }
  /** `now` in monotonic milliseconds drops what is over. */
  | { readonly type: 'toast'; readonly toast: Toast; readonly now: number }
  /** What this toast says was read. */
  | { readonly type: 'toast-read'; readonly about: string };

/** The screen after `action`; the same object where nothing changes. */
export function reduceUi(state: UiState, action: UiAction): UiState {
  switch (action.type) {
    case 'select':
      return selectProcess(state, action.name);
    case 'focus':
      return changed(state, 'focus', action.pane);
    case 'table':
      return changed(state, 'table', reduceTable(state.table, action.change));
    case 'log':
      return changed(state, 'log', reduceLog(state.log, action.change));
    case 'typing':
      return changed(state, 'typing', action.name);
    case 'overlay':
      return changed(state, 'overlay', action.overlay);
    case 'prompt':
      return changed(state, 'prompt', action.prompt);
    case 'problem':
      if (state.overlay.name !== 'problem') return state;
      return {
        ...state,
        overlay: action.text === undefined ? { name: 'none' } : { name: 'problem', text: action.text, top: 0 },
      };
    case 'toast':
      return changed(state, 'toasts', withToast(state.toasts, action.toast, action.now));
    case 'toast-read':
      if (!state.toasts.some(({ about }) => about === action.about)) return state;
      return { ...state, toasts: state.toasts.filter(({ about }) => about !== action.about) };
  }
}

/** What is seen over the panes: with a question, what that was asked over. */
export function seenOverlay(overlay: Overlay): Overlay {
  return overlay.name === 'question' ? (overlay.over ?? overlay) : overlay;
}

/** What is left once an overlay is closed. */
export function overlayBelow(overlay: Overlay): Overlay {
  return ('over' in overlay ? overlay.over : undefined) ?? { name: 'none' };
}

/** The details, where those are open: what a question or the help is opened over. */
export function openDetails({ overlay }: Pick<UiState, 'overlay'>): DetailsOverlay | undefined {
  return overlay.name === 'details' ? overlay : undefined;
}

function selectProcess(state: UiState, name: string): UiState {
  const left = changed(state, 'table', reduceTable(state.table, { type: 'group', group: undefined }));
  return name === left.selected ? left : { ...left, selected: name, log: { ...left.log, offset: 0 } };
}

function changed<K extends keyof UiState>(state: UiState, key: K, value: UiState[K]): UiState {
  return value === state[key] ? state : { ...state, [key]: value };
}
