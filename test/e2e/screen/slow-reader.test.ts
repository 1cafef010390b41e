import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cleanEnvironment } from '../clean-environment.js';
import { builtProgram, Project } from '../project.js';

describe('one-shot work with a slow reader', () => {
  it.each([
    ['a pipe', 400_000, false],
    ['a terminal of its own', 60_000, true],
  ])('waits for it, and loses nothing, where it writes into %s', async (_where, lines, tty) => {
    const command = `yes ${'x'.repeat(99)} | head -n ${lines}`;
    using project = new Project({ work: { command, autoRestart: false, tty } });
    const script = `"${process.execPath}" "${builtProgram}" up --exit-when-done | { sleep 3; grep -c xxxx; }`;
    const { stdout } = await promisify(execFile)('sh', ['-c', script], { cwd: project.folder, env: cleanEnvironment() });
    expect(Number(stdout)).toBe(lines);
  });
});
