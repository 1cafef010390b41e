/** What the table on the screen says of a process. */
export interface ScreenRow {
  /** The state, as a status has it. */
  readonly state: string;
}

/** By the words of the screen. */
const states: Readonly<Record<string, string>> = {
  stopped: 'stopped',
  waiting: 'waiting',
  blocked: 'waiting',
  starting: 'starting',
  running: 'running',
  trial: 'running',
  stopping: 'stopping',
  retry: 'backoff',
  circuit: 'circuit_open',
  completed: 'completed',
  failed: 'failed',
};
const rowPattern = new RegExp(`^ [▌• ] (\\S+) +[○◔◑●◐◌✖✔] (${Object.keys(states).join('|')})\\b`);

/** The rows of the table that are seen, by name. */
export function screenRows(screen: readonly string[]): ReadonlyMap<string, ScreenRow> {
  const rows = new Map<string, ScreenRow>();
  for (const line of screen) {
    const [, name, word] = rowPattern.exec(line) ?? [];
    if (name !== undefined && word !== undefined) rows.set(name, { state: states[word]! });
  }
  return rows;
}
