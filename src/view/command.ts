import type { FilePiece } from '../ports/new-files.js';
import type { ProcessSnapshot } from '../supervisor/process-snapshot.js';
import type { PaneContext } from './pane-context.js';
import type { ActionOutcome, ProcessAction } from './source.js';
import type { CopiedText } from './take-out.js';
import type { Pane, UiAction, UiState } from './ui-state.js';

/** Where the person is: a pane, or what lies over the panes. */
export type Place = Pane | 'selection' | 'help' | 'graph' | 'problem' | 'question' | 'prompt';

/** Where a command applies; `anywhere` is both panes, `page` all that is read over them, `always` what is asked or typed too. */
export type Where = Place | 'anywhere' | 'page' | 'always';

/** What a command may look at and do. Made anew for every key. */
export interface CommandContext {
  readonly ui: UiState;
  readonly processes: readonly ProcessSnapshot[];
  /** Those that the table lists, in its order. */
  readonly listed: readonly ProcessSnapshot[];
  readonly selected: ProcessSnapshot | undefined;
  /** Monotonic milliseconds. */
  readonly now: number;
  /** Rows of processes that are seen at once. */
  readonly tableRows: number;
  /** The log pane with the focus, as it is now; the one beside the table where that has it. Undefined where nothing is selected. */
  pane(): PaneContext | undefined;
  /** Rows by which the page over the panes can be scrolled. */
  readonly pageOverflow: number;
  /** True once the shutdown has begun. */
  readonly shuttingDown: boolean;
  dispatch(action: UiAction): void;
  /** Carries actions out on a process, one after the other, and says in toasts what becomes of them. */
  act(name: string, ...actions: readonly ProcessAction[]): void;
  /** Whether text can be copied and saved from here. */
  readonly hasDesk: boolean;
  /** Copies text to the clipboard, and says what became of it. */
  copy(copied: CopiedText): void;
  /** Saves text to a new file, and says where. */
  save(path: string, pieces: Iterable<FilePiece>): void;
  /** Ends the program; the person has agreed, or nothing runs. */
  quit(): void;
  /** Reads the configuration again; undefined where that cannot be done from here. */
  readonly reload: (() => ActionOutcome) | undefined;
  /** What Ctrl+C does. */
  interrupt(): void;
}

/** The topics of the help. */
export type Section = 'Processes' | 'Table' | 'Log' | 'Panes' | 'General' | 'Help' | 'Typing' | 'Selecting' | 'Question';

/** One thing that a key does. */
export interface Command {
  readonly id: string;
  /** Names of chords: "r", "f7", "ctrl+c", "pagedown". The first is the one that the footer shows. */
  readonly keys: readonly string[];
  readonly where: Where;
  readonly section: Section;
  /** What it does, for the help and the README. */
  readonly title: string;
  /** Its word in the footer, and how long it stays there when there is less room: the highest longest. */
  readonly footer?: {
    readonly label: string;
    readonly priority: number;
    /** Whether the footer offers it now; without it, whenever the command applies. */
    readonly isOffered?: (ctx: CommandContext) => boolean;
  };
  /** Whether it applies now; without it, always. */
  readonly isEnabled?: (ctx: CommandContext) => boolean;
  /** What to tell a person who asks for it when it does not apply; without it, nothing is said. */
  readonly refusal?: (ctx: CommandContext) => string;
  readonly run: (ctx: CommandContext) => void;
}
