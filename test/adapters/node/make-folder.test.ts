import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../../src/adapters/node/make-folder.js';
import { cleanEnvironment } from '../../e2e/clean-environment.js';
import { builtProgram, Project } from '../../e2e/project.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

describe('A folder', () => {
  it('is made with its parents, and left where it is', async () => {
    await using folder = await TemporaryFolder.make();
    const at = (path: string): string => join(folder.path, path);
    makeFolder(at('a/b/c'), 0o700);
    makeFolder(at('a/b/c'), 0o700);
    expect([statSync(at('a/b')).mode & 0o777, statSync(at('a/b/c')).isDirectory()]).toEqual([0o700, true]);
    symlinkSync(at('a/b'), at('link'));
    makeFolder(at('link'));
  });

  it('cannot be where a file is, nor below one, nor where a link leads nowhere', async () => {
    await using folder = await TemporaryFolder.make();
    const at = (path: string): string => join(folder.path, path);
    writeFileSync(at('file'), '');
    symlinkSync(at('nowhere'), at('link'));
    expect(() => makeFolder(at('file'))).toThrow('EEXIST');
    expect(() => makeFolder(at('file/a/b'))).toThrow('ENOTDIR');
    expect(() => makeFolder(at('link'))).toThrow('EEXIST');
  });

  it.runIf(existsSync('/proc/self'))('is refused at once where the system makes none', () => {
    expect(() => makeFolder('/proc/nothing/at/all')).toThrow('ENOENT');
  });
});

// Another program each, since what never comes back from the system is ended from outside only.
describe.runIf(existsSync('/proc/self'))('The program', () => {
  it.each<[string, readonly string[], Record<string, string>, number, RegExp]>([
    ['with a HOME there', ['check'], { HOME: '/proc/nothing' }, 0, /is valid/],
    ['with a cache there', ['check'], { XDG_CACHE_HOME: '/proc/nothing/cache' }, 0, /is valid/],
    ['that exports to there', ['export', 'compose', '--image', 'a=b', '-o', '/proc/nothing/deploy'], {}, 1, /cannot be written/],
    ['that exports to where a pipe is', ['export', 'compose', '--image', 'a=b', '-o', 'piped'], {}, 1, /not overwritten/],
  ])('%s says so and ends', (_what, args, env, code, words) => {
    using project = new Project({ a: { command: 'true' } });
    mkdirSync(`${project.folder}/piped`);
    spawnSync('mkfifo', [`${project.folder}/piped/compose.yaml`, `${project.folder}/piped/other.yaml`]);
    const run = spawnSync(process.execPath, [builtProgram, ...args], {
      cwd: project.folder,
      env: cleanEnvironment({ XDG_CACHE_HOME: undefined, ...env }),
      encoding: 'utf8',
      timeout: 60_000,
      killSignal: 'SIGKILL',
    });
    expect([run.status, run.stdout + run.stderr]).toEqual([code, expect.stringMatching(words)]);
  });
});
