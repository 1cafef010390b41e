/** Bars, from the lowest to the highest. */
export const bars = '▁▂▃▄▅▆▇█';

/** Numbers as bars, each as high as its share of the largest: one cell for each. None is negative. */
export function sparkline(values: readonly number[], glyphs: string = bars): string {
  const levels = [...glyphs];
  const most = Math.max(0, ...values);
  return values.map((value) => levels[most === 0 ? 0 : Math.round((value / most) * (levels.length - 1))]).join('');
}
