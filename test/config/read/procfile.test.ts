// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references such as ${X} stand in the files.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load.js';
import { ConfigError } from '../../../src/config/problems/config-error.js';
import { formatWarning } from '../../../src/config/problems/diagnostic.js';
import { isProcfile, readProcfile } from '../../../src/config/read/procfile.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watchdog-procfile-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

const load = (environment: Readonly<Record<string, string>> = {}, files: readonly string[] = ['Procfile']) =>
  loadConfig({ files, from: folder, environment });

function complaints(environment: Readonly<Record<string, string>> = {}): string[] {
  try {
    load(environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.diagnostics.map(({ line, column, message, hint }) => `${line}:${column} ${message}${hint ? `; ${hint}` : ''}`);
  }
}

describe('a Procfile', () => {
  it('runs as it is: a shell runs each line, in its order, with a PORT of its own', () => {
    write({ Procfile: '# what we run\nweb: bundle exec rails s -p $PORT\n\n  worker:sidekiq -C "a: b"  \r\n2: x\n' });
    expect(load().processes.map(({ name, command, shell, env }) => [name, command, shell, env.PORT])).toEqual([
      ['web', 'bundle exec rails s -p $PORT', true, '5000'],
      ['worker', 'sidekiq -C "a: b"', true, '5100'],
      ['2', 'x', true, '5200'],
    ]);
  });

  it('takes variables from .env where there is one, and counts ports from its PORT, else from that of the shell', () => {
    write({ Procfile: 'web: x\nworker: y\n' });
    expect(load().processes[0]!.env).toEqual({ PORT: '5000' });
    write({ '.env': 'PORT=7000\nDATABASE_URL="postgres://db"\n' });
    expect(load().processes.map(({ env }) => env)).toEqual([
      { DATABASE_URL: 'postgres://db', PORT: '7000' },
      { DATABASE_URL: 'postgres://db', PORT: '7100' },
    ]);
    expect(load({ PORT: '9000' }).processes[1]!.env.PORT).toBe('7100');
    write({ '.env': '' });
    expect(load({ PORT: '9000' }).processes[1]!.env.PORT).toBe('9100');
  });

  it('reads its .env as Foreman does, and warns of the lines that Foreman passes over', () => {
    write({ Procfile: 'web: x\n', '.env': 'A=b # c\nCOLON: value\nURL=${A}\n' });
    const { processes, warnings } = load();
    expect(processes[0]!.env).toEqual({ A: 'b # c', URL: '${A}', PORT: '5000' });
    expect(warnings.map((warning) => formatWarning(warning, folder))).toEqual([
      '.env:2:1: warning: Foreman passes over this line; write NAME=value at the start of the line, or # before a comment',
    ]);
    write({ 'more.yaml': 'envFile: [.env]\nprocesses: {}' });
    expect(() => load({}, ['Procfile', 'more.yaml'])).toThrow(/\.env:2:1: "COLON:" assigns nothing/);
  });

  it('restarts every process whenever it ends, but for release, which is work that comes to an end', () => {
    write({ Procfile: 'release: migrate\nweb: x\n' });
    expect(load().processes.map(({ policy }) => policy.restart)).toEqual(['on-failure', 'always']);
  });

  it('is found where there is no watchdog.yaml', () => {
    write({ Procfile: 'web: x\n' });
    expect(loadConfig({ from: folder, environment: {} }).file).toBe(join(folder, 'Procfile'));
    write({ 'watchdog.yml': 'processes: {}' });
    expect(loadConfig({ from: folder, environment: {} }).file).toBe(join(folder, 'watchdog.yml'));
  });

  it('takes what a watchdog.yaml named after it adds', () => {
    write({
      'Procfile.dev': 'web: x\nworker: y\n',
      'more.yaml': 'processes: {web: {healthCheck: {tcp: 80}, env: {PORT: "80"}}, db: {command: z}}',
    });
    const { processes } = load({}, ['Procfile.dev', 'more.yaml']);
    expect(processes.map(({ name, command, env, probes }) => [name, command, env.PORT, probes.length])).toEqual([
      ['web', 'x', '80', 1],
      ['worker', 'y', '5100', 0],
      ['db', 'z', undefined, 0],
    ]);
  });

  it('is refused with places and hints', () => {
    write({ Procfile: 'web: x\nweb: y\n-x: y\n' });
    expect(complaints()).toEqual([
      '2:1 process "web" is here twice; keep one of them',
      '3:1 the process name "-x" begins with "-"; it would read like an option',
    ]);
    write({ Procfile: '# nothing\n' });
    expect(complaints()).toEqual(['1:1 the Procfile names no process; write a line such as "web: npm run dev"']);
    write({ Procfile: 'web: x\nworker: y\n' });
    expect(complaints({ PORT: '65500' })[0]).toMatch(/^1:1 the variable PORT is "65500", from which no ports up to 65535/);
    expect(complaints({ PORT: 'http' })).toHaveLength(1);
  });

  it('may have lines that name no process, which Foreman passes over and which are warned of, but not these alone', () => {
    write({ Procfile: 'web: x\n  nonsense here\napi:\n<<<<<<< HEAD\nexport A=b\n' });
    const { processes, warnings } = load();
    expect(processes.map(({ name }) => name)).toEqual(['web']);
    const hint = 'write NAME: COMMAND, where the name is of letters, digits, "_" and "-"';
    expect(warnings.map((warning) => formatWarning(warning, folder))).toEqual([
      `Procfile:2:1: warning: this line names no process; ${hint}`,
      'Procfile:3:1: warning: process "api" has no command; write it after the colon',
      `Procfile:4:1: warning: this line names no process; ${hint}`,
      `Procfile:5:1: warning: this line names no process; ${hint}`,
    ]);
    write({ Procfile: 'npm run dev\n' });
    expect(complaints()).toEqual([`1:1 this line names no process; ${hint}`]);
  });

  it('is known by its name', () => {
    expect(['Procfile', '/a/Procfile.dev', 'shop.procfile'].every(isProcfile)).toBe(true);
    expect(['Procfiles', 'procfile.yaml', 'watchdog.yaml'].some(isProcfile)).toBe(false);
  });

  it('gives back every name and command that the user can write, with their places', () => {
    const name = fc.stringMatching(/^[\w-]{1,8}$/).filter((text) => text !== '__proto__');
    const command = fc.stringMatching(/^\S[ -~é€]{0,30}\S$/);
    const line = fc.tuple(name, fc.constantFrom(':', ': ', ':\t'), command, fc.constantFrom('\n', '\r\n', '\n\n# web: x\n'));
    fc.assert(
      fc.property(fc.uniqueArray(line, { selector: ([own]) => own, maxLength: 6 }), (lines) => {
        const text = lines.map((parts) => parts.join('')).join('');
        const { entries, faults } = readProcfile(text);
        expect(faults).toEqual([]);
        expect(entries.map((entry) => [entry.name, entry.command])).toEqual(lines.map(([own, , what]) => [own, what]));
        for (const { nameSpan, commandSpan, ...entry } of entries) {
          expect(text.slice(nameSpan.start, nameSpan.end)).toBe(entry.name);
          expect(text.slice(commandSpan.start, commandSpan.end)).toBe(entry.command);
        }
      }),
    );
  });
});
