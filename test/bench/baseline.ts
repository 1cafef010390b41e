import { readFileSync, writeFileSync } from 'node:fs';
import type { Row } from './row.js';

const file = new URL('baseline.json', import.meta.url);

/** By how much a ratio may be worse than the kept one before it is said. */
const tolerance = 1.25;

/** For each title the ratio to the bare program, as it was when it was last kept. */
export type Baseline = Readonly<Record<string, number>>;

/** The kept ratios. */
export function readBaseline(): Baseline {
  return JSON.parse(readFileSync(file, 'utf8')) as Baseline;
}

/** Keeps these ratios in place of the earlier ones of the same titles. */
export function keepBaseline(rows: readonly Row[]): void {
  const kept = { ...readBaseline(), ...Object.fromEntries(rows.flatMap(ratioOf)) };
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
}

/** A line for each row that is worse than the baseline by more than a quarter. Rows without a ratio are not compared. */
export function worseThan(baseline: Baseline, rows: readonly Row[]): readonly string[] {
  return rows.flatMap((row) =>
    ratioOf(row).flatMap(([title, ratio]) => {
      const kept = baseline[title];
      if (kept === undefined) return [];
      const worse = row.moreIsBetter === true ? kept / ratio : ratio / kept;
      return worse > tolerance ? [`${title}: ${ratio.toFixed(2)} times bare Node, it was ${kept.toFixed(2)}`] : [];
    }),
  );
}

function ratioOf({ title, watchdog, bare }: Row): readonly (readonly [title: string, ratio: number])[] {
  return bare === null || !(bare > 0) || !Number.isFinite(watchdog) ? [] : [[title, Number((watchdog / bare).toFixed(3))]];
}
