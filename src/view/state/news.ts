import type { ActionOutcome, ReloadOutcome } from '../../api/action-run.js';
import type { ConfigProblem } from '../../config/problems/config-error.js';
import type { Notice } from '../../supervisor/events/notice.js';

/** What a run says beside the states of its processes, and how the user has its configuration read again. */
export interface DashboardNews {
  /** Calls `listener` with every notice from now on. Returns the way to stop it. */
  onNotice(listener: (notice: Notice) => void): () => void;
  /**
   * Calls `listener` with what is wrong with the configuration, and with undefined once that is mended. Returns the way to
   * stop it.
   */
  onProblem(listener: (problem: ConfigProblem | undefined) => void): () => void;
  /** Reads the configuration again and applies it. Says what changes; or all that is wrong with it, and nothing changes. */
  reload(): ReloadOutcome | Promise<ReloadOutcome>;
  /** Scales a process to so many replicas, and says the outcome. Rejects with a WatchdogError where that cannot be. */
  scale(name: string, count: number): Promise<ActionOutcome>;
}
