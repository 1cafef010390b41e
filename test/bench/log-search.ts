// How long a search through 100 000 kept lines takes, beside a plain loop over the same text.
import { LogStore } from '../../src/supervisor/log/store.js';
import { LineIndex } from '../../src/view/log/line-index.js';
import { SingleLog } from '../../src/view/log/line-source.js';
import { parseFilter } from '../../src/view/log/line-test.js';
import { runs } from './comparison.js';
import { median, type Row } from './row.js';

const lineCount = 100_000;
const sliceMs = 8;

const filters: readonly (readonly [what: string, typed: string, plain: (line: string) => boolean])[] = [
  ['a rare word', 'item/4242 ', (line) => line.toLowerCase().includes('item/4242 ')],
  ['a word in each 50th line', 'failed', (line) => line.toLowerCase().includes('failed')],
  ['two words and none', 'get failed !77', (line) => /get/i.test(line) && /failed/i.test(line) && !line.includes('77')],
  ['an expression', '/item/\\d+7 .*failed$/i', (line) => /item\/\d+7 .*failed$/i.test(line)],
];

/** The milliseconds of a whole search, of the longest slice, and of a plain loop. */
export async function measure(): Promise<readonly Row[]> {
  return [false, true].flatMap((coloured) => {
    const { store, text } = filled(coloured);
    return filters.flatMap(([what, typed, plain]) => {
      const times = Array.from({ length: runs }, () => timesOf(store, typed));
      const bare = Array.from({ length: runs }, () => timeOf(() => text.split('\n').filter(plain).length));
      const title = `search 100 000 ${coloured ? 'coloured ' : ''}lines for ${what}`;
      return [
        { title, unit: 'ms', watchdog: median(times.map(({ all }) => all)), bare: median(bare) },
        { title: `  its longest slice`, unit: 'ms', watchdog: median(times.map(({ longest }) => longest)), bare: null },
      ];
    });
  });
}

function filled(coloured: boolean): { readonly store: LogStore; readonly text: string } {
  const store = new LogStore({ maxLines: lineCount, maxBytes: 64 * 1024 * 1024 });
  const lines = Array.from({ length: lineCount }, (_, index) => {
    const text = `2026-11-23T14:02:29.113Z GET /item/${index} ${index % 50 === 7 ? 'Failed' : 'ok'} ${'x'.repeat(40)} user ${index % 977}`;
    return coloured ? `\x1b[2m${text.slice(0, 24)}\x1b[0m \x1b[32m${text.slice(25)}\x1b[0m` : text;
  });
  const text = lines.join('\n');
  const bytes = Buffer.from(`${text}\n`);
  for (let at = 0; at < bytes.length; at += 65_536) store.append('stdout', Buffer.from(bytes.subarray(at, at + 65_536)), at);
  return { store, text };
}

function timesOf(store: LogStore, typed: string): { readonly all: number; readonly longest: number } {
  const parsed = parseFilter(typed);
  if (!parsed.ok) throw new Error(parsed.problem);
  const index = new LineIndex(new SingleLog('api', store), { test: parsed.test, stderrOnly: false, fromSeq: 0 });
  let all = 0;
  let longest = 0;
  while (!index.isComplete) {
    const slice = timeOf(() => {
      const end = performance.now() + sliceMs;
      index.step(() => performance.now() >= end);
    });
    all += slice;
    longest = Math.max(longest, slice);
  }
  return { all, longest };
}

function timeOf(run: () => void): number {
  const before = performance.now();
  run();
  return performance.now() - before;
}
