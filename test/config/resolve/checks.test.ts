import { describe, expect, it } from 'vitest';
import { parseProcess } from '../../../src/config/resolve/parse-process.js';
import { complaintsOf, parse, parseApi } from '../config-text.js';

describe('what a check asks', () => {
  it.each([
    ['tcp: 5432', { kind: 'tcp', host: 'localhost', port: 5432 }],
    ['tcp: "5432"', { kind: 'tcp', host: 'localhost', port: 5432 }],
    ['tcp: "db.local:5432"', { kind: 'tcp', host: 'db.local', port: 5432 }],
    ['tcp: "[::1]:5432"', { kind: 'tcp', host: '::1', port: 5432 }],
    ['log: "^listening on \\\\d+"', { kind: 'log', pattern: '^listening on \\d+' }],
    ['exec: pg_isready', { kind: 'exec', command: 'pg_isready' }],
  ])('is read from %s', (line, expected) => {
    expect(parseApi(`    command: x\n    readiness: {${line}}\n`).probes).toEqual([expected]);
  });

  it('may match the body of an answer', () => {
    const { probes } = parseApi('    command: x\n    healthCheck: {http: {url: "http://a", contains: ok, matches: "^o.$"}}\n');
    expect(probes).toMatchObject([{ contains: 'ok', matches: '^o.$' }]);
  });
});

describe('which checks decide what', () => {
  const effects = (body: string) =>
    parseApi(`    command: x\n${body}`).policy.probes.map(({ id, readiness, liveness, awaits }) => ({
      id,
      readiness,
      liveness,
      waits: awaits !== null,
    }));

  it('healthCheck is both readiness and liveness', () => {
    expect(effects('    healthCheck: {exec: a}\n')).toEqual([{ id: 'health', readiness: true, liveness: true, waits: false }]);
  });

  it('a line of output decides readiness only, also as healthCheck, and is waited for without an end', () => {
    expect(effects('    healthCheck: {log: a}\n')).toEqual([{ id: 'health', readiness: true, liveness: false, waits: true }]);
  });

  it('readiness and liveness can be given apart, of any kind each', () => {
    expect(effects('    readiness: {log: up}\n    liveness: {http: "http://a"}\n')).toEqual([
      { id: 'readiness', readiness: true, liveness: false, waits: true },
      { id: 'liveness', readiness: false, liveness: true, waits: false },
    ]);
  });

  it('a healthCheck beside one of them is refused at its place', () => {
    expect(complaintsOf('processes:\n  api:\n    command: x\n    healthCheck: {exec: a}\n    liveness: {exec: b}\n')).toEqual([
      '4:18 healthCheck: is both readiness and liveness, so it cannot be given with liveness; leave one of them out',
    ]);
  });

  it('a process with any of them can be waited for until it is healthy', () => {
    const { processes } = parse(
      'processes: {a: {command: x, dependsOn: [b, c]}, b: {command: x, readiness: {log: up}}, c: {command: x}}',
    );
    expect(processes[0]!.dependsOn.map(({ condition }) => condition)).toEqual(['healthy', 'started']);
  });
});

describe('the defaults of checks', () => {
  const kinds = (text: string) =>
    parse(text).processes.map(({ probes, policy }) => probes.map(({ kind }, index) => `${policy.probes[index]!.id} ${kind}`));

  it("are replaced by a process's own of the other form, and turned off by null", () => {
    const text = `defaults: {command: x, healthCheck: {exec: a}}
processes:
  same: {}
  apart: {readiness: {log: up}}
  none: {healthCheck: null}
`;
    expect(kinds(text)).toEqual([['health exec'], ['readiness log'], []]);
    expect(
      kinds('defaults: {command: x, readiness: {log: a}, liveness: {exec: b}}\nprocesses: {a: {healthCheck: {tcp: 1}}}'),
    ).toEqual([['health tcp']]);
  });

  it('lend their times to the check under the same key alone', () => {
    const { policy } = parse(
      'defaults: {command: x, readiness: {interval: 5s}, liveness: {exec: b, interval: 7s}}\nprocesses: {a: {readiness: {tcp: 1}}}',
    ).processes[0]!;
    expect(policy.probes.map(({ intervalMs }) => intervalMs)).toEqual([5000, 7000]);
  });
});

describe('a registration', () => {
  it('takes a function for each of the checks', () => {
    const [ready, alive] = [async () => true, async () => false];
    const { probes, policy } = parseProcess({ name: 'a', command: 'x', readiness: ready, liveness: alive }, { directory: '/' });
    expect(probes).toEqual([
      { kind: 'function', check: ready },
      { kind: 'function', check: alive },
    ]);
    expect(policy.probes.map(({ id }) => id)).toEqual(['readiness', 'liveness']);
  });
});
