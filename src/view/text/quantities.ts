import { roundedPercent, sayMemory } from '../../policy/process/usage.js';

/** The most cells that `formatCpu` and `formatMemory` take. */
export const quantityWidth = 6;

/** Says a share of a core in at most five cells: "0.0%", "1.5%", "100%", "6400%"; null, which is not known, as "–". */
export function formatCpu(percent: number | null): string {
  return shareOfCore(percent, '%');
}

/** The same where there is room for a space: "1.5 %". */
export function formatShare(percent: number | null): string {
  return shareOfCore(percent, ' %');
}

function shareOfCore(percent: number | null, sign: string): string {
  if (percent === null) return '–';
  const rounded = roundedPercent(percent);
  if (rounded >= 10_000) return `${Math.round(rounded / 1000)}k${sign}`;
  return `${rounded < 100 ? rounded.toFixed(1) : rounded}${sign}`;
}

/** Says bytes in at most six cells, in powers of 1000: "0.5 MB", "52 MB", "1.2 GB", "12 GB"; null, which is not known, as "–". */
export function formatMemory(bytes: number | null): string {
  return bytes === null ? '–' : sayMemory(bytes);
}
