import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ProgramRun, watchdog } from '../../control/program-run.js';
import { Project } from '../project.js';

it('a secret is in none of our own words', async () => {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: references of the configuration.
  using project = new Project({
    command: { command: './no-${API_TOKEN}', args: [] },
    folder: { command: 'true', cwd: './no-${DB_PASSWORD:-written-down}' },
    waiting: { command: 'exec sleep 600', healthCheck: { log: 'never-${API_TOKEN}' } },
    printing: { command: 'echo ready with $API_TOKEN; exec sleep 600', healthCheck: { log: 'ready' } },
    watching: { command: 'exec sleep 600', watch: { paths: ['no-${API_TOKEN}'] } },
    checked: {
      command: 'exec sleep 600',
      healthCheck: { exec: 'echo "cannot use ${API_TOKEN}"; exit 1', interval: '50ms', startPeriod: '1ms' },
    },
    address: {
      command: 'exec sleep 600',
      healthCheck: { http: 'http://me:${DB_PASSWORD:-written-down}@127.0.0.1:1/', interval: '50ms', startPeriod: '1ms' },
    },
  });
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: see above.
  await using run = new ProgramRun(project.folder, ['--headless'], { API_TOKEN: 'hunter2hunter2' });
  await run.until(/checked: .*health/);
  await run.until(/folder: failed/);
  const said = [];
  for (const args of [
    ['status'],
    ['status', '--json'],
    ['events'],
    ['events', '--json'],
    ['why', 'checked'],
    ['why', 'command'],
    ['why', 'waiting'],
    ['why', 'printing'],
    ['run', 'command'],
    ['run', 'folder'],
    ['simulate'],
    ['check'],
    ['check', '--json'],
    ['check', '--print'],
  ]) {
    const { stdout, stderr } = await watchdog(project.folder, args, { API_TOKEN: 'hunter2hunter2' });
    said.push(stdout, stderr);
  }
  expect((await watchdog(project.folder, ['down'])).status).toBe(0);
  await run.end;
  said.push(run.stderr);
  const state = join(project.folder, '.watchdog');
  for (const file of ['watchdog.log', 'crashes.json']) said.push(readFileSync(join(state, file), 'utf8'));
  expect(said.join('\n')).toContain('***');
  expect(said.join('\n').match(/.{0,40}(hunter2|written-down).{0,40}/g)).toBeNull();
});
