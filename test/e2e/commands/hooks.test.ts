import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Project } from '../project.js';
import { runProgram } from '../run-program.js';

describe('hooks', () => {
  it('are run beside the process with what happened in variables and on their input, and those that fail are reported', async () => {
    using project = new Project(
      {
        api: {
          command: 'exit 3',
          autoRestart: false,
          env: { COLOUR: 'blue' },
          hooks: {
            exited: 'echo "$WATCHDOG_EVENT $WATCHDOG_NAME $WATCHDOG_EXIT_CODE $COLOUR" > seen; cat >> seen',
            failed: 'echo no such channel >&2; exit 7',
          },
        },
      },
      { hooks: { exited: 'pwd > all; echo "$WATCHDOG_REASON" >> all' } },
    );
    const { code, err } = await runProgram(['--exit-when-done'], project.folder);
    expect(code).toBe(1);
    const [first, json] = readFileSync(join(project.folder, 'seen'), 'utf8').trimEnd().split('\n');
    expect(first).toBe('exited api 3 blue');
    expect(JSON.parse(json!)).toMatchObject({ event: 'exited', name: 'api', code: 3, signal: null, by: 'itself' });
    expect(readFileSync(join(project.folder, 'all'), 'utf8')).toBe(
      `${project.folder}\nfailed: exit code 3; autoRestart is false\n`,
    );
    expect(err).toContain('api: the hook failed ended with exit code 7: no such channel');
  });
});
