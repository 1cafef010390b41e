import type { ReactElement } from 'react';
import { useKeymap } from '../hooks/use-keymap.js';
import type { ProcessSnapshot } from '../src/supervisor/process-snapshot.js';
import { questionLine, shutdownLine, toastLine } from '../src/view/notice.js';
import { currentToast, type Toast } from '../src/view/toasts.js';
import type { Question } from '../src/view/ui-state.js';
import { StyledLine } from './StyledLine.js';

interface NoticeProps {
  readonly shuttingDown: boolean;
  /** Whether Ctrl+C here forces the shutdown; else it only leaves. */
  readonly forces: boolean;
  /** What is asked; undefined where nothing is. */
  readonly question: Question | undefined;
  readonly processes: readonly ProcessSnapshot[];
  readonly toasts: readonly Toast[];
  /** What is said where there is nothing else to say. */
  readonly otherwise: string;
  /** Monotonic milliseconds. */
  readonly now: number;
  readonly width: number;
}

/** The line over the footer: the shutdown, else a question, else the newest toast, else the reason that its row cuts. */
export function Notice({ shuttingDown, forces, question, processes, toasts, otherwise, now, width }: NoticeProps): ReactElement {
  const keymap = useKeymap();
  if (shuttingDown) return <StyledLine line={shutdownLine(processes, now, width, forces)} />;
  if (question !== undefined) return <StyledLine line={questionLine(question, processes, width)} />;
  return <StyledLine line={toastLine(currentToast(toasts, now), width, { otherwise, keymap })} />;
}
