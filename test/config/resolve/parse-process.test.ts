import { describe, expect, it } from 'vitest';
import { type ParseProcessOptions, type ProcessRegistration, parseProcess } from '../../../src/config/resolve/parse-process.js';
import { WatchdogError } from '../../../src/policy/words/errors.js';

const at: ParseProcessOptions = { directory: '/project' };

function messageOf(input: unknown, options = at): string {
  try {
    parseProcess(input, options);
  } catch (error) {
    if (error instanceof WatchdogError && error.code === 'CONFIG_INVALID') return error.message;
    throw error;
  }
  return '';
}

describe('parseProcess', () => {
  it("takes the registration of the API's specification, without a shell and in the folder of the caller", () => {
    const healthCheck = async () => true;
    const process = parseProcess(
      {
        name: 'web',
        command: 'node',
        args: ['s.js'],
        env: { PORT: '1' },
        autoRestart: true,
        restartDelay: 50,
        maxRestarts: 10,
        healthCheck,
      },
      at,
    );
    expect(process).toMatchObject({
      name: 'web',
      args: ['s.js'],
      shell: false,
      cwd: '/project',
      env: { PORT: '1' },
    });
    expect(process.policy).toMatchObject({ maxRestarts: 10, shell: false, backoff: { initialMs: 50, maxMs: 30_000 } });
    expect(process.probes).toEqual([{ kind: 'function', check: healthCheck }]);
    expect(process.policy.probes).toMatchObject([{ id: 'health', intervalMs: 30_000, timeoutMs: 5000, threshold: 3 }]);
  });

  it('has a type that knows the keys of a process and the entry of the function', () => {
    const registration: ProcessRegistration<{ readonly pid: number }> = {
      name: 'web',
      command: 'node',
      restartDelay: '2s',
      healthCheck: (entry) => entry.pid > 0,
      // @ts-expect-error a shell is asked for with true or false, or named
      shell: 7,
    };
    expect(messageOf(registration)).toBe('shell must be true, false, or a program such as bash, not a number (7)');
  });

  it('runs a shell only when asked, also without args', () => {
    expect(parseProcess({ name: 'a', command: 'a b' }, at).shell).toBe(false);
    expect(parseProcess({ name: 'a', command: 'a b', shell: true }, at).policy.shell).toBe(true);
    expect(parseProcess({ name: 'a', command: 'a b', shell: 'bash' }, at)).toMatchObject({
      shell: 'bash',
      policy: { shell: true },
    });
  });

  it('takes the keys of the file too, and asks what a list of dependencies should wait for', () => {
    const input = {
      name: 'a',
      command: 'x',
      cwd: 'sub',
      dependsOn: ['b', 'c'],
      healthCheck: { exec: 'y', interval: '2s' },
      'x-note': 1,
    };
    const process = parseProcess(input, { ...at, hasHealthCheck: (name) => name === 'b' });
    expect(process).toMatchObject({ cwd: '/project/sub', probes: [{ kind: 'exec', command: 'y' }] });
    expect(process.policy.probes[0]!.intervalMs).toBe(2000);
    expect(process.dependsOn).toEqual([
      { name: 'b', condition: 'healthy', restart: false },
      { name: 'c', condition: 'started', restart: false },
    ]);
  });

  it('fills in the defaults of the caller, where the process does not say', () => {
    const options = { ...at, defaults: { healthCheck: { interval: 15_000 }, backoff: { max: 100 } } };
    const plain = parseProcess({ name: 'a', command: 'x' }, options).policy;
    expect(plain).toMatchObject({ probes: [], backoff: { maxMs: 100 } });
    const checked = parseProcess({ name: 'a', command: 'x', healthCheck: () => true }, options).policy;
    expect(checked.probes[0]!.intervalMs).toBe(15_000);
    const own = { name: 'a', command: 'x', healthCheck: { exec: 'y', interval: 1 }, backoff: { max: 2, jitter: undefined } };
    expect(parseProcess(own, options).policy).toMatchObject({ probes: [{ intervalMs: 1 }], backoff: { maxMs: 2, jitter: 0 } });
  });

  it('lets the longest delay of the caller cut a longer restartDelay', () => {
    const input = { name: 'a', command: 'x', restartDelay: '1m' };
    expect(parseProcess(input, { ...at, defaults: { backoff: { max: 100 } } }).policy.backoff).toMatchObject({ maxMs: 100 });
  });

  it.each([[{}], [undefined], [{ name: 'a' }], [{ command: 'x' }], [{ name: '', command: 'x' }], [{ name: 'a', command: '' }]])(
    "has the specification's sentence for %j",
    (input) => {
      expect(messageOf(input)).toBe('Process name and command are required');
    },
  );

  it.each([
    [{ name: 'a', command: 'x', maxRestart: 1 }, 'unknown key "maxRestart" in process "a"; did you mean "maxRestarts"?'],
    [{ name: 7, command: 'x' }, 'name must be a string, not a number (7); put it in quotes'],
    [{ name: '-a', command: 'x' }, 'name: the process name "-a" begins with "-"; it would read like an option'],
    [
      { name: { toString: '' }, command: 'x', group: 1 },
      'the process is not valid:\n  name must be a string, not a map\n  group must be a string, not a number (1); put it in quotes',
    ],
    [{ name: 'a', command: 'x', healthCheck: {} }, 'healthCheck does not say what to check; add http, tcp, exec or log'],
    [
      { name: 'a', command: 'x', minUptime: '10' },
      'minUptime: "10" has no unit; write 500ms, 10s, 5m or 1h, or the number without quotes',
    ],
    [
      { name: 'a', command: 'x', restartDelay: 2000, backoff: { max: 1000 } },
      'backoff.max: 1000 is less than restartDelay (2000); make it longer, or leave it out',
    ],
    [{ name: 'a', command: 'x', env: () => 1 }, 'env must be a map, not a function'],
  ])('says what is wrong in %o', (input, expected) => {
    expect(messageOf(input)).toBe(expected);
  });

  it('says everything that is wrong at once', () => {
    expect(messageOf({ name: 'a', comand: 'x', args: [1] })).toBe(
      'process "a" is not valid:\n' +
        '  Process name and command are required\n' +
        '  args[0] must be a string, not a number (1); put it in quotes\n' +
        '  unknown key "comand" in process "a"; did you mean "command"?',
    );
  });

  it('leaves what it was given as it was', () => {
    const input = Object.freeze({ name: 'a', command: 'x', backoff: Object.freeze({ max: 1 }) });
    expect(() =>
      parseProcess(input, { ...at, defaults: Object.freeze({ backoff: Object.freeze({ jitter: 1 }) }) }),
    ).not.toThrow();
  });
});
