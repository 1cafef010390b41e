import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import type { PaneContext } from '../log/pane-context.js';
import { allLogs } from '../log/panes.js';
import { plainText } from '../text/span.js';

/** What the table says when there is nothing to show, and what to do about it; in `width` cells. */
export function emptyTableWords(filter: string, width: number): string {
  if (filter !== '') return `no process matches "${plainText(filter)}"; {go.back} shows all`;
  const words = 'no processes yet; add some to watchdog.yaml';
  return words.length <= width ? words : 'add processes to watchdog.yaml';
}

/**
 * What a log pane says when it lists nothing, and what to do about it.
 * @param isAnyListed whether the table has a row
 */
export function emptyPaneWords(
  pane: PaneContext | undefined,
  process: ProcessSnapshot | undefined,
  isAnyListed: boolean,
): string {
  if (pane === undefined && !isAnyListed) return 'no log to show';
  if (pane !== undefined && pane.log.source.length > 0) {
    const { view, log } = pane;
    if (log.progress < 1) return 'searching…';
    if (view.filter.trim() !== '') return 'no line matches; {go.back} lists all';
    return view.stderrOnly
      ? 'nothing on stderr; {log.stderr} lists all'
      : 'cleared; new lines appear here, {go.back} brings the others back';
  }
  if (pane?.spec.log === allLogs) return 'no output yet';
  return emptyLogWords(process);
}

/** What the log pane says when there is nothing to read, and what to do about it. */
export function emptyLogWords(process: ProcessSnapshot | undefined): string {
  if (process === undefined) return 'select a process to read its log';
  switch (process.state) {
    case 'stopped':
      return process.startCount === 0
        ? 'not started; {process.start} starts it'
        : 'stopped, no output; {process.start} starts it';
    case 'waiting':
      if (process.nextRun !== undefined) return `no output yet; ${plainText(process.brief)}`;
      return process.blocked === null
        ? `no output yet; waiting ${plainText(process.brief)}`
        : `no output; blocked: ${plainText(process.blocked.brief)}`;
    case 'starting':
    case 'running':
      return 'no output yet';
    case 'stopping':
      return 'no output';
    case 'backoff':
      return 'no output; it restarts by itself, {process.restart} restarts it now';
    case 'circuit_open':
      return 'no output; {process.reset} resets the circuit and starts it';
    case 'completed':
      return 'completed, no output; {process.start} starts it again';
    case 'unknown':
      return `state unknown: ${plainText(process.brief)}`;
    case 'failed':
      return `no output; ${plainText(process.brief)}; {process.start} tries again`;
  }
}
