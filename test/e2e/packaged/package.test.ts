import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDefinitions } from '../../../src/config/schema/definitions.js';
import { configJsonSchema } from '../../../src/config/schema/json-schema.js';
import { projectFolder } from '../../house/source-tree.js';
import { cleanEnvironment } from '../clean-environment.js';
import { shows } from '../project.js';
import { Terminal } from '../terminal.js';

const run = promisify(execFile);
/** npm as the user has it, not as the npm that runs the tests configures it. */
const env = Object.fromEntries(
  Object.entries(cleanEnvironment()).filter(([name]) => !/^npm_(config_|package_|lifecycle_)/.test(name)),
);

let folder: string;
let tarball: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'watchdog-package-'));
  // What is built is there already, and others are running it.
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: projectFolder,
    env,
  });
  tarball = join(folder, (JSON.parse(stdout) as [{ filename: string }])[0].filename);
  await run('tar', ['-xzf', tarball, '-C', folder]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', () => {
  const packed = (): string[] => {
    const root = join(folder, 'package');
    const entries = readdirSync(root, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name)));
  };

  it('holds only what runs, and what says what it is', () => {
    const strangers = packed().filter(
      (path) => !/^docs\/[\w-]+\.md$|^dist\/(src\/[\w/-]+(\.js|\.d\.ts)|program\/[\w-]+\.c?js)$/.test(path),
    );
    expect(strangers.sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/program/LICENSES.txt',
      'dist/program/package.json',
      'dist/watchdog.schema.json',
      'package.json',
    ]);
  });

  it('has the schema to which the demo points, from a clone as it stands', () => {
    const [first] = readFileSync(join(projectFolder, 'watchdog.yaml'), 'utf8').split('\n');
    const path = /^# yaml-language-server: \$schema=(\S+)$/.exec(first!)?.[1] ?? '';
    expect(packed()).toContain(path);
    expect(JSON.parse(readFileSync(join(projectFolder, path), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(withDefinitions(configJsonSchema()))),
    );
  });

  it('misses nothing that its files import, and points at no source that is not there', () => {
    const missing = packed()
      .filter((path) => /\.(js|d\.ts)$/.test(path))
      .flatMap((path) => {
        const file = join(folder, 'package', path);
        const text = readFileSync(file, 'utf8');
        if (text.includes('sourceMappingURL=')) return [`${path}: sourceMappingURL`];
        const targets = [...text.matchAll(/(?:from|import)\s*\(?['"](\.[^'"\s]+\.js)['"]/g)].map(([, target]) =>
          resolve(dirname(file), target!),
        );
        const others = targets.map((target) => (path.endsWith('.d.ts') ? target.replace(/\.js$/, '.d.ts') : target));
        return others.filter((target) => !existsSync(target)).map((target) => `${path}: ${target}`);
      });
    expect(missing).toEqual([]);
  });
});

describe('the README that npm gets', () => {
  it('has no picture that npm could not show and no comment, and that of the repository stays whole', async () => {
    const project = join(folder, 'with-readme');
    mkdirSync(join(project, '.build'), { recursive: true });
    for (const path of ['README.md', '.build/pack-readme.mjs'])
      writeFileSync(join(project, path), readFileSync(join(projectFolder, path)));
    const { scripts } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const prepare = scripts.prepare!.replace('npm run build && ', '');
    const { postpack } = scripts;
    const manifest = { name: 'with-readme', version: '1.0.0', scripts: { prepare, postpack } };
    writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
    const whole = readFileSync(join(project, 'README.md'), 'utf8');
    for (const command of [
      ['install', '--no-audit'],
      ['pack', '--silent'],
    ]) {
      await run('npm', command, { cwd: project, env });
      expect(readFileSync(join(project, 'README.md'), 'utf8')).toBe(whole);
    }
    const { stdout } = await run('tar', ['-xzOf', 'with-readme-1.0.0.tgz', 'package/README.md'], { cwd: project });
    expect(stdout).toMatch(/^# watchdog\n\nA terminal dashboard [^\n]*\n[\s\S]*?\n\n## Start\n/);
    expect(stdout).not.toMatch(/!\[|\.github|<!--|opens the details of a process:|\n\n\n/);
    expect(stdout.split('\n## ')).toHaveLength(whole.split('\n## ').length);
  });
});

describe('what is installed', () => {
  it('has every package that one of its files loads, late ones too', () => {
    const { dependencies, optionalDependencies } = JSON.parse(
      readFileSync(join(projectFolder, 'package.json'), 'utf8'),
    ) as Record<'dependencies' | 'optionalDependencies', Record<string, string>>;
    const files = readdirSync(join(folder, 'package/dist'), { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.c?js$/.test(path),
    );
    const lacking = files.flatMap((path) => {
      const text = readFileSync(join(folder, 'package/dist', path), 'utf8');
      const loads = path.endsWith('.cjs')
        ? /(?<=[=(])require\("([@a-z][\w./@-]*)"\)/g
        : /^(?:import|export|\}).* from '([@a-z][^']*)'|\bimport\('([@a-z][^']*)'\)|createRequire\(import\.meta\.url\)\('([^']+)'\)/gm;
      const named = [...text.matchAll(loads)].map(([, ...names]) => names.find((name) => name !== undefined)!);
      const packages = named.map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)![0]);
      const known = (name: string) =>
        isBuiltin(name) || name in dependencies || name in optionalDependencies || name === 'watchdog-tui';
      return packages.filter((name) => !known(name)).map((name) => `${path}: ${name}`);
    });
    expect(lacking).toEqual([]);
  });
});

describe('what the program brings along', () => {
  it('is named with its licence, the table of ink-table too, and is not installed a second time', () => {
    const licenses = readFileSync(join(projectFolder, 'dist/program/LICENSES.txt'), 'utf8');
    const { dependencies } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const name of ['ink', 'ink-table', 'react', 'yoga-layout', 'commander', 'chalk']) {
      expect(licenses).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\\n\\n.*MIT`, 'm'));
      expect(dependencies).not.toHaveProperty(name);
    }
  });
});

describe('installed into an empty folder', () => {
  it('runs: --version, check, init, a headless run, the dashboard, and the library with its types', async ({ skip }) => {
    const app = join(folder, 'app');
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
