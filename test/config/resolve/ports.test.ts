// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references such as ${port.api} are what this file is about.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load.js';
import { choosePorts } from '../../../src/config/ports/book.js';
import { keptPortsText } from '../../../src/config/ports/kept.js';
import { renderConfiguration } from '../../../src/config/report/check.js';
import { parseConfiguration } from '../../../src/config/resolve/configuration.js';
import { parseProcess } from '../../../src/config/resolve/parse-process.js';
import { TemporaryFolder } from '../../fixtures/temporary-folder.js';
import { complaintsOf, complaintsOfKey, parse, parseApi } from '../config-text.js';

const portOf = (text: string, name = 'api', directory = '/project/shop'): number =>
  parseConfiguration([{ file: `${directory}/watchdog.yaml`, text }], {}).configuration.processes.find(
    (process) => process.name === name,
  )!.port[0]!.port;

describe('port: auto', () => {
  const api = 'processes: {api: {command: x, port: auto}}';

  it('is between 20000 and 29999', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (folder, name) => {
        const [port] = choosePorts([{ name, variable: 'PORT', isFirst: true }], { folder, kept: new Map(), fixed: [] });
        expect(port).toBeGreaterThanOrEqual(20_000);
        expect(port).toBeLessThanOrEqual(29_999);
      }),
    );
  });

  it('stays the same for a process in a folder, and differs from folder to folder and from name to name', () => {
    expect(portOf(api)).toBe(portOf(api));
    expect(portOf(api)).not.toBe(portOf(api, 'api', '/project/other'));
    expect(portOf(api)).not.toBe(portOf(api.replace('api', 'web'), 'web'));
  });

  it('does not depend on the other processes', () => {
    expect(portOf('processes: {web: {command: x, port: auto}, api: {command: x, port: auto}}')).toBe(portOf(api));
  });

  it('is what was kept, whatever the folder and the name say', () => {
    const kept = new Map([['api', new Map([['PORT', 20_001]])]]);
    const file = { file: '/project/shop/watchdog.yaml', text: api };
    const { processes } = parseConfiguration([file], {}, { keptPorts: kept }).configuration;
    expect(processes[0]!.port).toEqual([{ variable: 'PORT', port: 20_001, auto: true }]);
    expect(JSON.parse(keptPortsText(kept))).toEqual({ api: { PORT: 20_001 } });
  });

  it('is that of the real folder, whatever link leads there, and of the file that keeps it, unless that is broken', async () => {
    await using folder = await TemporaryFolder.make();
    const [real, link] = [join(folder.path, 'real'), join(folder.path, 'link')];
    mkdirSync(join(real, '.watchdog'), { recursive: true });
    symlinkSync(real, link);
    writeFileSync(join(real, 'watchdog.yaml'), api);
    const portIn = (from: string): number => loadConfig({ from }).processes[0]!.port[0]!.port;
    const chosen = portIn(real);
    expect(portIn(link)).toBe(chosen);
    for (const [text, port] of [
      ['{"api": {"PORT": 20005}}', 20_005],
      ['{"api": {"PORT": 80}}', chosen],
      ['{"api": 7, "__proto__": null}', chosen],
      ['[', chosen],
    ] as const) {
      writeFileSync(join(real, '.watchdog/ports.json'), text);
      expect(portIn(link), text).toBe(port);
    }
  });

  it('is never one that another process of the file has', () => {
    const taken = portOf(api);
    expect(portOf(`processes: {db: {command: x, ports: [${taken}]}, api: {command: x, port: auto}}`)).toBe(taken + 1);
    expect(portOf(`processes: {db: {command: x, port: ${taken}}, api: {command: x, port: auto}}`)).toBe(taken + 1);
  });

  it('is another one for every process, even where thousands want one', () => {
    const wishes = Array.from({ length: 10_001 }, (_, index) => ({ name: `p${index}`, variable: 'PORT', isFirst: true }));
    const ports = choosePorts(wishes, { folder: '/f', kept: new Map(), fixed: [] });
    expect(new Set(ports.slice(0, 10_000)).size).toBe(10_000);
    expect(ports.at(-1)).toBeUndefined();
  });

  it('leaves alone what was kept for a process that is not there now', () => {
    const [port] = choosePorts([{ name: 'api', variable: 'PORT', isFirst: true }], {
      folder: '/project/shop',
      kept: new Map([['gone', new Map([['PORT', portOf(api)]])]]),
      fixed: [],
    });
    expect(port).toBe(portOf(api) + 1);
  });

  it('is in PORT, and must be free before the start', () => {
    const process = parseApi('    command: x\n    port: auto\n');
    const [given] = process.port;
    expect(process.env).toEqual({ PORT: String(given!.port) });
    expect(process.ports).toEqual([given!.port]);
  });

  it('comes from the defaults too, and null takes it back', () => {
    const { processes } = parse('defaults: {port: auto}\nprocesses: {api: {command: x}, db: {command: x, port: null}}');
    expect(processes.map(({ port }) => port.length)).toEqual([1, 0]);
  });

  it('is had by a process that code registers as well', () => {
    const { port, env } = parseProcess({ name: 'api', command: 'x', port: 'auto' }, { directory: '/project/shop' });
    expect(env.PORT).toBe(String(port[0]!.port));
  });
});

