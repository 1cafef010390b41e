// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references such as ${X} are what this file is about.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeReferences, interpolate } from '../../../src/config/resolve/interpolate.js';
import { complaintsOf, parse } from '../config-text.js';

const set = new Map([
  ['X', 'ex'],
  ['EMPTY', ''],
]);
const lookup = (name: string) => set.get(name);

describe('a reference in a string', () => {
  it.each([
    ['a${X}b${X}', 'aexbex'],
    ['${EMPTY}', ''],
    ['${X:-d}', 'ex'],
    ['${Y:-d:-$e}', 'd:-$e'],
    ['${EMPTY:-d}', 'd'],
    ['${Y:-}', ''],
    ['${Y:-a$$b}', 'a$b'],
    ['${X:?must be}', 'ex'],
    ['$$', '$'],
    ['$${X}', '${X}'],
    ['$$${X}', '$ex'],
    ['$X $ 5$', '$X $ 5$'],
  ])('%j is %j', (text, expected) => {
    expect(interpolate(text, lookup)).toEqual({ text: expected });
  });

  it.each([
    ['${Y}', 'the variable Y is not set', 'set it, or write ${Y:-default}'],
    ['${EMPTY:?}', 'the variable EMPTY is not set', undefined],
    ['${Y:?say the port}', 'the variable Y is not set: say the port', undefined],
    ['${', 'a "${" is not closed', expect.any(String)],
    ['${X', 'a "${" is not closed', expect.any(String)],
    ['${}', '"${}" is not a variable', expect.any(String)],
    ['${1}', '"${1}" is not a variable', expect.any(String)],
    ['${X-d}', '"${X-d}" is not a variable', expect.any(String)],
    ['${Y:-${X}}', '"${Y:-${X}" is not a variable', expect.any(String)],
    ['${toString}', 'the variable toString is not set', expect.any(String)],
  ])('%j is refused: %s', (text, message, hint) => {
    expect(interpolate(text, lookup)).toEqual({ fault: { message, ...(hint === undefined ? {} : { hint }) } });
  });

  it('can be escaped, whatever the string', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', 'X', ':', '-') }), (text) => {
        expect(interpolate(escapeReferences(text), lookup)).toEqual({ text });
      }),
    );
  });
});

describe('variables in a configuration', () => {
  const shop = { PORT: '3000', DIR: 'sub' };

  it('go into every string but those that a shell runs', () => {
    const { processes, name } = parse(
      `name: shop-\${PORT}
processes:
  shell: {command: "echo \${PORT}", cwd: "./\${DIR}", env: {A: "\${PORT}"}, stop: {command: "kill \${PORT}"}, healthCheck: {exec: "curl :\${PORT}"}}
  plain: {command: "\${DIR}/run", args: ["--port=\${PORT}"], ports: ["\${PORT}"], healthCheck: {http: "http://localhost:\${PORT}/"}}
  forced: {command: "\${DIR}/run", shell: false}
  quoted: {command: "echo \${DIR}", args: ["\${DIR}"], shell: true}
`,
      shop,
    );
    expect(name).toBe('shop-3000');
    expect(processes.map(({ command }) => command)).toEqual(['echo ${PORT}', 'sub/run', 'sub/run', 'echo ${DIR}']);
    const [shell, plain, , quoted] = processes;
    expect(shell).toMatchObject({ cwd: '/project/shop/sub', env: { A: '3000' }, stop: { command: 'kill ${PORT}' } });
    expect(shell!.probes).toEqual([{ kind: 'exec', command: 'curl :${PORT}' }]);
    expect(plain).toMatchObject({ args: ['--port=3000'], ports: [3000], probes: [{ url: 'http://localhost:3000/' }] });
    expect(quoted!.args).toEqual(['sub']);
  });

  it('go into a command of the defaults only where no shell runs it', () => {
    const { processes } = parse('defaults: {command: "${DIR}/run"}\nprocesses: {a: {}, b: {args: []}}', shop);
    expect(processes.map(({ command }) => command)).toEqual(['${DIR}/run', 'sub/run']);
  });

  it('do not go into keys, nor below keys that begin with x-, but do where those are used', () => {
    const { processes } = parse(
      'x-base: &base {env: {A: "${DIR}"}}\nx-other: "${NOPE}"\nprocesses: {a: {<<: *base, command: x, x-b: "${NOPE}"}, "${DIR}": {command: x}}',
      shop,
    );
    expect(processes.map(({ name }) => name)).toEqual(['a', '${DIR}']);
    expect(processes[0]!.env).toEqual({ A: 'sub' });
  });

  it('that are not set are refused at their place, once, and nothing else is said of that string', () => {
    const text = `x-base: &base {cwd: "\${NOPE}"}
defaults: {command: x, env: {A: "\${GONE:?write it into .env}"}}
processes:
  a: {<<: *base, healthCheck: {http: "\${URL}"}}
  b: {<<: *base}
`;
    expect(complaintsOf(text)).toEqual([
      '1:21 the variable NOPE is not set; set it, or write ${NOPE:-default}',
      '2:33 the variable GONE is not set: write it into .env',
      '4:38 the variable URL is not set; set it, or write ${URL:-default}',
    ]);
  });

  it('are named in a command of the defaults at its place', () => {
    expect(complaintsOf('defaults: {command: "${NOPE}", args: []}\nprocesses: {a: {}, b: {}}')).toEqual([
      '1:21 the variable NOPE is not set; set it, or write ${NOPE:-default}',
    ]);
  });
});
