import { describe, expect, it } from 'vitest';
import { Project } from '../project.js';
import { runProgram } from '../run-program.js';

describe('a process with a memory limit', () => {
  it('is ended when its whole tree has more than that for so long, and the reason says how much and what is allowed', async () => {
    const hungry = 'const hoard = Buffer.alloc(150e6, 1); setInterval(() => hoard.length, 1000)';
    using project = new Project({
      hog: { command: `node -e '${hungry}' & wait`, memory: { max: '100MB', for: '300ms' }, autoRestart: false },
      modest: { command: 'sleep 1', memory: { max: '100MB', for: '300ms' }, autoRestart: false },
    });
    const { code, err } = await runProgram(['--exit-when-done'], project.folder);
    expect(code).toBe(1);
    expect(err).toMatch(/hog: failed: \d+ MB of memory, above the limit of 100 MB for 300ms; autoRestart is false/);
    expect(err).toMatch(/modest: completed/);
  });
});
