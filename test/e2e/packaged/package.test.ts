import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDefinitions } from '../../../src/config/schema/definitions.js';
import { configJsonSchema } from '../../../src/config/schema/json-schema.js';
import { projectFolder } from '../../house/source-tree.js';
import { env, packInto, run } from './packed.js';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'watchdog-package-'));
  await run('tar', ['-xzf', await packInto(folder), '-C', folder]);
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
