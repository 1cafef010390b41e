import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { Project } from '../../adapters/reaper/headless-run.js';

const long = (more: object = {}) => ({ command: 'exec sleep 1000', ...more });

/** Saves a file as editors do: another file takes its place. */
function save(project: Project, text: string): void {
  const file = join(project.folder, 'watchdog.yaml');
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

describe('A running watchdog', () => {
  it('reloads when its file is saved, keeps what it has when that is broken, and reloads on SIGUSR2', async () => {
    using project = new Project({ api: long() });
    const run = project.run();
    await run.says('api: started');
    // Files are watched a moment after the children have started; until then the signal serves.
    save(project, stringify({ processes: { api: long(), mail: long() } }));
    process.kill(run.pid, 'SIGUSR2');
    await run.says('reload: mail starts (new); 1 untouched');
    const again = setInterval(() => save(project, `processes: {api: {comand: x}}\n# ${Math.random()}\n`), 300);
    await run.says('unknown key "comand" in process "api"; did you mean "command"?').finally(() => clearInterval(again));
    save(project, stringify({ processes: { api: long() } }));
    await run.says('reload: mail goes (removed); 1 untouched');
    expect(run.stderr.match(/api: started/g)).toHaveLength(1);
    process.kill(run.pid, 'SIGTERM');
    expect(await run.ended).toEqual([0, null]);
  });
});
