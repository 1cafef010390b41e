import { startWaves } from '../../policy/process/start-order.js';
import { type CauseWords, causeWords } from '../../supervisor/snapshot/cause.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import type { Page } from '../state/page.js';
import { stateWords } from '../state/words.js';
import { type CellMoment, fittingReason } from '../table/cells.js';
import { cellWidth } from '../text/cell-slice.js';
import { fitLine, type Line, lineWidth, plainText, type Span } from '../text/span.js';
import { fitMiddle } from '../text/terminal.js';

const widestName = 24;

/**
 * The dependencies as a page: the processes in the waves in which they start, from top to bottom, each with its state, why it is
 * in it, and what it depends on, coloured by how that is. Every line is `width` cells.
 */
export function graphPage(processes: readonly ProcessSnapshot[], { now, wall }: CellMoment, width: number): Page {
  const byName = new Map(processes.map((process) => [process.name, process]));
  const waves = startWaves([...byName.keys()], (name) => byName.get(name)?.dependsOn ?? []);
  const nameWidth = Math.min(widestName, Math.max(0, ...processes.map(({ name }) => cellWidth(plainText(name)))));
  const rows = waves.flatMap((wave, index): readonly { readonly key: string; readonly line: Line }[] => [
    ...(index === 0 ? [] : [{ key: '', line: [] }]),
    { key: '', line: [{ text: ` ${waveTitle(index, waves.length)}`, bold: true }] },
    ...wave.map((name) => ({
      key: name,
      line: processLine(byName.get(name)!, byName, causeWords(byName.get(name)!, now, wall), { name: nameWidth, line: width }),
    })),
  ]);
  const empty: Line = [{ text: ' no processes', tone: 'dim' }];
  return {
    head: [fitLine([{ text: ' Dependencies', bold: true }], width)],
    lines: (rows.length === 0 ? [empty] : rows.map(({ line }) => line)).map((line) => fitLine(line, width)),
    keys: rows.map(({ key }) => key),
    hasCursor: rows.length > 0,
    cutText: (key) => {
      const cause = causeWords(byName.get(key)!, now, wall);
      const line = rows.find((row) => row.key === key)?.line ?? [];
      const isWhole = lineWidth(line) <= width && line.at(-1)?.text.trim() === plainText(cause?.whole ?? '');
      return cause === null || isWhole ? undefined : `${key}: ${cause.whole}`;
    },
  };
}

function waveTitle(index: number, count: number): string {
  if (count === 1) return 'No dependencies; all start together';
  return `Wave ${index + 1}`;
}

function processLine(
  process: ProcessSnapshot,
  byName: ReadonlyMap<string, ProcessSnapshot>,
  cause: CauseWords | null,
  widths: { readonly name: number; readonly line: number },
): Line {
  const { glyph, word, tone } = stateWords(process);
  const start: Line = [
    { text: '   ' },
    { text: fitMiddle(plainText(process.name), widths.name) },
    { text: `  ${glyph} ${word.padEnd(12)}`, tone },
    ...needs(process, byName),
  ];
  if (cause === null) return start;
  return [...start, { text: `  ${fittingReason(cause, widths.line - lineWidth(start) - 2)}`, tone: 'dim' }];
}

function needs({ dependsOn }: ProcessSnapshot, byName: ReadonlyMap<string, ProcessSnapshot>): readonly Span[] {
  return dependsOn.flatMap((name, index): readonly Span[] => {
    const other = byName.get(name);
    const { glyph, tone } = other === undefined ? ({ glyph: '?', tone: 'trouble' } as const) : stateWords(other);
    return [
      { text: index === 0 ? '  ← ' : ', ', tone: 'dim' },
      { text: `${glyph} ${plainText(name)}`, tone },
    ];
  });
}
