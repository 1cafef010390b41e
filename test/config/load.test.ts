import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/config-error.js';
import { type LoadOptions, loadConfig } from '../../src/config/load.js';
import type { Configuration } from '../../src/config/process-config.js';

let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'watchdog-config-')));
  mkdirSync(join(root, 'shop/api/src/deep/er'), { recursive: true });
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(path: string, content: string | Uint8Array): void {
  writeFileSync(join(root, path), content);
}

function load(options: Omit<LoadOptions, 'environment'>): Configuration {
  return loadConfig({ environment: {}, ...options });
}

function errorOf(options: Omit<LoadOptions, 'environment'>): ConfigError {
  try {
    load(options);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('no error');
}

describe('loadConfig', () => {
  it('takes the nearest file upwards, and calls the project like its folder', () => {
    write('watchdog.yaml', 'processes: {far: {command: x}}');
    write('shop/watchdog.yml', 'processes: {near: {command: x, cwd: api}}');
    const config = load({ from: join(root, 'shop/api/src') });
    expect(config).toMatchObject({ name: 'shop', file: join(root, 'shop/watchdog.yml'), directory: join(root, 'shop') });
    expect(config.processes[0]).toMatchObject({ name: 'near', cwd: join(root, 'shop/api') });
  });

  it('prefers watchdog.yaml to watchdog.yml, and passes by a folder of that name', () => {
    mkdirSync(join(root, 'shop/watchdog.yaml'));
    write('watchdog.yml', 'processes: {}');
    write('watchdog.yaml', 'processes: {}');
    expect(load({ from: join(root, 'shop') }).file).toBe(join(root, 'watchdog.yaml'));
  });

  it('takes the file that is named, relative to where it was named', () => {
    write('shop/other.yaml', 'processes: {}');
    expect(load({ files: ['../other.yaml'], from: join(root, 'shop/api') }).file).toBe(join(root, 'shop/other.yaml'));
  });

  it('says without a file where it looked and what to write', () => {
    const from = join(root, 'shop/api/src/deep/er');
    const error = errorOf({ from });
    expect(error.message).toMatch(/^no watchdog\.yaml found; looked in (.+), (.+) and the \d+ folders above\n/);
    expect(error.message).toContain(`looked in ${from}, ${join(from, '..')} and`);
    expect(error.message).toContain('or name a file with --file:\n\nprocesses:\n  web:\n    command: npm run dev');
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', diagnostics: [] });
  });

  it.each([
    ['nope.yaml', /^cannot read .*nope\.yaml: there is no such file$/],
    ['shop', /^cannot read .*shop: it is a folder; name the file in it$/],
  ])('says why it cannot read %s', (file, expected) => {
    expect(errorOf({ files: [file], from: root }).message).toMatch(expected);
  });

  it('passes over a byte order mark', () => {
    write('watchdog.yaml', '\ufeffprocesses: {a: {command: 7}}');
    expect(errorOf({ from: root }).diagnostics[0]).toMatchObject({ line: 1, column: 26 });
  });

  it('points at what is not UTF-8', () => {
    write('watchdog.yaml', Buffer.from('name: a\nx-b: caf\xe9\nprocesses: {}', 'latin1'));
    expect(errorOf({ from: root }).diagnostics).toMatchObject([
      { line: 2, column: 9, message: 'the file is not UTF-8 from here on' },
    ]);
  });

  it('does not mind a cwd that is not there', () => {
    write('watchdog.yaml', 'processes: {a: {command: x, cwd: nope}}');
    expect(load({ from: root }).processes[0]!.cwd).toBe(join(root, 'nope'));
  });
});
