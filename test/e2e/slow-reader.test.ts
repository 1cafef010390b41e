import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cleanEnvironment } from './clean-environment.js';
import { builtProgram, Project } from './project.js';

describe('one-shot work with a slow reader', () => {
  it('waits for it, and loses nothing', { timeout: 120_000 }, async () => {
    const lines = 400_000;
    using project = new Project({ work: { command: `yes ${'x'.repeat(99)} | head -n ${lines}`, autoRestart: false } });
    const script = `"${process.execPath}" "${builtProgram}" up --exit-when-done | { sleep 3; grep -c xxxx; }`;
    const { stdout } = await promisify(execFile)('sh', ['-c', script], { cwd: project.folder, env: cleanEnvironment() });
    expect(Number(stdout)).toBe(lines);
  });
});
