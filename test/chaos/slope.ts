/** How a quantity goes with time, by least squares. */
export interface Slope {
  /** Units a minute. */
  readonly perMinute: number;
  /** The standard error of that. */
  readonly error: number;
}

/**
 * The slope of the straight line that fits best.
 * @param minutes when each value was taken
 * @param values as many, at least three
 */
export function slopeOf(minutes: readonly number[], values: readonly number[]): Slope {
  const count = values.length;
  const meanX = sum(minutes) / count;
  const meanY = sum(values) / count;
  const spread = sum(minutes.map((x) => (x - meanX) ** 2));
  const perMinute = sum(minutes.map((x, index) => (x - meanX) * (values[index]! - meanY))) / spread;
  const residual = sum(minutes.map((x, index) => (values[index]! - meanY - perMinute * (x - meanX)) ** 2));
  return { perMinute, error: Math.sqrt(residual / (count - 2) / spread) };
}

/** Whether something grows: the line rises by more than `tolerance` units over the whole time, and not by chance. */
export function grows({ perMinute, error }: Slope, minutes: number, tolerance: number): boolean {
  return perMinute * minutes > tolerance && perMinute > 3 * error;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
