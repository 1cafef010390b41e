import type { Clipboard } from '../../ports/clipboard.js';
import type { FilePiece, NewFiles } from '../../ports/new-files.js';
import type { CopiedText } from '../log/export.js';
import type { SnapshotStore } from '../state/snapshot-store.js';
import type { DashboardSource } from '../state/source.js';
import { refusalMs, successMs } from '../state/toasts.js';
import { reduceUi, type UiState } from '../state/ui.js';
import type { Tone } from '../text/theme.js';
import { formatCount } from '../text/times.js';

/** Where text goes that the user takes out of the dashboard. */
export interface ExportTargets {
  readonly clipboard: Clipboard;
  readonly files: NewFiles;
}

/** Copies text, and says in a toast how much of it. */
export async function copyOut(
  { clipboard }: ExportTargets,
  source: DashboardSource,
  store: SnapshotStore<UiState>,
  copied: CopiedText,
): Promise<void> {
  const { text, lines } = copied;
  if (lines === 0) {
    toast(source, store, 'there is nothing to copy', 'progress');
    return;
  }
  const { tool, sent } = await clipboard.copy(text);
  toast(source, store, ...copyWords(copied, tool === undefined ? sent : text.length));
}

/** Saves text, and says in a toast where. */
export async function saveOut(
  { files }: ExportTargets,
  source: DashboardSource,
  store: SnapshotStore<UiState>,
  path: string,
  pieces: Iterable<FilePiece>,
): Promise<void> {
  const outcome = await files.save(path, pieces);
  if (outcome.ok) toast(source, store, `${countLines(outcome.lines)} saved to ${outcome.path}`, 'good');
  else toast(source, store, outcome.text, 'trouble');
}

function copyWords({ text, lines, left }: CopiedText, taken: number): readonly [text: string, tone: Tone] {
  if (taken === 0) return ['nothing copied: the line is longer than the terminal accepts', 'trouble'];
  if (taken < text.length) {
    const whole = text.slice(0, taken).split('\n').length;
    return [`the first ${formatCount(whole)} of ${countLines(lines + left)} copied; the terminal accepts no more`, 'progress'];
  }
  if (left > 0) return [`the first ${countLines(lines)} copied; {log.save} saves all ${formatCount(lines + left)}`, 'progress'];
  return [`${countLines(lines)} copied`, 'good'];
}

function countLines(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'line' : 'lines'}`;
}

function toast(source: DashboardSource, store: SnapshotStore<UiState>, text: string, tone: Tone): void {
  const now = source.now();
  const until = now + (tone === 'good' ? successMs : refusalMs);
  store.update((state) => reduceUi(state, { type: 'toast', toast: { about: 'taken out', text, tone, until }, now }));
}
