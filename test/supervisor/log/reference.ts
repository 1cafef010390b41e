import type { LogLine } from '../../../src/supervisor/log/line.js';

/** What a child and its supervisor do to a log. */
export type LogStep =
  | { readonly do: 'append'; readonly stream: 'stdout' | 'stderr'; readonly chunk: Buffer; readonly time: number }
  | { readonly do: 'note'; readonly text: string; readonly time: number }
  | { readonly do: 'flush' };

interface ReferenceLine {
  readonly stream: LogLine['stream'];
  readonly time: number;
  bytes: number[];
  mark: string;
}

/** The lines of a log, made byte by byte in the plainest way; what the log store must agree with. */
export function referenceLines(steps: readonly LogStep[], maxLineBytes: number): LogLine[] {
  const lines: ReferenceLine[] = [];
  const open: { stdout?: ReferenceLine | undefined; stderr?: ReferenceLine | undefined } = {};
  const begin = (stream: LogLine['stream'], time: number, bytes: number[]): ReferenceLine => {
    const line = { stream, time, bytes, mark: '' };
    lines.push(line);
    return line;
  };
  const flush = (): void => {
    open.stdout = undefined;
    open.stderr = undefined;
  };
  for (const step of steps) {
    if (step.do === 'flush') flush();
    if (step.do === 'note') {
      flush();
      begin('watchdog', step.time, [...Buffer.from(step.text)]);
    }
    if (step.do !== 'append') continue;
    for (const byte of step.chunk) {
      let line = open[step.stream] ?? begin(step.stream, step.time, []);
      open[step.stream] = line;
      if (byte === 0x0a) {
        open[step.stream] = undefined;
        continue;
      }
      if (line.bytes.length === maxLineBytes) {
        const shown = lastStateStart(line.bytes);
        if (shown > 0) line.bytes = line.bytes.slice(shown);
        else {
          const rest = incompleteEnd(line.bytes);
          line.bytes.length -= rest.length;
          line.mark = '…';
          line = begin(step.stream, step.time, rest);
          open[step.stream] = line;
        }
      }
      line.bytes.push(byte);
    }
  }
  return lines.map(({ stream, time, bytes, mark }, seq) => ({ seq, stream, time, text: shownText(bytes) + mark }));
}

/** What moves to the beginning of the line. */
const aReturn = /\r|\x1b\[[01]?G/;

function shownText(bytes: readonly number[]): string {
  const state = Buffer.from(bytes)
    .toString('utf8')
    .split(aReturn)
    .findLast((each) => each !== '');
  if (state?.includes('\b') !== true) return state ?? '';
  const shown: string[] = [];
  let [at, held] = [0, ''];
  for (const piece of state.match(/\x1b\[[ -?]*[@-~]|./gsu) ?? []) {
    if (piece === '\b') at -= at > 0 ? 1 : 0;
    else if (piece.startsWith('\x1b[')) held += piece;
    else {
      shown[at++] = held + piece;
      held = '';
    }
  }
  return shown.join('') + held;
}

function lastStateStart(bytes: readonly number[]): number {
  const text = Buffer.from(bytes).toString('latin1');
  const states = text.split(new RegExp(`(${aReturn.source})`));
  const last = states.findLastIndex((each, index) => index % 2 === 0 && each !== '');
  return states.slice(0, Math.max(0, last)).join('').length;
}

/** The bytes of a UTF-8 character at the end that lacks its own end. */
function incompleteEnd(bytes: readonly number[]): number[] {
  const lead = bytes.findLastIndex((byte) => byte < 0x80 || byte >= 0xc0);
  const byte = bytes[lead] ?? 0;
  const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
  return lead > 0 && lead + needed > bytes.length ? bytes.slice(lead) : [];
}
