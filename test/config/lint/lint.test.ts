import { describe, expect, it } from 'vitest';
import { lint } from '../../../src/config/lint/lint.js';
import type { Disk } from '../../../src/config/lint/missing.js';
import type { PreviewWatch } from '../../../src/config/lint/watching.js';
import { problemText } from '../../../src/config/problems/problem.js';
import { parseConfiguration } from '../../../src/config/resolve/configuration.js';

const everywhere: PreviewWatch = () => ({ finds: async () => true, watching: () => -1 });

/** The warnings of a text as `line:column message; hint`. */
async function warningsOf(text: string, previewWatch: PreviewWatch = everywhere, disk: Partial<Disk> = {}): Promise<string[]> {
  const read = parseConfiguration([{ file: '/shop/watchdog.yaml', text }], {});
  const all: Disk = { previewWatch, isFolder: () => true, isFile: () => true, canRun: () => true };
  return (await lint(read, { ...all, ...disk })).map((each) => `${each.line}:${each.column} ${problemText(each)}`);
}

/** The warnings about one process with a command, given the lines below its name. */
async function warningsOfApi(...lines: readonly string[]): Promise<string[]> {
  return warningsOf(`processes:\n  api:\n    command: x\n${lines.map((line) => `    ${line}\n`).join('')}`);
}

