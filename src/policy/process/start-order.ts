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

/** What is done to several in one go, and what it is done with. */
export interface Round<Action> {
  readonly action: Action;
  readonly names: readonly string[];
  /** Whether it only ends what a later round restarts. */
  readonly restarts?: boolean;
}

/**
 * What an action is carried out as, one round after the other: what ends processes takes dependents before what they depend on,
 * and what restarts several first ends those that are up so. Starts go together, since each waits for what it depends on.
 * @param isUp whether something of it would have to end first
 */
export function roundsOf<Action extends string>(
  action: Action,
  names: readonly string[],
  dependenciesOf: (name: string) => readonly string[],
  isUp: (name: string) => boolean,
): readonly Round<Exclude<Action, 'kill-restart'> | 'stop' | 'kill' | 'restart'>[] {
  type Simple = Exclude<Action, 'kill-restart'>;
  const waves = startWaves(names, throughOthers(names, dependenciesOf));
  const backwards = waves.toReversed();
  if (action === 'stop' || action === 'kill') return backwards.map((wave) => ({ action: action as Simple, names: wave }));
  // Those of which none depends on another restart by themselves.
  const end = action === 'kill-restart' ? 'kill' : action === 'restart' && waves.length > 1 ? 'stop' : undefined;
  if (end === undefined) return [{ action: action as Simple, names: waves.flat() }];
  const ends = backwards.map((wave) => ({ action: end, names: wave.filter(isUp), restarts: true }) as const);
  return [...ends.filter((round) => round.names.length > 0), { action: 'restart', names: waves.flat() }];
}

/** What each of these depends on among them, directly or through others. */
function throughOthers(
  names: readonly string[],
  dependenciesOf: (name: string) => readonly string[],
): (name: string) => readonly string[] {
  const among = new Set(names);
  return (name) => {
    const seen = new Set<string>([name]);
    const left = [...dependenciesOf(name)];
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      if (!among.has(next)) left.push(...dependenciesOf(next));
    }
    return [...seen].filter((each) => each !== name && among.has(each));
  };
}
