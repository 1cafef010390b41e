/** What the table on the screen says of a process. */
export interface ScreenRow {
  /** The word of its state, with a space where the status has `_`. */
  readonly word: string;
  /** Undefined where the column is not shown, null where it is empty. */
  readonly pid: number | null | undefined;
}

const words = 'stopped|waiting|starting|running|stopping|backoff|circuit open|completed|failed';
const rowPattern = new RegExp(`^ [▌ ] (\\S+) +[○◔◑●◐◌✖✔] (${words})\\b(.*)$`);

/** The rows of the table that are seen, by name. */
export function screenRows(screen: readonly string[]): ReadonlyMap<string, ScreenRow> {
  const showsPids = screen.some((line) => / NAME +STATE .* PID /.test(line));
  const rows = new Map<string, ScreenRow>();
  for (const line of screen) {
    const [, name, word, rest = ''] = rowPattern.exec(line) ?? [];
    if (name === undefined || word === undefined) continue;
    const pid = /^ +\S+ +(\d+|–)/.exec(rest)?.[1];
    rows.set(name, { word, pid: !showsPids ? undefined : pid === undefined || pid === '–' ? null : Number(pid) });
  }
  return rows;
}
