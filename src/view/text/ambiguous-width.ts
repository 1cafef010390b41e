import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter();
const disputed = /\p{Emoji_Modifier}|\p{Regional_Indicator}|\p{Mc}|\u200d|\u20e3|\ufe0f/u;
const halfFlag = /^\p{Regional_Indicator}$/u;
const halfFlagCells = 2;

/**
 * Whether text without colours holds what terminals give different widths: skin tones, joined emoji, chosen presentations,
 * keycaps, flags and spacing vowel signs. Some draw such a cluster in two cells, others every part of it by itself.
 */
export function hasDisputed(plain: string): boolean {
  return disputed.test(plain);
}

/** The cells of text without colours in the terminal that takes the most for each cluster. */
export function mostCells(plain: string): number {
  let cells = 0;
  for (const { segment } of segmenter.segment(plain)) cells += mostCellsOf(segment);
  return cells;
}

/** From where to where text without colours lies wholly between two columns, as indices; clusters are counted as by `mostCells`. */
export function clusterRange(plain: string, from: number, to: number): { readonly start: number; readonly end: number } {
  let column = 0;
  let start: number | undefined;
  let end = 0;
  for (const { segment, index } of segmenter.segment(plain)) {
    const cells = mostCellsOf(segment);
    if (column >= to || column + cells > to) break;
    if (column >= from) start ??= index;
    column += cells;
    end = index + segment.length;
  }
  return { start: start ?? end, end };
}

/** Text without colours in which every terminal gives each character the same width: emoji fall apart, flags become letters. */
export function undisputed(plain: string): string {
  if (!hasDisputed(plain)) return plain;
  return plain
    .replace(/\p{Regional_Indicator}/gu, (half) => String.fromCodePoint(half.codePointAt(0)! - 0x1f1e6 + 0x41))
    .replace(/\p{Emoji_Modifier}|\u200d|\u20e3|\ufe0f/gu, '');
}

function mostCellsOf(cluster: string): number {
  const whole = stringWidth(cluster);
  if (!hasDisputed(cluster)) return whole;
  let parts = 0;
  for (const part of cluster) parts += halfFlag.test(part) ? halfFlagCells : stringWidth(part);
  return Math.max(whole, parts);
}
