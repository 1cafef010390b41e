import type { ReloadOutcome } from '../../api/action-run.js';
import type { CrashCard } from '../../policy/diagnosis/crash.js';
import type { FilePiece } from '../../ports/new-files.js';
import type { EventRecord } from '../../supervisor/events/history.js';
import type { LogReader } from '../../supervisor/log/line.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import type { ScreenReader } from '../../supervisor/terminal/screen-reader.js';
import type { CopiedText } from '../log/export.js';
import type { PaneContext } from '../log/pane-context.js';
import type { ActionPlan } from '../state/action-plan.js';
import type { PageView } from '../state/page.js';
import type { Place } from '../state/place.js';
import type { Replay } from '../state/replay.js';
import type { ActionOutcome } from '../state/source.js';
import type { UiAction, UiState } from '../state/ui.js';
import type { TableRow } from '../table/rows.js';

/**
 * Where a command applies; `anywhere` is both panes, `process` these and the pages with a process, `page` all that is read over
 * the panes, `reading` both panes and all of these, `menu` every little menu, `always` what is asked or typed too.
 */
export type Where = Place | 'anywhere' | 'process' | 'page' | 'reading' | 'menu' | 'always';

/** Which key does what, as commands and what is drawn of them ask for it. */
export interface KeyBindings {
  /** Every command with the chords that it has now. */
  readonly commands: readonly Command[];
  /** The commands that apply in a place, in their order. */
  commandsIn(place: Place): readonly Command[];
  /** What a chord means in a place; undefined where it means nothing. */
  commandFor(chord: string, place: Place): Command | undefined;
  /** A text with the key of a command in place of its id in braces: "{process.start} starts it" becomes "s starts it". */
  say(text: string): string;
}

/** What a command can read and do. Made again for every key. */
export interface CommandContext {
  readonly ui: UiState;
  readonly keymap: KeyBindings;
  readonly processes: readonly ProcessSnapshot[];
  /** The rows of the table, seen or not, in its order. */
  readonly rows: readonly TableRow[];
  /** The processes that the table lists, in its order. */
  readonly listed: readonly ProcessSnapshot[];
  /** The selected row; undefined where there are none. */
  readonly row: TableRow | undefined;
  /** The selected process; undefined where the heading of a group is selected, or there is none. */
  readonly selected: ProcessSnapshot | undefined;
  /** Monotonic milliseconds. */
  readonly now: number;
  /** Rows of processes that are seen at once. */
  readonly tableRows: number;
  /** The log pane with the focus, as it is now; the one beside the table where that has it. Undefined where nothing is selected. */
  pane(): PaneContext | undefined;
  /** The screen of the selected process; undefined where it has no terminal. */
  readonly screen: ScreenReader | undefined;
  /** The screen of any process. */
  readonly screenOf: (name: string) => ScreenReader | undefined;
  /** The page over the panes, as it is seen. */
  readonly page: PageView | undefined;
  /** How a process has died, the newest last. */
  readonly crashes: (name: string) => readonly CrashCard[];
  /** What happened, the oldest first. */
  readonly events: () => readonly EventRecord[];
  /** The log of a process. */
  readonly log: (name: string) => LogReader;
  /** Whether the selected process is the one that is meant, whatever the focus is on. @default false */
  readonly isMeant?: boolean;
  /** Whether what is dangerous asks in any case: it was chosen from a list, a line away from something else. @default false */
  readonly asksAlways?: boolean;
  /** The way through time, where this is a recording. */
  readonly replay: Replay | undefined;
  /** True once the shutdown has begun. */
  readonly shuttingDown: boolean;
  dispatch(action: UiAction): void;
  /** Carries a plan out, and says in toasts what becomes of it. */
  act(plan: ActionPlan): void;
  /** Whether quitting ends the processes too, and not this dashboard alone. */
  readonly quitEndsAll: boolean;
  /** Whether text can be copied and saved from here. */
  readonly canExport: boolean;
  /** Copies text to the clipboard, and says what became of it. */
  copy(copied: CopiedText): void;
  /** Saves text to a new file, and says where. */
  save(path: string, pieces: Iterable<FilePiece>): void;
  /** Ends the program; the user has agreed, or nothing runs. */
  quit(): void;
  /** Gives the terminal back and lets the processes run on under this program; undefined where that cannot be done. */
  readonly leaveRunning: (() => void) | undefined;
  /** Reads the configuration again; undefined where that cannot be done from here. */
  readonly reload: (() => ReloadOutcome | Promise<ReloadOutcome>) | undefined;
  /** Opens the URL of a process in the browser, and says whether that could be done; undefined where there is none. */
  readonly openUrl: ((name: string, url: string) => void) | undefined;
  /** Scales a process to so many replicas, and says the outcome; undefined where that cannot be done from here. */
  readonly scale: ((name: string, count: number) => void) | undefined;
  /** Writes a bundle of all that happened, and says where; undefined where that cannot be done from here. */
  readonly writeBundle: (() => Promise<ActionOutcome>) | undefined;
  /** Switches bell and notifications on or off, and returns whether they are on now; undefined where there are none. */
  readonly toggleAttention: (() => boolean) | undefined;
  /** Has the terminal report the mouse, or leaves it to it, and returns whether it is reported now; undefined where there is none. */
  readonly toggleMouse: (() => boolean) | undefined;
  /** Gives the terminal back to the shell until that brings the dashboard back; undefined where that cannot be done. */
  readonly suspend: (() => void) | undefined;
  /** Draws all of the screen again; undefined where that cannot be done. */
  readonly redraw: (() => void) | undefined;
  /** What Ctrl+C does. */
  interrupt(): void;
}

