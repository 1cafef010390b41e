import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownVersion } from '../../../src/adapters/node/own-version.js';
import { whatToLoad } from '../../../src/cli/start/commands.js';
import { builtProgram } from '../../e2e/project.js';
import { runProgram } from '../../e2e/run-program.js';

describe('the file that a command line needs', () => {
  it('is none where only the version is asked for', () => {
    const folder = mkdtempSync(join(tmpdir(), 'watchdog-version-'));
    try {
      for (const name of ['bin.js', 'package.json']) copyFileSync(join(dirname(builtProgram), name), join(folder, name));
      for (const option of ['--version', '-V'])
        expect(execFileSync(process.execPath, [join(folder, 'bin.js'), option], { encoding: 'utf8' })).toBe(`${ownVersion()}\n`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is known for every command of the help', async () => {
    const { out } = await runProgram(['--help'], tmpdir());
    const listed = out.slice(out.indexOf('Run a project:'), out.indexOf('Examples:'));
    const commands = [...listed.matchAll(/^ {2}([a-z]+)(?:\|[a-z]+)?(?= )/gm)].map(([, name]) => name!);
    expect(commands).toContain('replay');
    for (const name of commands) expect(whatToLoad([name], true).command).toBe(name);
  });

  it('is the whole program for what starts processes, whatever the user named', () => {
    for (const args of [[], ['web'], ['@backend'], ['-f'], ['../../etc']])
      expect([true, false].map((onTerminal) => whatToLoad(args, onTerminal))).toEqual([
        { file: './program.cjs', others: ['late.cjs', 'schema.cjs'], command: 'up' },
        { file: './program.cjs', others: ['late.cjs', 'schema.cjs'], command: 'up-headless' },
      ]);
  });

  it('is another command on a terminal too where the run has no screen, whose code would be missing in what is kept', () => {
    for (const args of [['--headless'], ['up', '--headless'], ['up', 'web', '--exit-when-done']])
      expect(whatToLoad(args, true).command).toBe('up-headless');
  });
});
