import { describe, expect, it } from 'vitest';
import { Project } from '../project.js';
import { runProgram } from '../run-program.js';

describe('watchdog check', () => {
  it('warns of what is valid and does not do what its reader expects; with --strict such warnings are errors', async () => {
    using project = new Project({
      api: { command: 'exec node api.js > out.log', watch: { paths: ['.', 'lib'] } },
      job: { command: 'true', autoRestart: false, maxRestarts: 3 },
    });
    const loose = await runProgram(['check'], project.folder);
    expect(loose).toMatchObject({ code: 0, out: expect.stringContaining('valid: 2 processes') });
    expect(loose.err.trimEnd().split('\n')).toEqual([
      'watchdog.yaml:7:11: warning: watch.paths: . holds out.log, which the command writes, so that each start leads to the next; add out.log to watch.ignore',
      `watchdog.yaml:8:11: warning: watch.paths: lib finds nothing in ${project.folder}; paths are relative to cwd; fix it, or leave it out`,
      'watchdog.yaml:12:5: warning: maxRestarts has no effect, since autoRestart is false and nothing is restarted; leave it out, or set autoRestart: on-failure',
    ]);
    const strict = await runProgram(['check', '--strict'], project.folder);
    expect(strict).toMatchObject({ code: 78, out: '' });
    expect(strict.err).toContain(' 12 |     maxRestarts: 3\n');
    const { code, err } = await runProgram(['--exit-when-done', 'job'], project.folder);
    expect({ code, warns: err.includes('no effect') }).toEqual({ code: 0, warns: false });
  });

  it('shows a hundred warnings and the count of the rest, and has nothing against a file without any', async () => {
    const pointless = { command: 'true', autoRestart: false, maxRestarts: 3 };
    using project = new Project(Object.fromEntries(Array.from({ length: 102 }, (_, index) => [`p${index}`, pointless])));
    const lines = (await runProgram(['check'], project.folder)).err.trimEnd().split('\n');
    expect([lines.length, lines.at(-1)]).toEqual([101, 'and 2 more complaints']);
    using clean = new Project({ a: { command: 'true' } });
    expect(await runProgram(['check', '--strict'], clean.folder)).toMatchObject({ code: 0, err: '' });
  });
});
