import type { ReactElement } from 'react';
import type { ProcessSnapshot } from '../src/supervisor/process-snapshot.js';
import type { Place } from '../src/view/command.js';
import { quitQuestion, shutdownLine, toastLine } from '../src/view/notice.js';
import { currentToast, type Toast } from '../src/view/toasts.js';
import { StyledLine } from './StyledLine.js';

interface NoticeProps {
  readonly shuttingDown: boolean;
  readonly place: Place;
  readonly processes: readonly ProcessSnapshot[];
  readonly toasts: readonly Toast[];
  /** Monotonic milliseconds. */
  readonly now: number;
  readonly width: number;
}

/** The line over the footer: the shutdown, else a question, else the newest toast. */
export function Notice({ shuttingDown, place, processes, toasts, now, width }: NoticeProps): ReactElement {
  if (shuttingDown) return <StyledLine line={shutdownLine(processes, now, width)} />;
  if (place === 'question') return <StyledLine line={quitQuestion(processes, width)} />;
  return <StyledLine line={toastLine(currentToast(toasts, now), width)} />;
}
