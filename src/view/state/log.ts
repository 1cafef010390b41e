/** A place in a log that stays where it is, whatever comes or goes. */
export interface Anchor {
  readonly seq: number;
  /** The row within the line, from 0; more than 0 only where lines are wrapped. */
  readonly row: number;
}

/** What is before each line: nothing, the time of day, or the time since the start of its generation. */
export type Stamps = 'off' | 'clock' | 'since';

/** What the user has chosen of the log in one pane. */
export interface PaneView {
  /** What is at the top; undefined follows the end. */
  readonly anchor: Anchor | undefined;
  /** The first sequence number that was not there yet when following ended. */
  readonly heldFrom: number;
  /** What lines must have; empty lists all. */
  readonly filter: string;
  readonly stderrOnly: boolean;
  /** No line before this sequence number is listed. */
  readonly clearedTo: number;
  /** The line that the user went to: one that was found, a crash, a bookmark. */
  readonly at: number | undefined;
}

/** A search through the log of the pane with the focus. */
export interface Search {
  /** Empty where nothing is searched for. */
  readonly text: string;
  /** True until the hit nearest to what is in view was gone to. */
  readonly isSeeking: boolean;
  /** What was at the top before it. */
  readonly before: Anchor | undefined;
}

/** The lines between two, both included, in whichever order, that are being selected in a pane. */
export interface LineSelection {
  /** The key of the pane's view. */
  readonly key: string;
  readonly from: number;
  /** Where the user is. */
  readonly to: number;
  /** For a part of the first and the last line: the columns of `from` and `to`; undefined selects whole lines. */
  readonly columns: { readonly from: number; readonly to: number } | undefined;
}

/** What holds for all logs. */
export interface LogModes {
  readonly stamps: Stamps;
  readonly wrap: boolean;
  /** JSON and logfmt lines as level, time, message, rest. */
  readonly pretty: boolean;
  /** The pane that is not pinned shows the logs of all processes as one. */
  readonly merged: boolean;
  /** The names of the processes in further panes. */
  readonly pinned: readonly string[];
  /** The log pane that the focus is in: 0, or 1 and more for the pinned ones. */
  readonly pane: number;
  /** Whether that pane takes the whole screen. */
  readonly zoomed: boolean;
  /** Where the focus was before it took that; undefined where none does. */
  readonly unzoomed: { readonly focus: 'table' | 'log'; readonly pane: number } | undefined;
  readonly search: Search;
  readonly selection: LineSelection | undefined;
}

/** What the user has chosen of the logs. */
export interface LogChoices extends LogModes {
  /** By the key of the pane's view. */
  readonly views: ReadonlyMap<string, PaneView>;
  /** By process, the sequence numbers of the lines with a bookmark. */
  readonly bookmarks: ReadonlyMap<string, ReadonlySet<number>>;
  /** The first column of the text that is seen. */
  readonly offset: number;
}

/** A log at its end, with all its lines. */
const initialPaneView: PaneView = {
  anchor: undefined,
  heldFrom: 0,
  filter: '',
  stderrOnly: false,
  clearedTo: 0,
  at: undefined,
};

/** The state of a log that is not searched. */
export const noSearch: Search = { text: '', isSeeking: false, before: undefined };

/** Every log at its end, from the first column. */
export const initialLogChoices: LogChoices = {
  views: new Map(),
  bookmarks: new Map(),
  offset: 0,
  stamps: 'off',
  wrap: false,
  pretty: false,
  merged: false,
  pinned: [],
  pane: 0,
  zoomed: false,
  unzoomed: undefined,
  search: noSearch,
  selection: undefined,
};

/** What can change of the logs. */
export type LogAction =
  | { readonly type: 'view'; readonly key: string; readonly change: Partial<PaneView> }
  | { readonly type: 'modes'; readonly change: Partial<LogModes> }
  /** Sets a bookmark, or takes it away. */
  | { readonly type: 'bookmark'; readonly name: string; readonly seq: number }
  | { readonly type: 'shift'; readonly columns: number };

/** The choices after `action`; the same object where nothing changes. */
export function reduceLog(choices: LogChoices, action: LogAction): LogChoices {
  switch (action.type) {
    case 'view': {
      const before = viewOf(choices, action.key);
      const after = withChange(before, action.change);
      return after === before ? choices : { ...choices, views: new Map(choices.views).set(action.key, after) };
    }
    case 'modes':
      return withChange<LogChoices>(choices, action.change);
    case 'bookmark': {
      const marks = new Set(choices.bookmarks.get(action.name));
      if (!marks.delete(action.seq)) marks.add(action.seq);
      return { ...choices, bookmarks: new Map(choices.bookmarks).set(action.name, marks) };
    }
    case 'shift':
      return withChange(choices, { offset: Math.max(0, choices.offset + action.columns) });
  }
}

/** What was chosen of the log in a pane. */
export function viewOf({ views }: LogChoices, key: string): PaneView {
  return views.get(key) ?? initialPaneView;
}

function withChange<T extends object>(before: T, change: Partial<T>): T {
  const keys = Object.keys(change) as (keyof T)[];
  return keys.every((key) => change[key] === before[key]) ? before : { ...before, ...change };
}