describe('a port that is a number', () => {
  it('is in PORT, above what the files of variables and env say, and is checked as ports are', () => {
    const process = parseApi('    command: x\n    port: 3000\n    ports: [3001]\n    env: {PORT: "1"}\n');
    expect(process.env).toEqual({ PORT: '3000' });
    expect(process.ports).toEqual([3001, 3000]);
  });

  it('may come from a variable', () => {
    expect(parse('processes: {api: {command: x, port: "${P}"}}', { P: '4000' }).processes[0]!.port).toEqual([
      { variable: 'PORT', port: 4000, auto: false },
    ]);
    expect(parse('processes: {api: {command: x, port: "${P}"}}', { P: 'auto' }).processes[0]!.port[0]!.auto).toBe(true);
  });

  it('is an error with replicas', () => {
    expect(complaintsOf('processes:\n  api:\n    command: x\n    port: 3000\n    replicas: 2\n')).toEqual([
      '4:11 port: replicas cannot share a port; write auto, which gives each its own',
    ]);
    expect(complaintsOf('processes:\n  api:\n    command: x\n    port: {A: auto, B: 3000}\n    replicas: 2\n')).toEqual([
      '4:24 port: replicas cannot share a port; write auto, which gives each its own',
    ]);
    expect(complaintsOf('defaults: {port: 3000}\nprocesses:\n  api:\n    command: x\n    replicas: 2\n')).toHaveLength(1);
  });

  it.each([
    ['port: 0', 'port must be'],
    ['port: 70000', 'port must be'],
    ['port: any', 'port'],
    ['port: {}', 'port'],
    ['port: {"A=B": auto}', '"A=B" cannot be the name of a variable'],
    ['url: "javascript:alert(1)"', 'url: "javascript:alert(1)" is not a URL that a browser opens'],
    ['url: "http://a b"', 'url: "http://a b" is not a URL that a browser opens'],
    ['replicas: 0', 'replicas must be at least 1, not 0'],
    ['replicas: 1e9', 'replicas must be at most 1000'],
  ])('%s is refused', (line, complaint) => {
    expect(complaintsOfKey(line)).toEqual([expect.stringContaining(complaint)]);
  });
});

describe('a map of ports', () => {
  const process = parseApi('    command: x\n    port: {HTTP: 3000, ADMIN: auto}\n');

  it('gives each in its variable, and not in PORT', () => {
    expect(process.env).toEqual({ HTTP: '3000', ADMIN: String(process.port[1]!.port) });
  });

  it('means its first entry in url and ${port.NAME}', () => {
    expect(process.url).toBe('http://localhost:3000/');
    const { processes } = parse(
      'processes: {api: {command: x, port: {HTTP: 3000, ADMIN: 4000}}, web: {command: x, env: {A: "${port.api}"}}}',
    );
    expect(processes[1]!.env).toEqual({ A: '3000' });
  });
});

