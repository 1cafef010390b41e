/**
 * Orders names so that each comes after all that it depends on, in waves that can be taken in parallel.
 * Names that depend on each other in a circle, and what depends on them, form the last wave.
 * @param dependenciesOf may name things that are not in `names`; they are passed over
 */
export function startWaves(
  names: readonly string[],
  dependenciesOf: (name: string) => readonly string[],
): readonly (readonly string[])[] {
  const waves: string[][] = [];
  const placed = new Set<string>();
  let rest = names.filter((name, index) => names.indexOf(name) === index);
  const known = new Set(rest);
  while (rest.length > 0) {
    const ready = rest.filter((name) => dependenciesOf(name).every((other) => placed.has(other) || !known.has(other)));
    const wave = ready.length > 0 ? ready : rest;
    for (const name of wave) placed.add(name);
    waves.push(wave);
    rest = rest.filter((name) => !placed.has(name));
  }
  return waves;
}
