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

describe('the condition ended, with real processes', () => {
  it('starts what waits once the other has ended, also with another code than 0', async () => {
    using project = new Project({
      lint: { command: 'echo lint; exit 3', autoRestart: false },
      report: { command: 'echo report', autoRestart: false, dependsOn: { lint: 'ended' } },
      publish: { command: 'echo publish', autoRestart: false, dependsOn: { lint: 'completed' } },
    });
    const output = await outputOf(project);
    expect(output).toMatch(/lint +.* lint\n[^]*report +.* report$/m);
    expect(output).not.toMatch(/ publish$/m);
  });
});

describe('envFile of a process, with real processes', () => {
  it('is in the environment of that process alone', async () => {
    const once = { command: 'echo "the file says $WHO."', autoRestart: false };
    using project = new Project({ a: { ...once, envFile: ['a.env'] }, b: once });
    writeFileSync(join(project.folder, 'a.env'), 'WHO=somebody\n');
    const output = await outputOf(project);
    expect(output).toMatch(/^a .*the file says somebody\.$/m);
    expect(output).toMatch(/^b .*the file says \.$/m);
  });
});
