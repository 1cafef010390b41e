import type { ProcessSnapshot } from '../supervisor/process-snapshot.js';

/** A part of a list: from `from` up to, without, `to`. */
export interface Viewport {
  readonly from: number;
  readonly to: number;
}

/** The `height` entries of a list of `count` around `selected`, which stands in the middle where the ends allow it. */
export function viewportAround(selected: number, count: number, height: number): Viewport {
  const from = Math.max(0, Math.min(selected - Math.floor(height / 2), count - height));
  return { from, to: Math.min(from + height, count) };
}

/** The processes that a table without room for all of them shows: those in trouble, and the selected one. */
export function troubledAndSelected(
  processes: readonly ProcessSnapshot[],
  selected: string | undefined,
): readonly ProcessSnapshot[] {
  return processes.filter((process) => process.trouble || process.name === selected);
}
