import type { TerminalDocument } from '../protocol/documents.js';
import type { ProcessTerminal } from '../supervisor/terminal/process.js';
import type { EventStream } from './event-stream.js';
import type { ScreenParts } from './screen-difference.js';
import { sendFrames } from './send-frames.js';

/** Milliseconds between two pictures: who types waits for the echo, and only one terminal is in view. */
const frameMs = 41;

/** Sends the picture of a terminal, and then the rows that changed, until the reader is gone or the process has no terminal any more. */
export async function streamTerminal(
  stream: EventStream,
  { watchdog, clock }: Pick<ScreenParts, 'watchdog' | 'clock'>,
  name: string,
): Promise<void> {
  let sent: { readonly terminal: ProcessTerminal; readonly revision: number; readonly rows: readonly string[] } | undefined;
  const send = (): boolean => {
    const terminal = watchdog.terminal(name);
    if (terminal === undefined) return false;
    const { revision } = terminal;
    if (sent?.terminal === terminal && sent.revision === revision) return true;
    const rows = rowsOf(terminal);
    stream.send('terminal', difference(terminal, rows, sent?.rows ?? []));
    sent = { terminal, revision, rows };
    return true;
  };
  await sendFrames(stream, { clock, frameMs, onChange: (touch) => watchdog.onChange(touch), send });
}

function rowsOf(terminal: ProcessTerminal): readonly string[] {
  return Array.from({ length: terminal.size.rows }, (_, y) => terminal.row(y));
}

function difference(
  { size, cursor, skipped }: ProcessTerminal,
  rows: readonly string[],
  before: readonly string[],
): TerminalDocument {
  const changed = rows.flatMap((text, y) => (text === before[y] ? [] : [[y, text] as const]));
  return { size, cursor: cursor ?? null, skipped, rows: Object.fromEntries(changed) };
}
