import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { markerOf, markerVariable } from '../../../src/adapters/proc/marker.js';
import { type KnownTree, membersByTree } from '../../../src/adapters/proc/members.js';
import type { ProcessRow } from '../../../src/adapters/proc/ps.js';
import { scanScript } from '../../../src/adapters/reaper/script.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

const runId = '6b0d1f6e-0000-4000-8000-00000000abcd';
/** Above what any system gives, so that no process of this machine is meant. */
const firstPid = 2 ** 26;
const watchdog = firstPid - 1;

interface Made extends ProcessRow {
  readonly marker: string;
  readonly session: number;
}

/** How one process came to be, after those before it. */
const births = fc.array(
  fc.record({
    /** Which of those before started it; none means the watchdog. */
    parent: fc.option(fc.nat(), { freq: 3 }),
    does: fc.constantFrom('stays', 'leads a session', 'leads a group', 'joins a group'),
    group: fc.nat(),
    environment: fc.constantFrom('kept', 'kept', 'wiped', 'of another run'),
    scope: fc.constantFrom('all' as const, 'all' as const, 'group' as const),
    name: fc.constantFrom('node', 'a) Z\n1', 'x y', '(('),
  }),
  { minLength: 8, maxLength: 40, size: 'max' },
);

/** What happens before the second scan: who has ended, who has become a zombie, and whose number was given out again. */
const changes = fc.array(fc.constantFrom('lives', 'lives', 'ends', 'zombie', 'another'), { minLength: 40, maxLength: 40 });

function populate(born: typeof births extends fc.Arbitrary<infer Each> ? Each : never) {
  const rows: Made[] = [];
  const trees: (KnownTree & { readonly word: string })[] = [];
  for (const [at, birth] of born.entries()) {
    const pid = firstPid + at;
    const startTime = 1000 + at;
    const parent = birth.parent === null || at === 0 ? undefined : rows[birth.parent % at];
    const marker =
      parent === undefined
        ? markerOf(runId, `process:${at}`, birth.scope)
        : birth.environment === 'kept'
          ? parent.marker
          : birth.environment === 'wiped'
            ? ''
            : 'another-run:process:x';
    const session = parent === undefined || birth.does === 'leads a session' ? pid : parent.session;
    // The system lets nobody join a group of another session.
    const groups = rows.flatMap((row) => (row.session === session ? [row.group] : []));
    const group =
      birth.does === 'stays' && parent !== undefined
        ? parent.group
        : birth.does === 'joins a group' && groups.length > 0
          ? groups[birth.group % groups.length]!
          : pid;
    rows.push({ pid, parent: parent?.pid ?? watchdog, group, startTime, runState: 'S', comm: birth.name, marker, session });
    if (parent === undefined) {
      const identity = { pid, startTime, marker, scope: birth.scope };
      trees.push({ identity, known: new Map(), word: `${pid}:${startTime}:${birth.scope}` });
    }
  }
  return { rows, trees };
}

function change(rows: readonly Made[], how: readonly string[]): readonly Made[] {
  const gone = new Set(rows.flatMap(({ pid }, at) => (how[at] === 'lives' ? [] : [pid])));
  return rows.flatMap((row, at): readonly Made[] => {
    const adopted = gone.has(row.parent) ? { ...row, parent: 1 } : row;
    if (how[at] === 'lives') return [adopted];
    if (how[at] === 'zombie') return [{ ...adopted, runState: 'Z' }];
    // A stranger has the number now.
    const stranger = { ...row, parent: 1, group: row.pid, startTime: row.startTime + 500, marker: '' };
    return how[at] === 'another' && !rows.some(({ group }) => group === row.pid) ? [stranger] : [];
  });
}

function show(folder: string, rows: readonly Made[]): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  writeFileSync(join(folder, 'loadavg'), `0.00 0.00 0.00 1/100 ${firstPid + 100}\n`);
  for (const { pid, comm, runState, parent, group, startTime, marker } of rows) {
    mkdirSync(join(folder, String(pid)));
    const zeros = (count: number): string => Array(count).fill('0').join(' ');
    writeFileSync(
      join(folder, String(pid), 'stat'),
      `${pid} (${comm}) ${runState} ${parent} ${group} ${zeros(16)} ${startTime} ${zeros(30)}\n`,
    );
    const variable = marker === '' ? '' : `${markerVariable}=${marker}\0`;
    writeFileSync(join(folder, String(pid), 'environ'), `A=1\0${variable}B=2\0`);
  }
}

const twoScans = `
run=$1 source=$2 trees=" $3 " folder= members=' ' found=' ' signal= scans=0
${scanScript}
one() { scan >/dev/null; for each in $members $bystanders; do echo "\${each%%:*}"; done; echo .; }
one
source=$source/../second
members=$(echo "$members" | sed 's#^$# #')
one
`;

it('the shell of the reaper finds the members of trees by the rule by which the watchdog does', async () => {
  await using folder = await TemporaryFolder.make();
  fc.assert(
    fc.property(births, changes, (born, how) => {
      const { rows, trees } = populate(born);
      const scans = [rows, change(rows, how)];
      show(join(folder.path, 'first'), scans[0]!);
      show(join(folder.path, 'second'), scans[1]!);
      const words = trees.map(({ word }) => word).join(' ');
      const args = ['-c', twoScans, 'sh', runId, join(folder.path, 'first'), words];
      const { stdout } = spawnSync('/bin/sh', args, { encoding: 'latin1' });
      const byShell = stdout.split('.\n').slice(0, 2);
      const byRule = scans.map((scan) => {
        const table = new Map(scan.flatMap((row) => (row.runState === 'Z' ? [] : [[row.pid, row]])));
        const members = membersByTree(table, trees, (row) => [(row as Made).marker]);
        return [...members.values()].flat().map(({ pid }) => pid);
      });
      const sorted = (pids: Iterable<number>): readonly number[] => [...new Set(pids)].sort((a, b) => a - b);
      expect(byShell.map((text) => sorted(text.split('\n').filter(Boolean).map(Number)))).toEqual(byRule.map(sorted));
    }),
    { numRuns: 20, endOnFailure: true },
  );
});
