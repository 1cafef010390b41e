import { median, type Row } from './row.js';
import { type StartSubject, Subject } from './subject.js';

/** What one run of a measure finds, and in which unit. */
export type Title = Pick<Row, 'title' | 'unit' | 'moreIsBetter'>;

/** How often everything is measured; the medians count. */
export const runs = 5;

/**
 * Measures both programs in turn, so that whatever else the machine does meets both alike. `one` is given the way to start
 * the program and returns a figure for each title.
 */
export async function compare(
  titles: readonly Title[],
  one: (start: StartSubject) => Promise<readonly number[]>,
): Promise<readonly Row[]> {
  const watchdog: (readonly number[])[] = [];
  const bare: (readonly number[])[] = [];
  for (let run = 0; run < runs; run++) {
    watchdog.push(await one(Subject.watchdog));
    bare.push(await one(Subject.bare));
  }
  return rowsOf(titles, watchdog, bare);
}

/** The medians of several runs, each of which has a figure for each title. */
export function rowsOf(
  titles: readonly Title[],
  watchdog: readonly (readonly number[])[],
  bare: readonly (readonly number[])[],
): readonly Row[] {
  const medianAt = (figures: readonly (readonly number[])[], index: number): number =>
    median(figures.map((figuresOfRun) => figuresOfRun[index]!));
  return titles.map((title, index) => ({ ...title, watchdog: medianAt(watchdog, index), bare: medianAt(bare, index) }));
}
