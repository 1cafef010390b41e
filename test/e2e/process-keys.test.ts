import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Project } from './project.js';
import { runProgram } from './run-program.js';

/** Runs one-shot work to its end and returns what it printed. */
async function outputOf(project: Project): Promise<string> {
  const { out, err } = await runProgram(['up', '--headless', '--exit-when-done'], project.folder);
  return out + err;
}

describe('envFile of a process, with real processes', () => {
  it('is in the environment of that process alone', async () => {
    const once = { command: 'echo "$0 has ${WHO:-nobody}"', autoRestart: false };
    using project = new Project({ a: { ...once, envFile: ['a.env'] }, b: once });
    writeFileSync(join(project.folder, 'a.env'), 'WHO=somebody\n');
    const output = await outputOf(project);
    expect(output).toMatch(/^a .*has somebody$/m);
    expect(output).toMatch(/^b .*has nobody$/m);
  });
});
