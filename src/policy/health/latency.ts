/** The bounds of the histogram of latencies, in milliseconds. */
export const latencyBoundsMs = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000] as const;

/** How long the checks of one probe took, over all generations. */
export interface Latency {
  /** Checks that took at most as long as the bound at that place. */
  readonly upTo: readonly number[];
  readonly count: number;
  readonly sumMs: number;
  /** Checks that failed. */
  readonly failed: number;
}

const noLatency: Latency = { upTo: latencyBoundsMs.map(() => 0), count: 0, sumMs: 0, failed: 0 };

/** The histogram with one more check. */
export function withCheck(
  { upTo, count, sumMs, failed }: Latency = noLatency,
  { ok, latencyMs }: { readonly ok: boolean; readonly latencyMs: number },
): Latency {
  return {
    upTo: upTo.map((each, index) => each + Number(latencyMs <= latencyBoundsMs[index]!)),
    count: count + 1,
    sumMs: sumMs + latencyMs,
    failed: failed + Number(!ok),
  };
}