describe('${port.NAME}', () => {
  it('is read wherever variables are, top level and defaults included', () => {
    const { processes } = parse(`env: {ALL: "\${port.db}"}
defaults: {cwd: "d\${port.db}"}
processes:
  db: {command: x, port: 5432}
  api:
    command: node
    args: ["--db=\${port.db}", "\${port.api}"]
    port: 3000
    url: "http://localhost:\${port.api}/docs"
    env: {DB: "postgres://localhost:\${port.db}/"}
    healthCheck: {http: "http://localhost:\${port.api}/health"}
`);
    expect(processes[1]).toMatchObject({
      args: ['--db=5432', '3000'],
      url: 'http://localhost:3000/docs',
      env: { ALL: '5432', DB: 'postgres://localhost:5432/', PORT: '3000' },
      cwd: '/project/shop/d5432',
      probes: [{ kind: 'http', url: 'http://localhost:3000/health' }],
    });
  });

  it('takes everything up to "}" for the name, and .VAR only where the whole names no process', () => {
    const { processes } = parse(`processes:
  a.b: {command: x, port: 1001}
  a: {command: x, port: {b: 1002, c: 1003, d.e: 1004}}
  my app: {command: x, port: 1005}
  z: {command: x, env: {B: "\${port.a.b}", C: "\${port.a.c}", E: "\${port.a.d.e}", S: "\${port.my app}"}}
`);
    expect(processes.at(-1)!.env).toEqual({ B: '1001', C: '1003', E: '1004', S: '1005' });
  });

  it('alone is a port in tcp and in ports', () => {
    const process = parseApi(
      '    command: x\n    port: 3000\n    ports: ["${port.api}"]\n    healthCheck: {tcp: "${port.api}"}\n',
    );
    expect(process.ports).toEqual([3000]);
    expect(process.probes).toEqual([{ kind: 'tcp', host: 'localhost', port: 3000 }]);
  });

  it.each([
    ['command: echo ${port.api}', 'command'],
    ['stop: {command: "kill ${port.api}"}', 'stop.command'],
    ['healthCheck: {exec: "nc -z localhost ${port.api}"}', 'healthCheck.exec'],
    ['readiness: {exec: "nc -z localhost ${port.api}"}', 'readiness.exec'],
    ['hooks: {ready: "curl localhost:${port.api}"}', 'hooks.ready'],
  ])('in what a shell runs is an error with its place: %s', (line) => {
    const isCommand = line.startsWith('command');
    const text = `processes:\n  api:\n    port: auto\n    ${isCommand ? line : `command: x\n    ${line}`}\n`;
    const [complaint, ...others] = complaintsOf(text);
    expect(others).toEqual([]);
    const place = `${isCommand ? 4 : 5}:${isCommand ? 14 : line.indexOf('"') + 5}`;
    expect(complaint).toBe(`${place} a shell runs this, and \${port.…} means nothing there; use $PORT, or put it into env`);
  });

  it('is no error where args make the command a program', () => {
    expect(parse('processes: {api: {command: "./${port.api}", args: [], port: 3000}}').processes[0]!.command).toBe('./3000');
  });

  it.each([
    ['${port.dbb}', 'no process is called "dbb"; did you mean "${port.db}"?'],
    ['${port.none}', 'process "none" has no port; give it "port: auto", or a number'],
    ['${port.db.X}', 'process "db" has no port "X"; it has PORT'],
    ['${port.db', 'a "${" is not closed; write "}" after the name, or "$${" for the signs themselves'],
  ])('%s is refused with its place', (reference, complaint) => {
    const text = `processes:\n  db: {command: x, port: 1}\n  none: {command: x}\n  api:\n    command: x\n    cwd: "${reference}"\n`;
    expect(complaintsOf(text)).toEqual([`6:10 ${complaint}`]);
  });

  it('cannot give another port', () => {
    expect(complaintsOf('processes:\n  db: {command: x, port: 1}\n  api:\n    command: x\n    port: "${port.db}"\n')).toEqual([
      '5:11 a port cannot be given by another one; write a number or auto',
    ]);
  });

  it('is known in the names of the files of a process, and not yet in those of the whole file', () => {
    const complaint =
      'no port is known yet where the files of the whole project are named; use ${port.…} in "envFile" of a process, or name the file without it';
    expect(complaintsOf('envFile: [".env.${port.api}?"]\nprocesses: {api: {command: x, port: auto}}\n')).toEqual([
      `1:11 ${complaint}`,
    ]);
    expect(complaintsOf('processes: {api: {command: x, port: auto, envFile: [".env.${port.api}?"]}}\n')).toEqual([]);
  });

  it('leaves ${port} and $${port.db} what they were', () => {
    const { processes } = parse('processes: {db: {command: x, port: 1, env: {A: "${port}", B: "$${port.db}"}}}', { port: 'p' });
    expect(processes[0]!.env).toMatchObject({ A: 'p', B: '${port.db}' });
  });
});

