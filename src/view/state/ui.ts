import type { ConfigProblem } from '../../config/problems/config-error.js';
import type { ActionPlan } from './action-plan.js';
import { initialLogChoices, type LogAction, type LogChoices, reduceLog } from './log.js';
import type { PagePlace } from './page.js';
import type { Prompt } from './prompt.js';
import { initialTableChoices, reduceTable, type TableAction, type TableChoices } from './table.js';
import type { Target } from './target.js';
import { type Toast, withToast } from './toasts.js';

/** A pane that can have the focus. */
export type Pane = 'table' | 'log';

/** What the user is asked before it is done. */
export type Question =
  | { readonly about: 'quit' }
  /** Scales `name` to `count` replicas; `last` is the one that goes first, null where a Swarm chooses. */
  | { readonly about: 'scale'; readonly name: string; readonly count: number; readonly last: string | null }
  /** `dependents` are the names of those that are up and depend on what the plan would stop. */
  | { readonly about: 'plan'; readonly plan: ActionPlan; readonly dependents: readonly string[] };

/** A page in place of the panes, from its row `top` on. */
export type PageOverlay = (
  | { readonly name: 'graph' }
  /** How the project came up. */
  | { readonly name: 'timing' }
  /** With `words` only what has them all. */
  | { readonly name: 'help'; readonly words: string }
  /** `text` is all that is wrong with the configuration. */
  | { readonly name: 'problem'; readonly problem: ConfigProblem }
  /** The details of `process`, a name; `card` is the id of the crash card that is shown, undefined for the process itself. */
  | { readonly name: 'details'; readonly process: string; readonly card: number | undefined }
  /** `filter` is the words that an event must hold; a `top` of Infinity follows the end. */
  | { readonly name: 'events'; readonly filter: string }
) &
  PagePlace & {
    /** The page from which it was opened, to which closing it leads back. */
    readonly over?: PageOverlay | undefined;
  };

/** What lies over the panes: a page, a little menu, or a question. */
export type Overlay =
  | { readonly name: 'none' }
  | PageOverlay
  /** `at` is the place in the list of what was found. Closed, it leaves the page that it was opened `over`. */
  | { readonly name: 'palette'; readonly at: number; readonly over?: PageOverlay | undefined }
  | { readonly name: 'sort' | 'target' }
  | { readonly name: 'action'; readonly target: Target }
  /** The signals that can be sent; to whom is decided by what is selected below. */
  | { readonly name: 'signal'; readonly names: readonly string[] }
  /** Answered, it leaves the page that it was asked `over`, which is seen meanwhile. */
  | { readonly name: 'question'; readonly question: Question; readonly over?: PageOverlay | undefined };

/** What the user has chosen on the screen. Nothing in it comes from a process. */
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

/** Pages to which Esc leads back; who wanders on among them forgets the first. */
const mostPagesBack = 8;

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
  /** What is wrong with the configuration now, or nothing: changes the page about it where that is open, or opens it. */
  | { readonly type: 'problem'; readonly problem: ConfigProblem | undefined; readonly opens?: boolean }
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
      return withZoomFocus(state, changed(state, 'log', reduceLog(state.log, action.change)));
    case 'typing':
      return changed(state, 'typing', action.name);
    case 'overlay':
      return changed(state, 'overlay', action.overlay);
    case 'prompt':
      return changed(state, 'prompt', action.prompt);
    case 'problem':
      return changed(state, 'overlay', overlayWithProblem(state, action));
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

/** The screen without a question that is open; as it is where none is. */
export function withoutQuestion(ui: UiState): UiState {
  return ui.overlay.name === 'question' ? { ...ui, overlay: overlayBelow(ui.overlay) } : ui;
}

/** What is left once an overlay is closed. */
export function overlayBelow(overlay: Overlay): Overlay {
  return ('over' in overlay ? overlay.over : undefined) ?? { name: 'none' };
}

/** The page that is open; undefined where none is. */
export function openPage({ overlay }: Pick<UiState, 'overlay'>): PageOverlay | undefined {
  return 'top' in overlay ? overlay : undefined;
}

/** An overlay that leads back to the page that is open now. */
export function overPage<T extends Overlay>(ui: Pick<UiState, 'overlay'>, overlay: T): T {
  const over = openPage(ui);
  return over === undefined ? overlay : { ...overlay, over: shortened(over, mostPagesBack) };
}

/** A page with at most `most` pages to which it leads back. */
function shortened(page: PageOverlay, most: number): PageOverlay {
  const { over, ...alone } = page;
  return over === undefined || most === 0 ? alone : { ...page, over: shortened(over, most - 1) };
}

function overlayWithProblem(state: UiState, { problem, opens = false }: UiAction & { readonly type: 'problem' }): Overlay {
  const { overlay } = state;
  if (overlay.name !== 'problem')
    return opens && problem !== undefined ? overPage(state, { name: 'problem', problem, top: 0 }) : overlay;
  return problem === undefined ? overlayBelow(overlay) : { ...overlay, problem, top: 0 };
}

/** A log that gets the whole screen has the focus for as long as it has that, and then gives it back. */
function withZoomFocus(before: UiState, after: UiState): UiState {
  if (before.log.zoomed === after.log.zoomed) return after;
  if (after.log.zoomed)
    return { ...after, focus: 'log', log: { ...after.log, unzoomed: { focus: before.focus, pane: before.log.pane } } };
  const { focus, pane } = before.log.unzoomed ?? { focus: after.focus, pane: after.log.pane };
  return { ...after, focus, log: { ...after.log, pane: Math.min(pane, after.log.pinned.length), unzoomed: undefined } };
}

function selectProcess(state: UiState, name: string): UiState {
  const left = changed(state, 'table', reduceTable(state.table, { type: 'group', group: undefined }));
  return name === left.selected ? left : { ...left, selected: name, log: { ...left.log, offset: 0 } };
}

function changed<K extends keyof UiState>(state: UiState, key: K, value: UiState[K]): UiState {
  return value === state[key] ? state : { ...state, [key]: value };
}
