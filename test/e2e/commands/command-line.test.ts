import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAlive } from '../../fixtures/alive.js';
import { PuppetStage } from '../../fixtures/puppet.js';
import { Project } from '../project.js';
import { runProgram, startProgram } from '../run-program.js';

describe('watchdog without a terminal', () => {
  it('prints whole lines with the name in front, its own words on stderr, and ends with 0 after SIGTERM', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({
      api: { command: stage.commandLine },
      worker: { command: 'echo one; echo two', autoRestart: false },
    });
    const program = startProgram([], project.folder);
    const run = await stage.next();
    await run.print('half ');
    await run.print('a line\nlast words without an end');
    program.child.kill('SIGTERM');
    const { out, err, code } = await program.ended;
    expect(out.split('\n').filter(Boolean).toSorted()).toEqual([
      'api    | half a line',
      'api    | last words without an end',
      'worker | one',
      'worker | two',
    ]);
    expect(err).toContain(`watchdog: api: started, pid ${run.pid}`);
    expect(err).toMatch(/watchdog: worker: completed with exit code 0 after \d+m?s/);
    expect(err).toContain('watchdog: shutting down, 1 still running; a second Ctrl+C forces it');
    expect(code).toBe(0);
    expect(isAlive(run.pid)).toBe(false);
  });

  it('forced by a second signal ends with 128 and its number', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ stubborn: { command: stage.commandLine, stop: { grace: '1h' } } });
    const program = startProgram([], project.folder);
    const run = await stage.next();
    await run.ignore('SIGTERM');
    program.child.kill('SIGINT');
    await run.received('SIGTERM');
    program.child.kill('SIGTERM');
    expect((await program.ended).code).toBe(143);
    expect(isAlive(run.pid)).toBe(false);
  });

  // Fault 17 of the specification's sample code: the reader of our output may go away.
  it('goes on supervising when its reader is gone', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({ api: { command: stage.commandLine, restartDelay: 10 } });
    const program = startProgram([], project.folder);
    const first = await stage.next();
    program.child.stdout.destroy();
    program.child.stderr.destroy();
    await first.print('nobody reads this\n'.repeat(10_000));
    await first.exit(1);
    const second = await stage.next();
    expect(isAlive(program.child.pid ?? 0)).toBe(true);
    program.child.kill('SIGTERM');
    const [code] = await once(program.child, 'exit');
    expect(code).toBe(0);
    expect(isAlive(second.pid)).toBe(false);
  });

  it('starts only what is named, and what that needs', async () => {
    await using stage = await PuppetStage.open();
    using project = new Project({
      db: { command: stage.commandLine },
      other: { command: 'echo never' },
      api: { command: stage.commandLine, dependsOn: ['db'] },
    });
    const program = startProgram(['up', 'api'], project.folder);
    await stage.next();
    await stage.next();
    program.child.kill('SIGTERM');
    const { out, err } = await program.ended;
    expect(err).toMatch(/db: started/);
    expect(err).toMatch(/api: started/);
    expect(`${out}${err}`).not.toContain('other: started');
  });

  it('keeps its state in a folder closed to others and ignored by git', async () => {
    using project = new Project({});
    const program = startProgram([], project.folder);
    const folder = join(project.folder, '.watchdog');
    await expect.poll(() => existsSync(join(folder, 'watchdog.log'))).toBe(true);
    program.child.kill('SIGTERM');
    await program.ended;
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('*\n');
    expect(readdirSync(folder)).toContain('watchdog.log');
  });
});

describe('the command line', () => {
  it('refuses a configuration that is wrong with all that is wrong, starts nothing, and ends with 78', async () => {
    using project = new Project({ api: { comand: 'x' }, db: { command: 7 } });
    const { out, err, code } = await runProgram([], project.folder);
    expect(code).toBe(78);
    expect(out).toBe('');
    expect(err).toContain('watchdog.yaml:4:5: unknown key "comand" in process "api"; did you mean "command"?');
    expect(err).toMatch(/watchdog\.yaml:6:14: .*must be a string, not a number/);
  });

  it('without a file says where it looked and what to write', async () => {
    using project = new Project({});
    const empty = join(project.folder, 'empty');
    mkdirSync(empty);
    writeFileSync(join(project.folder, 'watchdog.yaml'), '');
    const { err, code } = await runProgram(['--file', 'nothing.yaml'], empty);
    expect(code).toBe(78);
    expect(err).toContain('nothing.yaml');
  });

  it('refuses an unknown name with the nearest, and ends with 64', async () => {
    using project = new Project({ api: { command: 'true' } });
    expect(await runProgram(['apii'], project.folder)).toMatchObject({
      code: 64,
      err: 'watchdog: no process and no command is called "apii"; did you mean "api"?\n',
    });
    expect((await runProgram(['--nonsense'], project.folder)).code).toBe(64);
  });

  it('check says that all is well, or shows it resolved with secrets masked', async () => {
    using project = new Project({ api: { command: 'true', env: { API_TOKEN: 'hush-hush', PORT: '1' } } });
    expect(await runProgram(['check'], project.folder)).toMatchObject({ code: 0, err: '' });
    const { out } = await runProgram(['check', '--print'], project.folder);
    expect(out).toMatch(/API_TOKEN: "?\*\*\*"?/);
    expect(out).not.toContain('hush');
  });

  it('schema, keys, --version and --help print and end with 0', async () => {
    using project = new Project({});
    const [schema, keys, version, help] = await Promise.all(
      ['schema', 'keys', '--version', '--help'].map((arg) => runProgram([arg], project.folder)),
    );
    expect(JSON.parse(schema!.out)).toMatchObject({ type: 'object' });
    expect(keys!.out).toMatch(/^s F7 +anywhere, details +Start the selected process +process\.start$/m);
    expect(version!.out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(help!.out).toContain('--headless');
    expect([schema, keys, version, help].map((each) => each!.code)).toEqual([0, 0, 0, 0]);
  });
});
