import { type CrashCard, type CrashCheck, type CrashLine, decisiveLine } from '../../policy/diagnosis/crash.js';
import { formatDuration } from '../../policy/words/duration.js';
import { streamMark } from '../log/rows.js';
import type { Page } from '../state/page.js';
import { formatMemory, formatShare } from '../text/quantities.js';
import { fitLine, type Line, plainText } from '../text/span.js';
import { formatMoment } from '../text/times.js';
import { times } from './details-now.js';
import { type DetailsRow, section, spaced, wrappedRows } from './details-rows.js';

/** A crash card as a page: how a process died, of what, and what it wrote last. Every line is `width` cells. */
export function crashPage(name: string, card: CrashCard, cards: readonly CrashCard[], wall: number, width: number): Page {
  const place = `crash ${cards.findIndex(({ id }) => id === card.id) + 1} of ${cards.length}`;
  const seen = card.count === 1 ? formatMoment(card.at, wall) : `${times(card.count)}, last ${formatMoment(card.at, wall)}`;
  const head: Line = [
    { text: ` ${plainText(name)}`, bold: true },
    { text: `   ${errorOf(card)}`, tone: 'trouble', bold: true },
  ];
  const rows = [
    ...section('How it ended', deathRows(card, wall, width)),
    ...section('Likely cause', causeRows(card, width)),
    ...section(
      'Health before',
      card.checks.map((check, index) => checkRow(check, index, wall)),
    ),
    ...section('Last lines', lineRows(card.lines, width)),
  ].slice(1);
  return {
    head: [fitLine(head, width), fitLine([{ text: ` ${place}, ${seen}`, tone: 'dim' }], width)],
    lines: rows.map(({ line }) => fitLine(line, width)),
    keys: rows.map(({ key }) => `${card.id} ${key}`),
  };
}

/** What a death is known by: the line that says what went wrong, else how it ended. */
export function errorOf(card: CrashCard): string {
  return plainText((decisiveLine(card) ?? card.words).trim());
}

function deathRows({ words, ranMs, cpu, memory, firstAt, count }: CrashCard, wall: number, width: number): readonly DetailsRow[] {
  return [
    ...wrappedRows('words', words, width, { text: '' }, 'trouble'),
    {
      key: 'facts',
      line: spaced(
        { text: ranMs === null ? 'it never ran' : `after ${formatDuration(ranMs)}` },
        { text: cpu === null ? '' : `cpu ${formatShare(cpu)}` },
        { text: memory === null ? '' : `memory ${formatMemory(memory)}` },
        { text: count === 1 ? '' : `first ${formatMoment(firstAt, wall)}`, tone: 'dim' },
      ),
    },
  ];
}

function causeRows({ causes }: CrashCard, width: number): readonly DetailsRow[] {
  return causes.flatMap(({ kind, what, advice }) => [
    ...wrappedRows(kind, what, width, { text: '' }),
    ...wrappedRows(`${kind} advice`, advice, width, { text: '  ' }, 'key'),
  ]);
}

function checkRow({ id, ok, message, at, latencyMs }: CrashCheck, index: number, wall: number): DetailsRow {
  return {
    key: String(index),
    line: [
      { text: `${formatMoment(at, wall)}  `, tone: 'dim' },
      { text: `${ok ? '✔' : '✖'} ${id.padEnd(9)}  ${plainText(message)}`, tone: ok ? 'plain' : 'trouble' },
      { text: `   ${formatDuration(latencyMs)}`, tone: 'dim' },
    ],
  };
}

function lineRows(lines: readonly CrashLine[], width: number): readonly DetailsRow[] {
  if (lines.length === 0) return [{ key: 'none', line: [{ text: 'no output', tone: 'dim' }] }];
  return lines.flatMap(({ stream, text }, index) => wrappedRows(String(index), text, width, streamMark(stream)));
}
