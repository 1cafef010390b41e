import type { Browser } from '../src/ports/browser.js';
import type { ExportTargets } from '../src/view/actions/export-targets.js';
import type { DashboardNews } from '../src/view/state/news.js';
import type { ActionOutcome, DashboardSource } from '../src/view/state/source.js';

/** What the dashboard reads, and what it reports to the program. */
export interface DashboardProps {
  readonly source: DashboardSource;
  /** What the run says beside its processes; without it, nothing of that is shown and nothing can be reloaded. */
  readonly news?: DashboardNews;
  /** Takes text that is copied or saved; without it, nothing can be. */
  readonly exportTargets?: ExportTargets;
  /** Opens URLs; without it, nothing can be opened. */
  readonly browser?: Browser;
  /** Whether nobody has seen this dashboard before, so that the keys to begin with are named. @default false */
  readonly greets?: boolean;
  /** The process that is selected at first. @default the first one */
  readonly selected?: string | undefined;
  /** False where quitting leaves the processes alone. */
  readonly quitEndsAll: boolean;
  /** Switches bell and notifications on or off, and returns whether they are on now; without it there are none. */
  readonly toggleAttention?: () => boolean;
  /** Has the terminal report the mouse, or leaves it to it, and returns whether it is reported now; without it there is none. */
  readonly toggleMouse?: () => boolean;
  /** The user wants to quit: has agreed, or nothing runs. */
  onQuit(): void;
  /** Gives the terminal back while everything runs on; without it that is not offered. */
  readonly onLeaveRunning?: (() => void) | undefined;
  /** Stops the program until the shell brings it back; without it, Ctrl+Z does nothing. Resolves when it is back. */
  onSuspend?(): Promise<void>;
  /** Writes a bundle of all that happened, and says where; without it that is not offered. */
  readonly onBundle?: (() => Promise<ActionOutcome>) | undefined;
  /** Ctrl+C, each time. */
  onInterrupt(): void;
  /** Draws all of the screen again; without it, Ctrl+L does nothing. */
  readonly onRedraw?: () => void;
  /** Receives the terminal's replies to queries of the program, such as for its colours: "]11;rgb:…"; they never count as keys. */
  readonly onTerminalAnswer?: (text: string) => void;
  /** True once the shutdown has begun. */
  readonly shuttingDown: boolean;
}
