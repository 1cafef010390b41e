/** The layers, lowest first: what is on one line may import that line and all above it in this list. */
const layers: readonly (readonly string[])[] = [
  ['src/policy'],
  ['src/ports'],
  ['src/config', 'src/adapters'],
  ['src/supervisor'],
  ['src/api'],
  ['src/protocol'],
  ['src/view', 'src/client', 'src/control'],
  ['hooks'],
  ['components'],
  ['src/cli'],
  ['src/index.ts'],
];

/** Pairs that the order would allow, or that stand side by side, and that must not know each other. */
const strangers: readonly (readonly [from: string, to: string])[] = [
  ['src/config', 'src/adapters'],
  ['src/adapters', 'src/config'],
  ['src/supervisor', 'src/adapters'],
  ['src/control', 'src/view'],
  ['src/control', 'src/client'],
  ['src/client', 'src/control'],
  ['src/index.ts', 'src/view'],
  ['src/index.ts', 'src/cli'],
  ['src/index.ts', 'hooks'],
  ['src/index.ts', 'components'],
];

/** Whether a path is, or is below, one of these. */
export function isIn(path: string, ...places: readonly string[]): boolean {
  return places.some((place) => path === place || path.startsWith(`${place}/`));
}

/** The layer of a path, 0 the lowest; undefined for what is in none, packages included. */
export function rankOf(path: string): number | undefined {
  const rank = layers.findIndex((places) => isIn(path, ...places));
  return rank === -1 ? undefined : rank;
}

/** Whether one file of a layer may import another. */
export function canImport(from: string, to: string): boolean {
  const [own, other] = [rankOf(from), rankOf(to)];
  if (own === undefined || other === undefined || other > own) return false;
  return !strangers.some(([one, another]) => isIn(from, one) && isIn(to, another));
}
