import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { watchdog } from '../../control/program-run.js';
import { Project } from '../project.js';

const linesOf = (file: string) =>
  gunzipSync(readFileSync(file))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

it('a run that fails in CI leaves a bundle, for its user alone; one that does not leaves none', async () => {
  using project = new Project({
    good: { command: 'echo fine', autoRestart: false },
    bad: { command: 'echo "Error: no such table: orders" >&2; exit 3', autoRestart: false },
  });
  const file = join(project.folder, 'incident.gz');
  const good = await watchdog(project.folder, ['up', 'good', '--exit-when-done', '--bundle-on-failure', file]);
  expect([good.status, statSync(file, { throwIfNoEntry: false })]).toEqual([0, undefined]);
  const bad = await watchdog(project.folder, ['up', '--exit-when-done', '--bundle-on-failure', 'incident.gz']);
  expect(bad.status).toBe(1);
  expect(bad.stderr).toContain(`bundle: ${file}`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const [header, ...records] = linesOf(file);
  expect(header).toMatchObject({ bundle: 1, names: ['good', 'bad'] });
  expect(records.at(-1)).toEqual({ kind: 'end', records: records.length - 1 });
  expect(JSON.stringify(records.filter(({ kind }) => kind === 'crashes' || kind === 'log'))).toContain('no such table: orders');
  expect(records.filter(({ kind }) => kind === 'row').length).toBeGreaterThan(4);
});
