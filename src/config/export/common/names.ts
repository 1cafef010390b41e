/**
 * Names that an engine takes, by the names of the processes; where two would be the same, later ones get a number.
 * @param toFit makes a name that the engine takes of any
 */
export function namesFor(processes: readonly string[], toFit: (name: string) => string): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  // A name that fits as it is is kept, in whatever order they come.
  const fitting = processes.filter((name) => toFit(name) === name);
  const names = new Map(fitting.map((name) => [name, name]));
  for (const name of fitting) taken.add(name);
  for (const name of processes) {
    if (names.has(name)) continue;
    const wanted = toFit(name);
    let free = wanted;
    for (let count = 2; taken.has(free); count += 1) free = `${wanted}-${count}`;
    taken.add(free);
    names.set(name, free);
  }
  return names;
}

/** The name of a unit of systemd, without its ending. */
export function unitName(name: string): string {
  return name.replace(/[^a-zA-Z0-9:_.-]+/g, '-').slice(0, 180) || 'process';
}

/** The name of a service of compose. */
export function serviceName(name: string): string {
  const fitting = name.replace(/[^a-zA-Z0-9._-]+/g, '-').replace(/^[^a-zA-Z0-9]+/, '');
  return fitting.slice(0, 60) || 'process';
}

/** A name of Kubernetes, as a Service must have it too: a label of DNS that begins with a letter. */
export function labelName(name: string): string {
  const fitting = name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 50)
    .replace(/-+$/, '');
  if (fitting === '') return 'process';
  return /^[a-z]/.test(fitting) ? fitting : `p-${fitting}`;
}
