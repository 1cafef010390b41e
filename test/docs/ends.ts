/** The kinds of processes that a process starts, with the shell line that starts one and notes its pid as `KIND NUMBER`. */
export const descendants = {
  child: { title: 'child', line: 'echo child $$ >&9' },
  grandchild: { title: 'grandchild', line: 'sleep 600 & echo grandchild $! >&9' },
  nohup: { title: '`nohup` helper', line: 'nohup sleep 600 >/dev/null 2>&1 & echo nohup $! >&9' },
  setsid: { title: '`setsid` helper', line: 'setsid sh -c "echo setsid \\$\\$ >&9; exec sleep 600" &' },
  daemon: { title: 'double-forked helper', line: 'setsid sh -c "sleep 600 & echo daemon \\$! >&9"' },
  stubborn: { title: 'one that ignores SIGTERM', line: '(trap "" TERM INT HUP; exec sleep 600) & echo stubborn $! >&9' },
  traceless: {
    title: 'double-forked helper that wiped its environment',
    line: 'env -i setsid sh -c "/bin/sleep 600 & echo traceless \\$! >&9"',
  },
} as const;

/** One of them. */
export type Descendant = keyof typeof descendants;

/** Of this kind only a control group says whose it is. */
const beyondProcessGroups: Descendant = 'traceless';

/** What becomes of it: gone when the watchdog is, or a moment later; ended by the next start; or nothing. */
export type Fate = 'gone' | 'next start' | 'may live on';

/** How a watchdog ends. */
export interface EndRow {
  readonly end: 'q' | 'Ctrl+C' | 'SIGTERM' | 'SIGHUP' | 'SIGQUIT' | 'exception' | 'SIGKILL' | 'SIGKILL of both';
  readonly title: string;
  /** Where there are control groups. */
  readonly fates: Readonly<Record<Descendant, Fate>>;
}

const allGone: EndRow['fates'] = {
  child: 'gone',
  grandchild: 'gone',
  nohup: 'gone',
  setsid: 'gone',
  daemon: 'gone',
  stubborn: 'gone',
  traceless: 'gone',
};

const allLater: EndRow['fates'] = {
  child: 'next start',
  grandchild: 'next start',
  nohup: 'next start',
  setsid: 'next start',
  daemon: 'next start',
  stubborn: 'next start',
  traceless: 'next start',
};

/** Each end of the watchdog, and what it leaves; a test brings every one of them about and looks. */
export const endRows: readonly EndRow[] = [
  { end: 'q', title: '`q`', fates: allGone },
  { end: 'Ctrl+C', title: 'Ctrl+C', fates: allGone },
  { end: 'SIGTERM', title: 'SIGTERM', fates: allGone },
  { end: 'SIGHUP', title: 'SIGHUP, as when the terminal is closed', fates: allGone },
  { end: 'SIGQUIT', title: 'SIGQUIT', fates: allGone },
  { end: 'exception', title: 'an exception inside the watchdog', fates: allGone },
  { end: 'SIGKILL', title: 'SIGKILL, or out of memory', fates: allGone },
  { end: 'SIGKILL of both', title: 'SIGKILL of the watchdog and its reaper', fates: allLater },
];

const words: Readonly<Record<Fate, string>> = {
  gone: 'gone',
  'next start': 'ended by the next start',
  'may live on': 'may live on',
};

/** What becomes of a kind, with control groups or without. */
export function fateOf({ fates }: EndRow, kind: Descendant, cgroups: boolean): Fate {
  return cgroups || kind !== beyondProcessGroups ? fates[kind] : 'may live on';
}

/** The heading and the rows of the table for docs/behaviour.md. */
export function endsTable(): { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const kinds = Object.keys(descendants) as Descendant[];
  return {
    head: ['the watchdog ends by', ...kinds.map((kind) => descendants[kind].title)],
    rows: endRows.map((row) => [
      row.title,
      ...kinds.map((kind) => {
        const [grouped, other] = [words[fateOf(row, kind, true)], words[fateOf(row, kind, false)]];
        return grouped === other ? grouped : `${grouped}; without control groups it ${other}`;
      }),
    ]),
  };
}
