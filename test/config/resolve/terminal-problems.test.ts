import { describe, expect, it } from 'vitest';
import { complaintsOf, complaintsOfKey, parse, parseApi } from '../config-text.js';

describe('stop.keys', () => {
  it('need a terminal, which may come from the defaults', () => {
    expect(complaintsOfKey('stop: {keys: q}')).toEqual([
      'stop.keys are typed into a terminal, and it has none; add "tty: true", or give a signal',
    ]);
    expect(parse('defaults: {tty: true}\nprocesses: {a: {command: x, stop: {keys: q}}}').processes[0]!.stop.keys).toBe('q');
    expect(complaintsOf('defaults: {stop: {keys: q}}\nprocesses: {a: {command: x}}')[0]).toMatch(/^1:25 /);
  });

  it('stand beside no command, and are not empty', () => {
    expect(complaintsOfKey('{tty: true, stop: {keys: q, command: x}}'.slice(1, -1).replace(', stop', '\n    stop'))).toHaveLength(
      1,
    );
    expect(complaintsOfKey('stop: {keys: ""}')).toContainEqual(expect.stringContaining('no keys to type'));
  });
});

describe('readiness.fd', () => {
  it('is one way to be ready, which never restarts', () => {
    const { probes, policy } = parseApi('    command: x\n    readiness: {fd: 3}\n');
    expect(probes).toEqual([{ kind: 'fd', fd: 3 }]);
    expect(policy.probes).toMatchObject([
      { readiness: true, liveness: false, awaits: 'waiting for a line feed on descriptor 3' },
    ]);
  });

  it('is refused beside a terminal, for liveness, and outside 3 to 9', () => {
    expect(complaintsOf('processes: {a: {command: x, tty: true, readiness: {fd: 3}}}')).toEqual([
      expect.stringContaining('a process with a terminal has no other descriptor; leave tty out, or use readiness.log'),
    ]);
    expect(complaintsOfKey('liveness: {fd: 3}')[0]).toContain('unknown key');
    expect(complaintsOfKey('healthCheck: {fd: 3}')[0]).toContain('unknown key');
    expect(complaintsOfKey('readiness: {fd: 2}')).toHaveLength(1);
    expect(complaintsOfKey('readiness: {fd: 3, tcp: 80}')[0]).toContain('has both tcp and fd');
  });
});
