// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references such as ${X} stand in the files.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LoadOptions, loadConfig } from '../../src/config/load.js';
import { ConfigError } from '../../src/config/problems/config-error.js';
import type { Configuration } from '../../src/config/schema/process-config.js';

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

function load(options: Partial<LoadOptions> & { readonly from: string }): Configuration {
  return loadConfig({ environment: {}, ...options });
}

function errorOf(options: { readonly files?: readonly string[]; readonly from: string }): ConfigError {
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
    expect(error.message).toMatch(/^no watchdog\.yaml and no Procfile found; looked in (.+), (.+) and the \d+ folders above\n/);
    expect(error.message).toContain(`looked in ${from}, ${join(from, '..')} and`);
    expect(error.message).toContain('name a file with --file, or write:\n\nprocesses:\n  web:\n    command: npm run dev');
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

describe('several files', () => {
  it('merge by key, the later winning and lists replacing, relative to the folder of the first', () => {
    write(
      'shop/base.yaml',
      'x-b: &b {stdin: closed}\nenv: {A: "1", B: "2"}\nprocesses:\n  api: {<<: *b, command: x, args: [a, b], cwd: api, env: {C: "3"}}\n  db: {command: y}\n',
    );
    write(
      'local.yaml',
      'x-b: &b {color: false}\nname: mine\nenv: {B: null}\nprocesses:\n  api: {<<: *b, args: [c], env: {D: "4"}}\n  web: {command: z}\n',
    );
    const { name, file, files, processes } = load({ files: ['shop/base.yaml', 'local.yaml'], from: root });
    expect([name, file]).toEqual(['mine', join(root, 'shop/base.yaml')]);
    expect(files).toEqual([join(root, 'shop/base.yaml'), join(root, 'local.yaml')]);
    expect(processes.map((process) => process.name)).toEqual(['api', 'db', 'web']);
    expect(processes[0]).toMatchObject({
      command: 'x',
      args: ['c'],
      cwd: join(root, 'shop/api'),
      stdin: 'closed',
      color: false,
      env: { A: '1', B: null, C: '3', D: '4' },
    });
  });

  it('may change the times of a check, parts of its request, or what it asks', () => {
    write(
      'a.yaml',
      'processes: {a: {command: x, healthCheck: {http: {url: "http://a"}, interval: 5s}}, b: {command: x, healthCheck: {exec: y}}}',
    );
    write('b.yaml', 'processes: {a: {healthCheck: {http: {method: HEAD}, timeout: 1s}}, b: {healthCheck: {tcp: 1}}}');
    const [a, b] = load({ files: ['a.yaml', 'b.yaml'], from: root }).processes;
    expect(a!.probes).toMatchObject([{ url: 'http://a', method: 'HEAD' }]);
    expect(a!.policy.probes).toMatchObject([{ intervalMs: 5000, timeoutMs: 1000 }]);
    expect(b!.probes).toMatchObject([{ kind: 'tcp' }]);
  });

  it('have each fault shown in the file that it is in, in the order of the files', () => {
    write('a.yaml', 'nam: x\nprocesses:\n  api: {command: x, stdin: shut, cwd: "${NOPE}"}\n');
    write('b.yaml', '\n\nprocesses:\n  api: {stdin: ajar, comand: y}\n  web: {}\n');
    const shown = errorOf({ files: ['b.yaml', 'a.yaml'], from: root }).diagnostics;
    expect(shown.map(({ file, line, message }) => `${file.slice(root.length + 1)}:${line} ${message}`)).toEqual([
      'b.yaml:4 unknown key "comand" in process "api"',
      'b.yaml:5 process "web" has no command',
      'a.yaml:1 unknown key "nam" at the top level',
      'a.yaml:3 stdin must be "open" or "closed", not "shut"',
      'a.yaml:3 the variable NOPE is not set',
    ]);
  });

  it.each([
    ['', 'the file is empty'],
    ['[]', 'the configuration must be a map, not a list'],
    ['a: {', 'a "[" or "{" above is not closed, or what follows it is not indented'],
    ['processes: &a {b: *a}', 'an alias in here contains itself or unfolds too far'],
  ])('must each be a map: %j is refused', (text, message) => {
    write('a.yaml', 'processes: {}');
    write('b.yaml', text);
    expect(errorOf({ files: ['a.yaml', 'b.yaml'], from: root }).diagnostics).toMatchObject([
      { file: join(root, 'b.yaml'), message },
    ]);
  });
});

describe('envFile of a process', () => {
  it("comes after the file's variables and before the process's own, and goes to no other process and into no string", () => {
    write(
      'watchdog.yaml',
      `envFile: [.env]
env: {B: file, C: file}
processes:
  a: {command: x, args: ["\${A}"], envFile: [a.env, "more.env?"], env: {D: own}}
  b: {command: x}`,
    );
    write('.env', 'A=all\nB=all');
    write('a.env', 'A=a\nC=a\nD=a\nE=${A}-${B}');
    const { processes, files } = load({ from: root });
    expect(processes[0]!.env).toEqual({ A: 'a', B: 'file', C: 'a', D: 'own', E: 'all-all' });
    expect(processes[0]!.args).toEqual(['all']);
    expect(processes[1]!.env).toEqual({ A: 'all', B: 'file', C: 'file' });
    expect(files).toEqual(['watchdog.yaml', '.env', 'a.env', 'more.env'].map((name) => join(root, name)));
  });

  it.each([
    ['', 'envFile: [.env]'],
    ['envFile: [other.env]\n', 'envFile: [.env, other.env]'],
  ])('says which line to add for a variable that stands in a .env which nothing reads', (envFile, line) => {
    write('.env', 'A=all');
    write('other.env', 'B=other');
    write('watchdog.yaml', `${envFile}processes: {a: {command: x, args: ["\${A}", "\${A:?say it}", "\${C}"]}}`);
    const { message } = errorOf({ from: root });
    const advice = `; it is in .env, which is read only where it is named: add the line "${line}"`;
    expect(message).toContain(`the variable A is not set${advice}`);
    expect(message).toContain(`the variable A is not set: say it${advice}`);
    expect(message).toContain('the variable C is not set; set it, or write ${C:-default}');
  });

  it('in the defaults is for all that have none, and an empty list takes it away', () => {
    write('watchdog.yaml', 'defaults: {envFile: [a.env]}\nprocesses: {a: {command: x}, b: {command: x, envFile: []}}');
    write('a.env', 'A=1');
    expect(load({ from: root }).processes.map(({ env }) => env)).toEqual([{ A: '1' }, {}]);
  });

  it('that cannot be read is refused at its place, also in the defaults and once', () => {
    write(
      'watchdog.yaml',
      'defaults: {envFile: [no.env]}\nprocesses: {a: {command: x}, b: {command: x}, c: {command: x, envFile: [nor.env]}}',
    );
    const found = errorOf({ from: root }).diagnostics;
    expect(found.map(({ line, message }) => [line, message.replace(/.*cannot read .*?(\w+\.env)/, '$1')])).toEqual([
      [1, 'no.env: there is no such file'],
      [2, 'nor.env: there is no such file'],
    ]);
  });

  it('complains of a line that is no assignment with its file and line, once for all that read it', () => {
    write('watchdog.yaml', 'processes: {a: {command: x, envFile: [a.env]}, b: {command: x, envFile: [a.env]}}');
    write('a.env', 'A=1\nnothing here');
    expect(errorOf({ from: root }).diagnostics).toMatchObject([{ file: join(root, 'a.env'), line: 2 }]);
  });
});

describe('envFile', () => {
  const body = 'envFile: [.env, "more.env?"]\nenv: {C: file}\nprocesses: {a: {command: x, env: {D: own}, cwd: "./${A}/${S}"}}';

  it('is for every process below the env of the file, and for references below the shell', () => {
    write('watchdog.yaml', body);
    write('.env', '# a comment\nA=env\nB="two words"\nC=env\nS=env\nexport D=env');
    const { processes, files } = load({ from: root, environment: { S: 'shell' } });
    expect(processes[0]!.env).toEqual({ A: 'env', B: 'two words', C: 'file', D: 'own', S: 'env' });
    expect(processes[0]!.cwd).toBe(join(root, 'env/shell'));
    expect(files).toEqual(['watchdog.yaml', '.env', 'more.env'].map((name) => join(root, name)));
  });

  it('may name several, of which the later wins, by names with references of their own', () => {
    write('watchdog.yaml', 'envFile: [.env, "${STAGE}.env"]\nprocesses: {a: {command: x}}');
    write('.env', 'A=1\nSTAGE=test');
    write('test.env', 'A=2');
    expect(load({ from: root }).processes[0]!.env).toEqual({ A: '2', STAGE: 'test' });
  });

  it.each([
    [Buffer.from('A=1\nB=caf\xe9\n', 'latin1'), 'the file is not UTF-8 from here on', 2, 6],
    [Buffer.from('\ufeffA=1\n', 'utf16le'), 'the file is UTF-16', 1, 1],
  ])(
    'in another encoding than UTF-8 is refused at its place, as its values would not be what they look like',
    (bytes, message, line, column) => {
      write('watchdog.yaml', 'envFile: [.env]\nprocesses: {a: {command: x}}');
      writeFileSync(join(root, '.env'), bytes);
      const found = errorOf({ from: root }).diagnostics;
      expect(found).toMatchObject([{ message, hint: 'save it as UTF-8', line, column, file: join(root, '.env') }]);
    },
  );

  it.each([
    ['[nope.env]', 'cannot read .*nope.env: there is no such file', 'make it, or write "nope.env\\?" where it may be missing'],
    ['[shop]', 'cannot read .*shop: it is a folder; name the file in it', undefined],
    ['["${NOPE}"]', 'the variable NOPE is not set', expect.anything()],
    ['[nul.env]', 'cannot read .*nul.env: it contains a NUL character', undefined],
    ['[7]', 'envFile\\[0\\] must be a string, not a number \\(7\\)', expect.anything()],
  ])('%s that cannot be used is refused at its place', (list, message, hint) => {
    write('nul.env', 'A=b\0c');
    write('watchdog.yaml', `processes: {}\nenvFile: ${list}\n`);
    const [found, ...others] = errorOf({ from: root }).diagnostics;
    expect(others).toEqual([]);
    expect(found).toMatchObject({ line: 2, column: 11 });
    expect(found!.message).toMatch(new RegExp(`^${message}$`));
    if (typeof hint === 'string') expect(found!.hint).toMatch(new RegExp(`^${hint}$`));
  });
});
