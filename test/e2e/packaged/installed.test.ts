import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { projectFolder } from '../../house/source-tree.js';
import { shows } from '../project.js';
import { Terminal } from '../terminal.js';
import { env, packInto, run } from './packed.js';

describe('the package, installed into an empty folder', () => {
  it('runs: --version, check, init, a headless run, the dashboard, and the library with its types', async ({ skip }) => {
    await using folder = await TemporaryFolder.make();
    const tarball = await packInto(folder.path);
    const app = join(folder.path, 'app');
    mkdirSync(app);
    writeFileSync(join(app, 'package.json'), '{"private": true, "type": "module", "scripts": {"hello": "echo hello"}}');
    try {
      await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball], { cwd: app, env });
    } catch (error) {
      const { stderr } = error as { stderr: string };
      if (!/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|E40[13]|E5\d\d/.test(stderr)) throw error;
      const why = `the registry cannot be reached: ${stderr.split('\n').find((line) => /code/.test(line)) ?? stderr}`;
      console.warn(`not tested: installing the package, since ${why}`);
      skip(why);
    }
    const installed = readdirSync(join(app, 'node_modules'), { recursive: true }).map(String);
    expect(
      installed.filter((path) => /^((@[^/]+\/)?[^/.@]+|@[^/]+\/[^/]+)\/package\.json$/.test(path)).length,
    ).toBeLessThanOrEqual(27);
    const watchdog = join(app, 'node_modules/.bin/watchdog');
    const version = (JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { version: string }).version;
    expect((await run(watchdog, ['--version'], { cwd: app, env })).stdout).toBe(`${version}\n`);

    expect((await run(watchdog, ['init'], { cwd: app, env })).stderr).toMatch(
      /^wrote watchdog\.yaml from package\.json: 1 process/,
    );
    const [schemaLine] = readFileSync(join(app, 'watchdog.yaml'), 'utf8').split('\n');
    const schema = schemaLine!.replace('# yaml-language-server: $schema=', '');
    expect(JSON.parse(readFileSync(join(app, schema), 'utf8'))).toMatchObject({ title: 'watchdog.yaml' });
    expect((await run(watchdog, ['check'], { cwd: app, env })).stdout).toMatch(/is valid: 1 process\n$/);

    // Regular expressions, globs and schedules need packages of their own.
    const hello = '{command: echo hello, autoRestart: on-failure, readiness: {log: hel+o}, watch: {paths: ["*.ts"]}}';
    writeFileSync(join(app, 'watchdog.yaml'), `processes: {hello: ${hello}}`);
    const { stdout, stderr } = await run(watchdog, ['up', '--exit-when-done'], { cwd: app, env });
    expect(stdout).toBe('hello | hello\n');
    expect(stderr).toContain('all have ended, 1 succeeded');

    writeFileSync(join(app, 'watchdog.yaml'), 'processes: {hello: {command: exec sleep 600}}');
    await using terminal = Terminal.start({ command: process.execPath, args: [watchdog], cwd: app });
    await terminal.until(shows('hello', 'running'), 'the dashboard');
    terminal.press('q');
    await terminal.until((screen) => screen.some((line) => line.includes('Quit and stop')), 'the question');
    terminal.press('y');
    expect(await terminal.exited).toEqual({ code: 0, signal: null });

    writeFileSync(join(app, 'use.ts'), use);
    const types = ['--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext', '--skipLibCheck', 'false'];
    const typeRoots = join(projectFolder, 'node_modules/@types');
    await run(join(projectFolder, 'node_modules/.bin/tsc'), [...types, '--types', 'node', '--typeRoots', typeRoots, 'use.ts'], {
      cwd: app,
      env,
    }).catch((error: { stdout: string; message: string }) => {
      throw new Error(error.stdout || error.message);
    });
    writeFileSync(join(app, 'watchdog.yaml'), 'processes: {hello: {command: echo hello, autoRestart: on-failure}}');
    writeFileSync(join(app, 'use.js'), use.replaceAll(/: \w+(?= =)|, type \w+/g, ''));
    expect((await run(process.execPath, ['use.js'], { cwd: app, env })).stdout).toBe('hello completed\n');
  });
});

const use = `import { loadConfig, Watchdog, type Configuration } from 'watchdog-tui';
const configuration: Configuration = loadConfig();
const watchdog = new Watchdog();
for (const config of configuration.processes) watchdog.registerConfig(config);
watchdog.on('state', ({ name, to }) => {
  if (to !== 'completed') return;
  console.log(name, to);
  void watchdog.shutdown();
});
watchdog.up();
`;
