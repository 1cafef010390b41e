import type { Color } from '../e2e/screen/cell.js';

/** What the picture shows where a program asks for no colour. */
export const ground = { fg: '#d6dae0', bg: '#14171c' } as const;

// The first sixteen are each terminal's own choice; these are quiet ones that can be read on the dark ground.
const first16 = [
  ...['#23272e', '#e0656f', '#8fc46a', '#e2b860', '#66a9e8', '#c583d6', '#56bcc4', '#b9c0ca'],
  ...['#7d8693', '#ff8790', '#aee083', '#ffd57c', '#8cc4ff', '#e0a2ef', '#7ddbe2', '#f7f9fb'],
];
const steps = [0, 95, 135, 175, 215, 255];

/** A colour of the palette of 256 as "#rrggbb". The numbers from 16 on are the same in all terminals: a cube, then greys. */
export function paletteColour(index: number): string {
  if (index < 16) return first16[index]!;
  if (index >= 232) return rgb([0, 0, 0].map(() => 8 + (index - 232) * 10));
  const place = index - 16;
  return rgb([Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map((step) => steps[step]!));
}

/** A colour of a cell as "#rrggbb". */
export function colourOf(colour: Color, own: string): string {
  if (colour === null) return own;
  return typeof colour === 'number' ? paletteColour(colour) : colour;
}

/** A colour between two, `share` of the way from the first to the second. */
export function between(from: string, to: string, share: number): string {
  const [start, end] = [parts(from), parts(to)];
  return rgb(start.map((value, at) => Math.round(value + (end[at]! - value) * share)));
}

function parts(colour: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

function rgb(values: readonly number[]): string {
  return `#${values.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
