import type { ProcessSnapshot } from '../supervisor/process-snapshot.js';
import { plainText } from './span.js';

/** What the table says when there is nothing to show. */
export const noProcesses = 'no processes yet; name some in watchdog.yaml';

/** What the log pane says when there is nothing to read, and what to do about it. */
export function emptyLogWords(process: ProcessSnapshot | undefined): string {
  if (process === undefined) return 'no log yet; it stands here once a process is selected';
  switch (process.state) {
    case 'stopped':
      return process.startCount === 0 ? 'not started; s starts it' : 'stopped, and it wrote nothing; s starts it';
    case 'waiting':
      return `no output yet; it waits ${plainText(process.brief)}`;
    case 'starting':
    case 'running':
      return 'no output yet';
    case 'stopping':
      return 'it wrote nothing';
    case 'backoff':
      return 'it wrote nothing; it starts again by itself, r restarts it now';
    case 'circuit_open':
      return 'it wrote nothing; c resets the circuit and starts it';
    case 'completed':
      return 'completed, and it wrote nothing; s starts it again';
    case 'unknown':
      return `nothing is known of it; ${plainText(process.brief)}`;
    case 'failed':
      return `it wrote nothing; ${plainText(process.brief)}; s tries again`;
  }
}