/** The topics of the help. */
export type Section =
  | 'Processes'
  | 'Table'
  | 'Log'
  | 'Panes'
  | 'Details'
  | 'Replay'
  | 'General'
  | 'Pages'
  | 'Menu'
  | 'Typing'
  | 'Selecting'
  | 'Question'
  | 'Terminal';

/** One thing that a key does. */
export interface Command {
  readonly id: string;
  /** Names of chords: "r", "f7", "ctrl+c", "pagedown". The first is the one that the footer shows. */
  readonly keys: readonly string[];
  readonly where: Where;
  /** The page that it opens, where its key means to close that. */
  readonly except?: Place;
  readonly section: Section;
  /** Whether it acts on processes or on the run, and not on what is seen alone: a replay refuses it. Without it, it does not. */
  readonly changes?: true;
  /** What it does, for the help and docs/keys.md. */
  readonly title: string;
  /** What it does to one process, as the palette says it: "stop api". Without it, it is not about one. */
  readonly of?: (process: ProcessSnapshot) => string;
  /** Its word in the footer, and how long it stays there when there is less room: the highest longest. */
  readonly footer?: {
    readonly label: string | ((ctx: CommandContext) => string);
    readonly priority: number;
    /** Whether the footer offers it now; without it, whenever the command applies. */
    readonly isOffered?: (ctx: CommandContext) => boolean;
  };
  /** What it does, for a user who presses its key elsewhere: "wraps the log". Without it, the title is used. */
  readonly does?: string;
  /** Whether it makes sense as a key alone, like a step of the selection: the palette leaves it out. Without it, it does not. */
  readonly keyOnly?: true;
  /** Its words in the little menu of its place; without it, it is in no menu. */
  readonly menu?: (ctx: CommandContext) => string;
  /** Whether it applies now; without it, always. */
  readonly isEnabled?: (ctx: CommandContext) => boolean;
  /** The answer to a user who asks for it when it does not apply; without it, there is none. */
  readonly refusal?: (ctx: CommandContext) => string;
  /** `chord` is the key that was pressed for it. */
  readonly run: (ctx: CommandContext, chord: string) => void;
}

/** What a prompt is for, and what becomes of what is typed into it. */
export interface PromptUse {
  /** Stands before the text: "/", "save to: ". */
  readonly label: string;
  /** What is said at the right end: how much was found, what is wrong with the text. */
  readonly hint?: (ctx: CommandContext, text: string) => string;
  /** Called with every change. */
  readonly change?: (ctx: CommandContext, text: string) => void;
  /** Called at Enter, after the prompt is closed. */
  readonly accept?: (ctx: CommandContext, text: string) => void;
  /** Called at Esc, after the prompt is closed. */
  readonly cancel?: (ctx: CommandContext) => void;
  /** Chords that do something here beside changing the text. */
  readonly keys?: Readonly<Record<string, (ctx: CommandContext, text: string) => void>>;
}
