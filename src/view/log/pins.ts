import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import type { LogChoices, LogModes } from '../state/log.js';
import { refusalMs, type Toast } from '../state/toasts.js';
import { focusedPane } from './panes.js';

/** What changes of the logs when the pane of a process is unpinned; the focus of a pane that goes is in the one before it. */
export function unpinned({ pinned, pane }: LogChoices, name: string): Partial<LogModes> {
  const at = pinned.indexOf(name);
  return { pinned: pinned.filter((each) => each !== name), pane: pane > at ? pane - 1 : pane };
}

/** What changes of the logs when a pinned process is gone: its pane is unpinned, and leaves the whole screen where it had that. */
export function withoutGone(log: LogChoices, name: string): Partial<LogModes> {
  const isFocused = log.pinned[focusedPane(log) - 1] === name;
  return { ...unpinned(log, name), zoomed: log.zoomed && !isFocused };
}

/** The pinned processes that are not there any more, as after a reload of the configuration. */
export function gonePins({ pinned }: Pick<LogChoices, 'pinned'>, processes: readonly ProcessSnapshot[]): readonly string[] {
  return pinned.filter((name) => !processes.some((process) => process.name === name));
}

/** Says at monotonic time `now` why a pane went. */
export function goneToast(name: string, now: number): Toast {
  return { about: `pin ${name}`, text: `${name} was removed, and its pane with it`, tone: 'progress', until: now + refusalMs };
}
