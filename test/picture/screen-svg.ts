import type { Cell } from '../e2e/screen/cell.js';
import { ground } from './colours.js';
import { type Look, type Run, runsOf } from './runs.js';

// Of a cell, in units of the picture; the letters of the usual monospaced fonts are 0.6 of their size wide.
const cellWidth = 8.4;
const cellHeight = 18;
const fontSize = 14;
const baseline = 13.5;
const margin = 14;

const fonts = "ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace";

/**
 * A picture of a screen as SVG: every piece of text in the place and the width of its cells, whatever font it is shown in, and
 * nothing in it that would be loaded from elsewhere.
 * @param title what a screen reader says
 */
export function screenSvg(cells: readonly (readonly Cell[])[], title: string): string {
  const columns = Math.max(0, ...cells.map((row) => row.length));
  const width = number(columns * cellWidth + margin * 2);
  const height = number(cells.length * cellHeight + margin * 2);
  const rows = cells.map((row, y) => drawRow(runsOf(row), y)).filter((drawn) => drawn !== '');
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="10" fill="${ground.bg}"/>`,
    `<g font-family="${fonts}" font-size="${fontSize}" fill="${ground.fg}" xml:space="preserve" style="white-space:pre">`,
    ...rows,
    '</g>',
    '</svg>',
  ].join('\n')}\n`;
}

function drawRow(runs: readonly Run[], y: number): string {
  const grounds = runs.filter(({ look }) => look.bg !== ground.bg).map((run) => drawGround(run, y));
  return [...mergedGrounds(grounds), ...runs.flatMap((run) => drawText(run, y))].join('\n');
}

interface Ground {
  readonly x: number;
  readonly y: number;
  readonly cells: number;
  readonly fill: string;
}

function drawGround({ x, cells, look }: Run, y: number): Ground {
  return { x, y, cells, fill: look.bg };
}

/** One rectangle where several of one colour touch: between two, a thin line would be seen. */
function mergedGrounds(grounds: readonly Ground[]): readonly string[] {
  const merged: Ground[] = [];
  for (const next of grounds) {
    const last = merged.at(-1);
    if (last !== undefined && last.fill === next.fill && last.x + last.cells === next.x)
      merged[merged.length - 1] = { ...last, cells: last.cells + next.cells };
    else merged.push(next);
  }
  return merged.map(
    ({ x, y, cells, fill }) =>
      `<rect x="${number(margin + x * cellWidth)}" y="${margin + y * cellHeight}" width="${number(cells * cellWidth)}" height="${cellHeight}" fill="${fill}"/>`,
  );
}

/** Nothing for blanks, unless a line runs under or through them. */
function drawText({ x, cells, text, look }: Run, y: number): readonly string[] {
  const isLined = look.underline || look.strikethrough;
  const shown = isLined ? text : text.trim();
  if (shown === '') return [];
  // Only of letters more than one makes a piece with blanks at its ends, and each of them is one cell.
  const indent = isLined ? 0 : text.length - text.trimStart().length;
  const wide = shown === text ? cells : shown.length;
  const place = `x="${number(margin + (x + indent) * cellWidth)}" y="${number(margin + y * cellHeight + baseline)}"`;
  const stretch = /^[\x20-\x7e]*$/.test(text) ? '' : ' lengthAdjust="spacingAndGlyphs"';
  return [`<text ${place} textLength="${number(wide * cellWidth)}"${stretch}${attributesOf(look)}>${escaped(shown)}</text>`];
}

function attributesOf({ fg, bold, italic, underline, strikethrough }: Look): string {
  const lines = [...(underline ? ['underline'] : []), ...(strikethrough ? ['line-through'] : [])].join(' ');
  return [
    fg === ground.fg ? '' : ` fill="${fg}"`,
    bold ? ' font-weight="bold"' : '',
    italic ? ' font-style="italic"' : '',
    lines === '' ? '' : ` text-decoration="${lines}"`,
  ].join('');
}

function escaped(text: string): string {
  // What XML cannot hold at all becomes the character for what cannot be shown.
  return text
    .replaceAll(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}
