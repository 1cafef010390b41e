const unitBytes = { B: 1, kB: 1000, KB: 1000, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;

/** Reads `500kB`, `10MB`, `1.5GB`, `64KiB` or a bare number of bytes. Returns undefined for anything else, negative values included. */
export function parseSize(value: string | number): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  const match = /^(\d+(?:\.\d+)?) ?([kKMG]B|[KMG]iB|B)$/.exec(value.trim());
  return match === null ? undefined : Math.round(Number(match[1]) * unitBytes[match[2] as keyof typeof unitBytes]);
}

/**
 * Bytes as they would be written, in the largest unit that says them without a fraction: "10MB", "64KiB", "999B".
 * @param space what is between number and unit; a space in a sentence
 */
export function writtenSize(bytes: number, space = ''): string {
  for (const unit of ['GB', 'GiB', 'MB', 'MiB', 'kB', 'KiB'] as const) {
    if (bytes !== 0 && bytes % unitBytes[unit] === 0) return `${bytes / unitBytes[unit]}${space}${unit}`;
  }
  return `${bytes}${space}B`;
}