describe('lint', () => {
  it('has nothing to say about a file that means what it says', async () => {
    const text = `defaults: {restartDelay: 2s, circuit: {threshold: 4}}
processes:
  db: {command: x, healthCheck: {tcp: 5432, interval: 2s}, ports: [5432], stop: {grace: 90s}}
  migrate: {command: x, autoRestart: false, dependsOn: {db: healthy}}
  api: {command: x, maxRestarts: 2, dependsOn: {migrate: completed}, readiness: {log: ready}, successExitCodes: [0, 3]}
  top: {command: x, tty: true, logs: {file: false}}
`;
    expect(await warningsOf(text)).toEqual([]);
  });

  it('points at a text that is matched in an answer to HEAD', async () => {
    expect(await warningsOfApi('healthCheck: {http: {url: "http://a", method: HEAD, contains: ok}}')).toEqual([
      '4:57 healthCheck.http.contains never holds, since an answer to HEAD has no body; ask with GET, or leave it out',
    ]);
    expect(await warningsOfApi('healthCheck: {http: {url: "http://a", method: HEAD}}')).toEqual([]);
  });

  it.each([
    'restartDelay: 1s',
    'maxRestarts: 3',
    'backoff: {max: 5s}',
    'circuit: {threshold: 3}',
    'minUptime: 5s',
    'fatalExitCodes: [2]',
  ])('points at %s where nothing is restarted, and says what to do', async (line) => {
    const [key] = line.split(':');
    expect(await warningsOfApi('autoRestart: false', line)).toEqual([
      `5:5 ${key} has no effect, since autoRestart is false and nothing is restarted; leave it out, or set autoRestart: on-failure`,
    ]);
    expect(await warningsOfApi('autoRestart: on-failure', line)).toEqual([]);
  });

  it('says which hooks are never run where nothing is restarted', async () => {
    expect(await warningsOfApi('autoRestart: false', 'hooks: {failed: page, circuit_open: page}')).toEqual([
      '5:27 hooks.circuit_open is never run, since autoRestart is false and nothing is restarted; leave it out, or set autoRestart: on-failure',
    ]);
  });

  it('keeps fatalExitCodes that turn a success into a failure', async () => {
    expect(await warningsOfApi('autoRestart: false', 'fatalExitCodes: [0]')).toEqual([]);
    expect(await warningsOfApi('successExitCodes: [0, 3]', 'fatalExitCodes: [2, 3]')).toEqual([
      '5:5 fatalExitCodes: a code in successExitCodes too counts as a failure (3); name it in one of them only',
    ]);
  });

  it('reports once what is true of every replica, and which port they cannot share', async () => {
    expect(await warningsOfApi('autoRestart: false', 'maxRestarts: 3', 'replicas: 3')).toHaveLength(1);
    expect(await warningsOfApi('replicas: 3', 'ports: [3000]')).toEqual([
      '5:13 port 3000 is needed by "api-1" too, and only one of them can have it; give one of them another port',
    ]);
    expect(await warningsOf('processes:\n  a: {command: x, ports: [1]}\n  b: {command: x, port: 1}\n')).toEqual([
      '3:19 port 1 is needed by "a" too, and only one of them can have it; give one of them another port',
    ]);
  });

  it('reports what the defaults say once, and only where no process can use it', async () => {
    const processes = (b: string) => `defaults: {circuit: {threshold: 3}, autoRestart: false}
processes:
  a: {command: x}
  b: {command: x, autoRestart: ${b}}
`;
    expect(await warningsOf(processes('false'))).toEqual([
      '1:12 circuit has no effect, since autoRestart is false and nothing is restarted; leave it out, or set autoRestart: on-failure',
    ]);
    expect(await warningsOf(processes('true'))).toEqual([]);
  });

  it('says that a first failure which is the last needs no delays and no circuit', async () => {
    expect(await warningsOfApi('maxRestarts: 0', 'restartDelay: 5s', 'circuit: {window: 5s}')).toEqual([
      '5:5 restartDelay has no effect, since maxRestarts is 0 and the first failure is the last; leave it out, or allow restarts',
      '6:5 circuit has no effect, since maxRestarts is 0 and the first failure is the last; leave it out, or allow restarts',
    ]);
  });

  it('says that a backoff of a delay of 0 stays 0', async () => {
    expect(await warningsOfApi('restartDelay: 0', 'backoff: {multiplier: 3}')).toEqual([
      '5:5 backoff has no effect, since it multiplies a restartDelay of 0; give restartDelay a length, or leave backoff out',
    ]);
  });

  it('says which maxRestarts the circuit always beats, and what follows then', async () => {
    expect(await warningsOfApi('maxRestarts: 4')).toEqual([
      '4:5 maxRestarts: 4 is never reached before the circuit opens, which 5 failures in a row do; what is left of them are trials, 1m and more apart; set circuit.threshold: 6 or more, or maxRestarts: 3 at most',
    ]);
    expect(await warningsOfApi('maxRestarts: 3', 'circuit: {threshold: 1, autoRetry: false}')).toEqual([
      '4:5 maxRestarts: 3 is never reached before the circuit opens, which the first failure does; with autoRetry: false no further restart follows; set circuit.threshold: 5 or more',
    ]);
    expect(await warningsOfApi('maxRestarts: 3')).toEqual([]);
    expect(await warningsOfApi('maxRestarts: 10', 'circuit: {threshold: 12}')).toEqual([]);
  });

  it('says the same of containers', async () => {
    expect(
      await warningsOf('processes: {}\ncontainers:\n  names:\n    db: {autoRestart: false, circuit: {threshold: 9}}\n'),
    ).toEqual([
      '4:30 circuit has no effect, since autoRestart is false and nothing is restarted; leave it out, or set autoRestart: on-failure',
    ]);
  });

  it('names a timeout that is longer than the interval, but not the usual one', async () => {
    expect(await warningsOfApi('healthCheck: {tcp: 80, interval: 2s, timeout: 3s}')).toEqual([
      '4:42 healthCheck: a check may take 3s and is due every 2s; one that hangs delays those after it; make timeout at most 2s, or interval 3s',
    ]);
    expect(await warningsOfApi('liveness: {tcp: 80, interval: 2s}')).toEqual([]);
  });

  it('names a startInterval and a startPeriod that are never over', async () => {
    expect(await warningsOfApi('readiness: {tcp: 80, interval: 2s, startInterval: 3s, startPeriod: 2h}')).toEqual([
      '4:40 readiness.startInterval has no effect, since interval is shorter (2s); make it shorter, or leave it out',
      '4:59 readiness.startPeriod: for 2h no failure counts, so that what never becomes healthy is not noticed; make it about as long as the slowest start takes',
    ]);
  });

  it('says what means nothing for a check that waits for a line', async () => {
    expect(await warningsOfApi('healthCheck: {log: ready, interval: 2s, threshold: 2}', 'stdin: closed')).toEqual([
      '4:31 healthCheck.interval: it has no effect on a check that waits for one line and is not repeated; leave it out',
      '4:45 healthCheck.threshold: it has no effect on a check that waits for one line and is not repeated; leave it out',
    ]);
  });

  it('says what a terminal and the absence of a log file take the effect from', async () => {
    expect(await warningsOfApi('tty: true', 'stdin: closed', 'color: false', 'logs: {file: false, keep: 3}')).toEqual([
      '5:5 stdin has no effect on a process with a terminal; leave it out',
      '6:5 color has no effect on a process with a terminal; leave it out',
      '7:25 logs.keep has no effect, since logs.file is false; leave it out, or set logs.file: true',
    ]);
  });

  it('says that a system which shuts down does not wait for so long a grace', async () => {
    expect(await warningsOfApi('stop: {grace: 2m}')).toEqual([
      '4:12 stop.grace: a system that shuts down waits 90s (systemd) and not 2m before it sends SIGKILL; make it 90s at most',
    ]);
  });

  it('says which processes never complete', async () => {
    const text = `processes:
  a: {command: x, autoRestart: on-failure, daemon: true}
  b: {command: x, autoRestart: false, successExitCodes: []}
  c:
    command: x
    dependsOn: {a: completed, b: {condition: completed}}
`;
    expect(await warningsOf(text)).toEqual([
      '6:17 "a" is a daemon, whose end has no exit code, so it never completes; wait for "started", "healthy" or "ended"',
      '6:35 "b" has no success code, so it never completes; wait for "ended", or give "b" successExitCodes',
    ]);
  });

  it('names two processes with one fixed port, unless only one of them can run', async () => {
    const second = (keys: string) =>
      `processes:\n  a: {command: x, autoRestart: false, profiles: [dev], ports: [1, 3000]}\n  b: {command: x, ports: [3000]${keys}}\n`;
    expect(await warningsOf(second(''))).toEqual([
      '3:27 port 3000 is needed by "a" too, and only one of them can have it; give one of them another port',
    ]);
    expect(await warningsOf('defaults: {port: 3000}\nprocesses: {a: {command: x}, b: {command: x}, c: {command: x}}\n')).toEqual([
      '1:12 port 3000 is needed by "a" too, and only one of them can have it; give one of them another port',
    ]);
    expect(await warningsOf(second(', profiles: [dev, ci]'))).toHaveLength(1);
    expect(await warningsOf(second(', profiles: [ci]'))).toEqual([]);
    expect(await warningsOf(second(', dependsOn: {a: ended}'))).toEqual([]);
  });

  it('names watched paths that find nothing, unless something before makes them', async () => {
    const nothing: PreviewWatch = ({ paths }) => ({ finds: async (index) => paths[index] === 'src', watching: () => -1 });
    const text = (keys: string) => `processes:
  build: {command: x, autoRestart: false}
  api: {command: x, watch: {paths: [src, dist]}${keys}}
`;
    const missing = '3:42 watch.paths: dist finds nothing in /shop; paths are relative to cwd; fix it, or leave it out';
    expect(await warningsOf(text(''), nothing)).toEqual([missing]);
    expect(await warningsOf(text(', dependsOn: [build]'), nothing)).toEqual([missing]);
    expect(await warningsOf(text(', dependsOn: {build: completed}'), nothing)).toEqual([]);
  });

  it.each([
    ['tsc --outDir dist', 'dist'],
    ['tsc --outDir=dist', 'dist'],
    ['esbuild a.ts -o dist/a.js', 'dist/a.js'],
    ['node a.js >> dist/log.txt 2>&1', 'dist/log.txt'],
    ['node a.js 2>dist/err', 'dist/err'],
    ["node a.js | tee -a 'dist/a b'", 'dist/a b'],
    ['node a.js --log-file dist/log', 'dist/log'],
  ])('names watched paths that hold what %s writes', async (command, written) => {
    const look: PreviewWatch = ({ directory }) => ({
      finds: async () => true,
      watching: (path) => (path.startsWith(`${directory}/dist`) ? 1 : -1),
    });
    const text = (watch: string) =>
      `processes:\n  api:\n    command: ${JSON.stringify(command)}\n    cwd: api\n    watch: {paths: [src, ${watch}]}\n`;
    expect(await warningsOf(text('.'), look)).toEqual([
      `5:26 watch.paths: . holds ${written}, which the command writes, so that each start leads to the next; add ${written} to watch.ignore`,
    ]);
  });

  it.each(['node a.js --port 80', 'node a.js > /dev/null', 'node a.js > $LOG', 'cat < dist/a', 'node a.js 2>&1'])(
    'takes nothing in %s for a file that is written',
    async (command) => {
      const look: PreviewWatch = () => ({ finds: async () => true, watching: () => 0 });
      expect(
        await warningsOf(`processes:\n  api:\n    command: ${JSON.stringify(command)}\n    watch: {paths: [.]}\n`, look),
      ).toEqual([]);
    },
  );

  it('names a folder that is not there, unless something before makes it, and nothing else of that process', async () => {
    const nothing: PreviewWatch = () => ({ finds: async () => false, watching: () => -1 });
    const bare = { isFolder: (path: string) => path === '/shop', isFile: () => false, canRun: () => false };
    const text = (keys: string) => `processes:
  clone: {command: x, autoRestart: false}
  api: {command: x, cwd: repo, shell: fish, watch: {paths: [src]}${keys}}
`;
    expect(await warningsOf(text(''), nothing, bare)).toEqual([
      "3:21 cwd: there is no folder /shop/repo, so that it cannot start; cwd is relative to the file's folder; fix it, or make the folder",
    ]);
    expect(await warningsOf(text(', dependsOn: {clone: completed}'), nothing, bare)).toEqual([]);
  });

  it('names a file of certificates and a shell that are not there', async () => {
    const bare = { isFile: () => false, canRun: (program: string) => program === 'bash' };
    const text = (shell: string, checks: string) => `processes:\n  api: {command: x, shell: ${shell}, ${checks}}\n`;
    expect(await warningsOf(text('fish', 'liveness: {http: {url: "https://a", ca: a.pem}}'), everywhere, bare)).toEqual([
      '2:21 shell: there is no program fish, so that it cannot start; install it, or name another shell',
      '2:70 liveness.http.ca: there is no file /shop/a.pem, so that the check fails; ca is relative to cwd; fix it, or make the file',
    ]);
    expect(await warningsOf(text('bash', 'liveness: {http: "https://a"}'), everywhere, bare)).toEqual([]);
  });

  it.each([
    ['SIGSTOP', 'suspends a process'],
    ['SIGTTOU', 'suspends a process'],
    ['SIGCHLD', 'is ignored by most programs'],
  ])('says that %s ends nothing', async (signal, effect) => {
    expect(await warningsOfApi(`stop: {signal: ${signal}}`)).toEqual([
      `4:12 stop.signal: ${signal} ${effect} and does not end it, so that each stop lasts the whole grace; write SIGTERM, SIGINT or SIGQUIT`,
    ]);
    expect(await warningsOfApi(`stop: {signal: ${signal}, command: kill it}`)).toEqual([]);
    expect(await warningsOfApi('stop: {signal: SIGWINCH}')).toEqual([]);
  });

  it('says which variables the port takes the place of', async () => {
    expect(await warningsOfApi('port: auto', 'env: {PORT: "3000", HOST: x}')).toEqual([
      '5:11 env.PORT has no effect, since port gives PORT; leave one of them out',
    ]);
  });

  it('says what an empty text finds and means', async () => {
    expect(await warningsOfApi('healthCheck: {log: ""}')).toEqual([
      '4:19 healthCheck.log: an empty expression matches any line; write a part of the line that shows that it is ready',
    ]);
    expect(await warningsOfApi('readiness: {http: {url: "http://a", contains: "", matches: ""}}')).toEqual([
      '4:41 readiness.http.contains is empty, which any answer has; write a part of a good answer, or leave it out',
      '4:55 readiness.http.matches is empty, which any answer has; write a part of a good answer, or leave it out',
    ]);
    expect(await warningsOfApi('watch: {paths: [src, ""]}')).toEqual([
      '4:26 watch.paths: an empty path means all of cwd; write ".", or leave it out',
    ]);
  });

  it('says how a group and a variable would have to be named in commands', async () => {
    expect(await warningsOfApi('group: "@back"')).toEqual([
      '4:5 group: commands name the group "@back" as "@@back"; write "back", which they name with one "@"',
    ]);
    expect(await warningsOfApi('port: {API_PORT: 3000, 1A: auto}')).toEqual([
      '4:28 port: no shell reads a variable called "1A"; begin it with a letter, and use letters, digits and "_"',
    ]);
  });

  it('says which secret variables are shown in text, in a process and in the file', async () => {
    const told = (name: string): string =>
      `the value of ${name} is not masked in logs for agents, bundles, crash cards and reasons; values under six characters, numbers and words for yes or no are shown; make it longer`;
    expect(
      await warningsOfApi('env: {API_TOKEN: abc, SECRET_ID: "1234567", LONG_KEY: long enough, MODE: dev, OLD_KEY: null}'),
    ).toEqual([`4:11 ${told('API_TOKEN')}`, `4:27 ${told('SECRET_ID')}`]);
    expect(await warningsOf('secrets: ["*_DSN"]\nenv: {SHOP_DSN: x}\nprocesses: {api: {command: x}}\n')).toEqual([
      `2:7 ${told('SHOP_DSN')}`,
    ]);
  });
});
