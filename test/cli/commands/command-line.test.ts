import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cleanEnvironment } from '../../e2e/clean-environment.js';
import { builtProgram, Project } from '../../e2e/project.js';
import { runProgram, startProgram } from '../../e2e/run-program.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';

describe('what is printed', () => {
  it.skipIf(!existsSync('/dev/full'))('is said to be lost where the disk is full, with 1', () => {
    for (const command of ['keys', 'schema', '--help']) {
      const { status, stderr } = spawnSync(
        'sh',
        ['-c', `exec "$0" "$1" ${command} > /dev/full`, process.execPath, builtProgram],
        {
          encoding: 'utf8',
          env: cleanEnvironment(),
        },
      );
      expect({ status, stderr }).toEqual({ status: 1, stderr: 'watchdog: cannot write: the disk is full\n' });
    }
  });
});

it('goes on to the end where nobody reads what is said on stderr', async () => {
  const pointless = { command: 'true', autoRestart: false, maxRestarts: 3 };
  using project = new Project(Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`p${index}`, pointless])));
  const { child, ended } = startProgram(['check'], project.folder);
  child.stderr.destroy();
  expect(await ended).toMatchObject({ code: 0, out: expect.stringContaining('valid: 50 processes') });
});

describe('the help', () => {
  it('has every command in a group, by purpose, and examples', async () => {
    const { out, code } = await runProgram(['--help'], '/');
    expect(code).toBe(0);
    const headings = [...out.matchAll(/^(\S.*):$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([
      'Arguments',
      'Options',
      'Run a project',
      'Inspect',
      'Act on processes',
      'Write and check watchdog.yaml',
      'Other',
      'Examples',
    ]);
    expect(out).toMatch(/\nExamples:\n {2}watchdog init {2,}\S/);
    expect(await runProgram(['help', 'statsu'], '/')).toMatchObject({
      code: 64,
      out: '',
      err: 'watchdog: no command is called "statsu"; did you mean "status"?\n',
    });
    expect((await runProgram(['help', 'logs'], '/')).out).toMatch(/--no-color[\s\S]*Examples:\n {2}watchdog logs -f/);
  });
});

describe('an option of a command that stands before it', () => {
  it.each([
    ['--json status', '--json is an option of "status" and comes after it: watchdog status --json'],
    ['--json ps', '--json is an option of "status" and comes after it: watchdog status --json'],
    ['-n 5 logs', '-n is an option of "logs" and comes after it: watchdog logs -n'],
    ['--file x --since=5m logs api', '--since is an option of "logs" and comes after it: watchdog logs --since'],
    ['--jsn status', "unknown option '--jsn'\n(watchdog --help shows what there is)"],
    ['--json', "unknown option '--json'\n(watchdog --help shows what there is)"],
  ])('%s', async (line, words) => {
    expect(await runProgram(line.split(' '), '/')).toMatchObject({ code: 64, out: '', err: `watchdog: ${words}\n` });
  });
});

describe('--json', () => {
  it('tells check what is wrong, and what is valid, as one document on stdout', async () => {
    using project = new Project({ api: { command: 'echo $TOKEN', env: { TOKEN: 'hunter2-hunter2' } } });
    const well = await runProgram(['check', '--json', '--print'], project.folder);
    expect(JSON.parse(well.out)).toMatchObject({
      valid: true,
      processes: 1,
      errors: [],
      configuration: { processes: { api: { command: 'echo $TOKEN' } } },
    });
    expect(well.out).not.toContain('hunter2');
    const file = join(project.folder, 'watchdog.yaml');
    writeFileSync(file, 'processes:\n  api: {comand: x}\n');
    const { out, err, code } = await runProgram(['check', '--json'], project.folder);
    const { valid, errors } = JSON.parse(out) as { valid: boolean; errors: object[] };
    expect({ valid, err, code }).toEqual({ valid: false, err: '', code: 78 });
    expect(errors[0]).toMatchObject({ file, line: 2, column: 9, message: expect.stringContaining('"comand"') as string });
    const many = Array.from({ length: 130 }, (_, index) => `  p${index}: {comand: x}\n`).join('');
    writeFileSync(file, `processes:\n${many}`);
    const lots = JSON.parse((await runProgram(['check', '--json'], project.folder)).out);
    expect(lots).toMatchObject({ valid: false, moreErrors: 30, warnings: [] });
    expect(lots.errors).toHaveLength(100);
    const nowhere = await runProgram(['check', '--json'], '/');
    expect([JSON.parse(nowhere.out), nowhere.code]).toMatchObject(
      [{ valid: false, errors: [{ message: /./ }] }, 78].map((each) => (typeof each === 'object' ? { valid: false } : each)),
    );
    const keysOf = async (...args: string[]) => {
      const { out, err, code } = await runProgram(args, project.folder);
      return { code, err, keys: code === 0 ? /^(.*?) {2}.* {2}process\.restart$/m.exec(out)?.[1]?.trim() : undefined };
    };
    writeFileSync(file, 'keys: {process.restart: [r, f8]}\nprocesses: {}\n');
    for (const args of [['keys'], ['keys', '-f', file], ['-f', file, 'keys']])
      expect(await keysOf(...args)).toEqual({ code: 0, err: '', keys: 'r F8' });
    writeFileSync(file, 'keys: {process.restrt: [r]}\nprocesses: {}\n');
    expect(await keysOf('keys')).toEqual({ code: 0, err: expect.stringContaining('watchdog check says what'), keys: 'r' });
    expect(await keysOf('keys', '-f', file)).toMatchObject({ code: 78, err: expect.stringContaining('process.restrt') });
    expect(JSON.parse((await runProgram(['keys', '--json'], '/')).out)).toEqual(
      expect.arrayContaining([
        { id: 'process.restart', keys: expect.any(String), where: expect.any(String), title: expect.any(String) },
      ]),
    );
  });

  it('tells why, the outcomes of actions, a reload and the end, which also have their exit statuses', async () => {
    using project = new Project({
      api: { command: 'exec sleep 600' },
      once: { command: 'no-such-program', args: ['x'], autoStart: false },
    });
    const run = async (...args: string[]) => {
      const { out, err, code } = await runProgram(args, project.folder);
      return { code, err, document: JSON.parse(out) as unknown };
    };
    expect((await runProgram(['up', '-d'], project.folder)).code).toBe(0);
    try {
      expect(await run('why', 'api', '--json')).toMatchObject({
        code: 0,
        document: { status: { name: 'api', state: 'running' } },
      });
      expect(await run('restart', 'api', '--json')).toMatchObject({ code: 0, err: '', document: [{ name: 'api', ok: true }] });
      expect(await run('start', 'once', '--json')).toMatchObject({ code: 1, document: [{ name: 'once', ok: false }] });
      expect(await run('stop', 'api', '--json')).toMatchObject({ code: 0, document: [{ name: 'api', ok: true }] });
      expect(await run('reset', '--all', '--json')).toMatchObject({ code: 0, document: [{ ok: true }, { ok: true }] });
      expect(await run('reload', '--json')).toMatchObject({ code: 0, document: { ok: true } });
    } finally {
      expect(await run('down', '--json')).toMatchObject({ code: 0, document: { left: [] } });
    }
  });
});

describe('--no-color', () => {
  it('wins over FORCE_COLOR, before or after the command', async () => {
    using project = new Project({ api: { command: 'echo "\\033[31mred\\033[0m"; exit 1', autoRestart: false } });
    const env = { FORCE_COLOR: '1' };
    const coloured = await runProgram(['up', '--exit-when-done'], project.folder, env);
    expect(coloured.out).toContain('\x1b[');
    for (const args of [
      ['--no-color', 'up', '--exit-when-done'],
      ['up', '--exit-when-done', '--no-color'],
    ]) {
      const { out, code } = await runProgram(args, project.folder, env);
      expect([out.includes('\x1b['), code]).toEqual([false, 1]);
    }
  });
});

describe('schema --write', () => {
  it('puts the schema where editors find it by the line that it prints; init does both', async () => {
    await using folder = await TemporaryFolder.make();
    const run = (...args: string[]) => runProgram(args, folder.path);
    const { out, err, code } = await run('schema', '--write');
    expect({ out, code }).toEqual({ out: '# yaml-language-server: $schema=.watchdog/schema.json\n', code: 0 });
    expect(err).toContain('wrote .watchdog/schema.json');
    const file = join(folder.path, '.watchdog/schema.json');
    const json = await run('schema', '--write', '--json');
    expect({ ...json, out: JSON.parse(json.out) as unknown }).toMatchObject({
      out: { file, line: out.trimEnd() },
      err: '',
      code: 0,
    });
    expect((await run('schema', '--json')).out).toBe(readFileSync(file, 'utf8'));
    const schema = JSON.parse(readFileSync(file, 'utf8')) as { $defs: object };
    expect(schema.$defs).toHaveProperty('process');
    expect(statSync(join(folder.path, '.watchdog')).mode & 0o777).toBe(0o700);

    expect((await run('init')).code).toBe(0);
    const [first] = readFileSync(join(folder.path, 'watchdog.yaml'), 'utf8').split('\n');
    expect(first).toBe('# yaml-language-server: $schema=.watchdog/schema.json');
    writeFileSync(
      join(folder.path, 'watchdog.yaml'),
      '$schema: .watchdog/schema.json\nprocesses: {a: {$schema: x, command: "true"}}\n',
    );
    expect((await run('check')).code).toBe(0);
  });
});