describe('url', () => {
  it('is that of the port by default', () => {
    expect(parseApi('    command: x\n    port: 3000\n').url).toBe('http://localhost:3000/');
    expect(parseApi('    command: x\n').url).toBeNull();
  });

  it('is none where a check is tcp, or where it is null', () => {
    expect(parseApi('    command: x\n    port: 3000\n    healthCheck: {tcp: 3000}\n').url).toBeNull();
    expect(parseApi('    command: x\n    port: 3000\n    liveness: {tcp: 3000}\n').url).toBeNull();
    expect(parseApi('    command: x\n    port: 3000\n    url: null\n')).toMatchObject({ url: null, readsUrl: false });
  });

  it('is what the file says, also beside a tcp check, and what is printed does not count then', () => {
    const process = parseApi('    command: x\n    url: https://shop.test/\n    healthCheck: {tcp: 3000}\n');
    expect(process).toMatchObject({ url: 'https://shop.test/', readsUrl: false });
    expect(parseApi('    command: x\n').readsUrl).toBe(true);
  });
});

describe('replicas', () => {
  const text = `processes:
  api:
    command: node
    args: ["\${port.api}", "\${port.api.ADMIN}"]
    port: {HTTP: auto, ADMIN: auto}
    replicas: 3
    url: "http://localhost:\${port.api}/docs"
    healthCheck: {exec: "true"}
  web:
    command: x
    dependsOn: [api]
`;

  it('are processes of their own, each with a name, a port, a log and WATCHDOG_REPLICA, under the heading of their name', () => {
    const { processes, replicas } = parse(text);
    expect(processes.map(({ name }) => name)).toEqual(['api-1', 'api-2', 'api-3', 'web']);
    const apis = processes.slice(0, 3);
    expect(new Set(apis.flatMap(({ port }) => port.map((each) => each.port))).size).toBe(6);
    for (const [index, { port, env, args, url, group, replica }] of apis.entries()) {
      const [http, admin] = port.map((each) => String(each.port));
      expect(env).toEqual({ HTTP: http, ADMIN: admin, WATCHDOG_REPLICA: String(index + 1) });
      expect(args).toEqual([http, admin]);
      expect(url).toBe(`http://localhost:${http}/docs`);
      expect(group).toBe('api');
      expect(replica).toEqual({ of: 'api', number: index + 1 });
    }
    expect(replicas).toEqual(new Map([['api', 3]]));
  });

  it('are all meant by their name in dependencies, and one by its own', () => {
    expect(parse(text).processes[3]!.dependsOn).toEqual(
      ['api-1', 'api-2', 'api-3'].map((name) => ({ name, condition: 'healthy', restart: false })),
    );
    const mixed = text.replace('[api]', '{api: started, api-2: {condition: healthy, restart: true}}');
    expect(parse(mixed).processes[3]!.dependsOn).toEqual([
      { name: 'api-1', condition: 'started', restart: false },
      { name: 'api-3', condition: 'started', restart: false },
      { name: 'api-2', condition: 'healthy', restart: true },
    ]);
    expect(complaintsOf(text.replace('[api]', '[api-4]'))).toEqual([
      expect.stringContaining('depends on "api-4", which does not exist'),
    ]);
  });

  it('cannot depend on each other', () => {
    expect(complaintsOf('processes: {api: {command: x, replicas: 2, dependsOn: [api-1]}}')).toEqual([
      expect.stringContaining('process "api" depends on itself'),
    ]);
  });

  it('keep a group of their own', () => {
    expect(parse('processes: {api: {command: x, replicas: 2, group: back}}').processes.map(({ group }) => group)).toEqual([
      'back',
      'back',
    ]);
  });

  it('know their own port alone; ${port.api} is an error elsewhere, and ${port.api-2} is not', () => {
    expect(complaintsOf(text.replace('command: x', 'command: x\n    env: {A: "${port.api}"}'))).toEqual([
      '11:14 "api" has replicas, so it has no port of which others could know; each replica has its own: write ${port.api-1}',
    ]);
    expect(complaintsOf(`env: {A: "\${port.api}"}\n${text}`)).toHaveLength(1);
    const { processes } = parse(text.replace('command: x', 'command: x\n    env: {A: "${port.api-2}"}'));
    expect(processes[3]!.env.A).toBe(String(processes[1]!.port[0]!.port));
  });

  it('leave no room for a process that is called like one of them', () => {
    expect(complaintsOf(`${text}  api-2:\n    command: x\n`)).toEqual([
      '12:3 process "api-2" is called like a replica of "api"; give it another name',
    ]);
    expect(parse(`${text}  api-4:\n    command: x\n`).processes).toHaveLength(5);
  });

  it('may be scaled, which the file does not know of', () => {
    const scaled = (count: number, body = text) =>
      parseConfiguration([{ file: '/project/shop/watchdog.yaml', text: body }], {}, { scaled: new Map([['api', count]]) })
        .configuration;
    expect(scaled(5).processes.map(({ name }) => name)).toEqual(['api-1', 'api-2', 'api-3', 'api-4', 'api-5', 'web']);
    expect(scaled(5).replicas.get('api')).toBe(3);
    expect(scaled(5).processes.slice(0, 3)).toEqual(parse(text).processes.slice(0, 3));
    expect(scaled(1).processes[1]!.dependsOn.map(({ name }) => name)).toEqual(['api-1']);
    expect(() => scaled(5, `${text}  api-4:\n    command: x\n`)).toThrow('called like a replica');
  });

  it('have what is wrong with them said once', () => {
    expect(complaintsOf('processes:\n  api:\n    command: x\n    replicas: 3\n    cwd: "${NONE}"\n    bogus: 1\n')).toHaveLength(
      2,
    );
  });

  it('cannot be registered by code', () => {
    expect(() => parseProcess({ name: 'api', command: 'x', replicas: 2 }, { directory: '/' })).toThrow(
      'replicas are for watchdog.yaml; register each by a name of its own',
    );
  });
});

describe('what check prints', () => {
  it('has the ports, and reads as the same configuration', () => {
    const text =
      'processes: {a: {command: x, port: auto}, b: {command: x, port: {A: 1, B: auto}, url: null, ports: [7]}, c: {command: x, port: 9}}';
    expect(parse(renderConfiguration(parse(text)))).toEqual(parse(text));
    expect(renderConfiguration(parse(text))).toContain(`PORT: "${portOf(text, 'a')}"`);
  });
});
