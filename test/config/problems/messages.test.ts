import { describe, expect, it } from 'vitest';
import { complaintsOf, complaintsOfKey } from '../config-text.js';

const durations = 'write 500ms, 10s, 5m or 1h, or a number of milliseconds';

describe('a wrong value of a process is named in words', () => {
  it.each([
    ['args: npm', 'args must be a list, not a string ("npm"); write ["npm"]'],
    ['args: [a, 3000]', 'args[1] must be a string, not a number (3000); put it in quotes'],
    ['cwd: ["."]', 'cwd must be a string, not a list'],
    ['cwd: ~', 'cwd must be a string, and is empty'],
    ['cwd: "a\\0b"', 'cwd: contains a NUL character'],
    ['env: {PORT: 3000}', 'env.PORT must be a string, not a number (3000); put it in quotes'],
    ['env: {"A=B": x}', '"A=B" cannot be the name of a variable'],
    ['env: [A=b]', 'env must be a map, not a list; write NAME: "value" for each'],
    ['shell: yes', 'shell: a text names a shell here; for a switch write true or false, without quotes'],
    ['shell: "true"', 'shell: a text names a shell here; for a switch write true or false, without quotes'],
    ['stdin: close', 'stdin must be "open" or "closed", not "close"; did you mean "closed"?'],
    ['autoRestart: always', 'autoRestart must be true, false or "on-failure", not "always"; did you mean true?'],
    ['autoRestart: never', 'autoRestart must be true, false or "on-failure", not "never"; did you mean false?'],
    ['tty: yes', 'tty must be true or false, not a string ("yes"); did you mean true?'],
    ['autoStart: off', 'autoStart must be true or false, not a string ("off"); did you mean false?'],
    ['watch: src', 'watch must be a map, not a string ("src"); write {paths: ["src"]}'],
    ['watch: [src, lib]', 'watch must be a map, not a list; write {paths: ["src", "lib"]}'],
    ['memory: 512MB', 'memory must be a map, not a string ("512MB"); write {max: "512MB"}'],
    ['stop: {command: [a]}', 'stop.command must be a string, not a list'],
    ['watch: 5', 'watch must be a map, not a number (5); write {paths: ["5"]}'],
    ['watch: [1, src]', 'watch must be a map, not a list; write {paths: ["1", "src"]}'],
    ['memory: abc', 'memory must be a map, not a string ("abc"); write {max: 512MB}, with a size such as 500kB, 10MB or 1GB'],
    ['memory: 512', 'memory must be a map, not a number (512); write {max: 512MB}, with a size such as 500kB, 10MB or 1GB'],
    ['memory: 536870912', 'memory must be a map, not a number (536870912); write {max: 536870912}'],
    ['stop: 15', 'stop must be a map, not a number (15); write {signal: "SIGTERM"}'],
    ['stop: term', 'stop must be a map, not a string ("term"); write {signal: "SIGTERM"}'],
    ['stop: abc', 'stop must be a map, not a string ("abc"); the keys here are signal, grace, command, keys and scope'],
    ['stop: 10s', 'stop must be a map, not a string ("10s"); write {grace: "10s"}'],
    ['stop: {signal: 15}', 'stop.signal must be a string, not a number (15); write SIGTERM'],
    ['stop: {signal: 99}', 'stop.signal must be a string, not a number (99); write a name such as SIGTERM or SIGINT'],
    ['stop: {signal: "15"}', 'stop.signal: "15" is not a signal of this system; write SIGTERM'],
    ['deploy: 5', 'deploy must be a map, not a number (5); write {image: "5"}'],
    ['args: 5', 'args must be a list, not a number (5); write ["5"]'],
    ['envFile: .env', 'envFile must be a list, not a string (".env"); write [".env"]'],
    ['url: 3000', 'url must be a string, not a number (3000); write one that begins with http:// or https://'],
    ['replicas: 1e21', 'replicas must be at most 1000, not 1e+21'],
    ['ports: [1e300]', 'ports[0] must be at most 65535, not 1e+300'],
    ['memory: {}', '"max" is missing in memory of process "api"'],
    ['stop: SIGINT', 'stop must be a map, not a string ("SIGINT"); write {signal: "SIGINT"}'],
    ['stop: {scope: process}', 'stop.scope must be "all" or "group", not "process"; did you mean "group"?'],
    [
      'dependsOn: {db: service_healthy}',
      'dependsOn.db must be started, healthy, completed, ended, or a map with condition, not a string ("service_healthy"); did you mean "healthy"?',
    ],
    [
      'dependsOn: {db: {condition: process_completed_successfully}}',
      'dependsOn.db.condition must be "started", "healthy", "completed" or "ended", not "process_completed_successfully"; did you mean "completed"?',
    ],
    [
      'schedule: "@daily"',
      'schedule: "@daily": a cron expression has five fields (minute, hour, day, month, weekday), not 1; write "0 0 * * *"',
    ],
    ['autoRestart: onfailure', 'autoRestart must be true, false or "on-failure", not "onfailure"; did you mean "on-failure"?'],
    ['autoRestart: "false"', 'autoRestart must be true, false or "on-failure", not "false"; write it without quotes'],
    ['restartDelay: 10 parsecs', `restartDelay: "10 parsecs" is not a duration; ${durations}`],
    ['restartDelay: -1', 'restartDelay must be at least 0, not -1'],
    [
      'restartDelay: .inf',
      'restartDelay must be a duration such as 500ms, 10s, 5m or 1h, or a number of milliseconds, not Infinity',
    ],
    ['restartDelay: true', 'restartDelay must be a duration such as 500ms, 10s, 5m or 1h, or a number of milliseconds, not true'],
    ['restartDelay: 600h', 'restartDelay: "600h" is too long; the longest duration is 596h'],
    ['restartDelay: 2147483648', 'restartDelay: 2147483648 is too long; the longest duration is 596h'],
    ['minUptime: "10"', 'minUptime: "10" has no unit; write 500ms, 10s, 5m or 1h, or the number without quotes'],
    ['backoff: {max: " 1.5 "}', 'backoff.max: " 1.5 " has no unit; write 500ms, 10s, 5m or 1h, or the number without quotes'],
    ['maxRestarts: -2', 'maxRestarts must be at least -1, not -2'],
    ['maxRestarts: 1.5', 'maxRestarts must be a whole number, not a number (1.5)'],
    ['maxRestarts: "3"', 'maxRestarts must be a number, not a string ("3"); write it without quotes'],
    ['backoff: {multiplier: 0.5}', 'backoff.multiplier must be at least 1, not 0.5'],
    ['backoff: {jitter: 2}', 'backoff.jitter must be at most 1, not 2'],
    ['circuit: {threshold: 0}', 'circuit.threshold must be at least 1, not 0'],
    ['circuit: {cooldown: 0}', 'circuit.cooldown: must be longer than 0'],
    ['successExitCodes: [256]', 'successExitCodes[0] must be at most 255, not 256'],
    ['fatalExitCodes: 3', 'fatalExitCodes must be a list, not a number (3); write [3]'],
    ['stop: {signal: sigterm}', 'stop.signal: "sigterm" is not a signal of this system; did you mean "SIGTERM"?'],
    ['stop: {signal: TERM}', 'stop.signal: "TERM" is not a signal of this system; did you mean "SIGTERM"?'],
    ['stop: {signal: SIGFOO}', 'stop.signal: "SIGFOO" is not a signal of this system; write a name such as SIGTERM or SIGINT'],
    ['stop: {signal: SIGTREM}', 'stop.signal: "SIGTREM" is not a signal of this system; did you mean "SIGTERM"?'],
    ['stop: {signal: please}', 'stop.signal: "please" is not a signal of this system; write a name such as SIGTERM or SIGINT'],
    ['stop: {command: ""}', 'stop.command: the command is empty'],
    ['stop: {scope: tree}', 'stop.scope must be "all" or "group", not "tree"'],
    [
      'dependsOn: db',
      'dependsOn must be a list of names, or a map of names to started, healthy, completed or ended, not a string ("db")',
    ],
    [
      'dependsOn: {db: healty}',
      'dependsOn.db must be started, healthy, completed, ended, or a map with condition, not a string ("healty"); did you mean "healthy"?',
    ],
    ['dependsOn: {db: {}}', '"condition" is missing in dependsOn.db of process "api"'],
    ['dependsOn: [1]', 'dependsOn[0] must be a string, not a number (1); put it in quotes'],
    ['healthCheck: http', 'healthCheck must be a map, not a string ("http")'],
    [
      'healthCheck: "http://x/health"',
      'healthCheck must be a map, not a string ("http://x/health"); write {http: "http://x/health"}',
    ],
    ['readiness: https://x', 'readiness must be a map, not a string ("https://x"); write {http: "https://x"}'],
    ['healthCheck: {}', 'healthCheck does not say what to check; add http, tcp, exec or log'],
    ['healthCheck: {exec: a, http: "http://a"}', 'healthCheck: has both http and exec; give one of http or exec'],
    [
      'healthCheck: {http: 3000}',
      'healthCheck.http must be a URL, or a map with url, method, headers, status, contains, matches, insecure and ca, not a number (3000)',
    ],
    [
      'healthCheck: {http: "localhost:3000"}',
      'healthCheck.http: "localhost:3000" is not an http or https URL; write http://localhost:3000/health',
    ],
    ['healthCheck: {http: {method: GET}}', '"url" is missing in healthCheck.http of process "api"'],
    ['healthCheck: {http: {url: "http://a", headers: {"a b": c}}}', '"a b" cannot be a header\'s name'],
    [
      'healthCheck: {http: {url: "http://a", headers: {a: "b\\nc"}}}',
      'healthCheck.http.headers.a: contains what a header cannot carry',
    ],
    [
      'healthCheck: {http: {url: "http://a", status: "399-200"}}',
      'healthCheck.http.status: "399-200" is not a status or a range of statuses; write 200 or "200-399"',
    ],
    ['healthCheck: {http: {url: "http://a", status: []}}', 'healthCheck.http.status: an empty list accepts no answer'],
    ['healthCheck: {http: {url: "http://a", status: [99]}}', 'healthCheck.http.status[0] must be at least 100, not 99'],
    [
      'healthCheck: {http: {url: "http://a", matches: "(?<=a)b"}}',
      'healthCheck.http.matches: "(?<=a)b" is not a regular expression: look-around is not supported; the syntax is that of RE2',
    ],
    ['healthCheck: {tcp: 70000}', 'healthCheck.tcp must be at most 65535, not 70000'],
    ['healthCheck: {tcp: "db:0"}', 'healthCheck.tcp: port 0 does not exist; ports are 1 to 65535'],
    [
      'healthCheck: {tcp: "http://db"}',
      'healthCheck.tcp: "http://db" is not a port; write 3000, or "host:3000" where a host fits',
    ],
    ['healthCheck: {tcp: [1]}', 'healthCheck.tcp must be a port such as 5432, or "host:port", not a list'],
    [
      'healthCheck: {log: "("}',
      'healthCheck.log: "(" is not a regular expression: missing closing ): "("; the syntax is that of RE2',
    ],
    ['liveness: {log: up}', 'liveness: a line of output cannot show that it still lives; give log to readiness'],
    ['readiness: {interval: 1s}', 'readiness does not say what to check; add http, tcp, exec, log or fd'],
    ['healthCheck: {exec: a, http: "http://a", log: b}', 'healthCheck: has http and exec and log; give one of http, exec or log'],
    ['logs: {maxSize: 10 MByte}', 'logs.maxSize: "10 MByte" is not a size; write 500kB, 10MB or 1GB, or a number of bytes'],
    ['logs: {maxSize: 10M}', 'logs.maxSize: "10M" is not a size; write 500kB, 10MB or 1GB, or a number of bytes'],
    ['logs: {maxSize: 10B}', 'logs.maxSize: "10B" is too small; the smallest size is 1kB'],
    ['logs: {maxSize: [1]}', 'logs.maxSize must be a size such as 500kB, 10MB or 1GB, or a number of bytes, not a list'],
    ['logs: {lines: 0}', 'logs.lines must be at least 1, not 0'],
    ['logs: false', 'logs must be a map, not false'],
    ['logs: {size: 1MB}', 'unknown key "size" in logs of process "api"; did you mean "maxSize"?'],
    ['group: 7', 'group must be a string, not a number (7); put it in quotes'],
    ['group: "a\\tb"', 'group: must be readable text'],
    ['ports: [0]', 'ports[0] must be at least 1, not 0'],
    ['ports: 3000', 'ports must be a list, not a number (3000); write [3000]'],
    ['ports: [99999]', 'ports[0] must be at most 65535, not 99999'],
    ['ports: ["99999"]', 'ports[0]: port 99999 does not exist; ports are 1 to 65535'],
    ['healthCheck: {exec: a, interval: 0}', 'healthCheck.interval: must be longer than 0'],
    ['healthCheck: {exec: a, timeout: 0}', 'healthCheck.timeout: must be longer than 0'],
    ['healthCheck: {exec: a, successThreshold: 0}', 'healthCheck.successThreshold must be at least 1, not 0'],
  ])('%s', (line, expected) => {
    expect(complaintsOfKey(line)).toEqual([expected]);
  });
});

describe('a wrong key', () => {
  it.each([
    [
      'theme: dark',
      'unknown key "theme" in process "api"; "theme" belongs to the whole file; write it at the top level, beside "processes:"',
    ],
    [
      'port: 70000',
      'port must be a port from 1 to 65535 such as 3000, auto, or a map of variables to either, not a number (70000)',
    ],
    ['comand: x', 'unknown key "comand" in process "api"; did you mean "command"?'],
    ['circuit: {treshold: 1}', 'unknown key "treshold" in circuit of process "api"; did you mean "threshold"?'],
    ['stop: {zzz: 1}', 'unknown key "zzz" in stop of process "api"; the keys here are signal, grace, command, keys, scope'],
    [
      'dependsOn: {db: {conditoin: healthy, condition: started}}',
      'unknown key "conditoin" in dependsOn.db of process "api"; did you mean "condition"?',
    ],
    ['restart: always', 'unknown key "restart" in process "api"; did you mean "autoRestart"?'],
    ['environment: {}', 'unknown key "environment" in process "api"; did you mean "env"?'],
    ['cmd: x', 'unknown key "cmd" in process "api"; did you mean "command"?'],
    ['healthcheck: {}', 'unknown key "healthcheck" in process "api"; did you mean "healthCheck"?'],
    ['depends_on: [a]', 'unknown key "depends_on" in process "api"; did you mean "dependsOn"?'],
    ['working_dir: a', 'unknown key "working_dir" in process "api"; did you mean "cwd"?'],
    ['workingDir: a', 'unknown key "workingDir" in process "api"; did you mean "cwd"?'],
    ['disabled: true', 'unknown key "disabled" in process "api"; did you mean "autoStart"?'],
    ['readiness_probe: {}', 'unknown key "readiness_probe" in process "api"; did you mean "readiness"?'],
    ['namespace: a', 'unknown key "namespace" in process "api"; did you mean "group"?'],
    ['shutdown: {}', 'unknown key "shutdown" in process "api"; did you mean "stop"?'],
    [
      'stop: {restart: 1}',
      'unknown key "restart" in stop of process "api"; the keys here are signal, grace, command, keys, scope',
    ],
    ['env_file: [a]', 'unknown key "env_file" in process "api"; did you mean "envFile"?'],
    ['instances: 2', 'unknown key "instances" in process "api"; did you mean "replicas"?'],
    ['deps: [a]', 'unknown key "deps" in process "api"; did you mean "dependsOn"?'],
    ['tcp: 5432', 'unknown key "tcp" in process "api"; did you mean "healthCheck"?'],
    ['grace: 5s', 'unknown key "grace" in process "api"; did you mean "stop"?'],
    ['healthCheck: {exec: a, retries: 3}', 'unknown key "retries" in healthCheck of process "api"; did you mean "threshold"?'],
    ['readiness: {http_get: {}}', 'unknown key "http_get" in readiness of process "api"; did you mean "http"?'],
    ['healthCheck: {test: [a]}', 'unknown key "test" in healthCheck of process "api"; did you mean "exec"?'],
    [
      'liveness: {exec: a, initial_delay_seconds: 3}',
      'unknown key "initial_delay_seconds" in liveness of process "api"; did you mean "startPeriod"?',
    ],
    ['stop: {timeout_seconds: 3}', 'unknown key "timeout_seconds" in stop of process "api"; did you mean "grace"?'],
    ['circuit: {timeout: 3s}', 'unknown key "timeout" in circuit of process "api"; did you mean "cooldown"?'],
    ['watch: {path: [src]}', 'unknown key "path" in watch of process "api"; did you mean "paths"?'],
    ['memory: {limit: 1MB}', 'unknown key "limit" in memory of process "api"; did you mean "max"?'],
    ['watch: {paths: []}', 'watch.paths: names no file'],
  ])('%s is reported: %s', (line, expected) => {
    expect(complaintsOfKey(line)).toEqual([expected]);
  });

  it.each(['x-note: 1', 'backoff: {x-note: 1}', 'healthCheck: {exec: a, x-note: [1]}'])(
    'is none when it begins with x-: %s',
    (line) => {
      expect(complaintsOfKey(line)).toEqual([]);
    },
  );

  it('is reported at the place of the others, all at once and in the order of the file', () => {
    expect(complaintsOf('nam: a\ndefaults: {cmd: a}\nprocesses:\n  api: {command: 7}\n  web: npm start\n  db:\n')).toEqual([
      '1:1 unknown key "nam" at the top level; did you mean "name"?',
      '2:12 unknown key "cmd" in defaults; did you mean "command"?',
      '4:18 command must be a string, not a number (7); put it in quotes',
      '5:8 process "web" must be a map, not a string ("npm start"); write "command:" before it, on a line of its own',
      '6:3 process "db" must be a map, and is empty',
    ]);
  });
});

describe('a process without a command', () => {
  it('has a list in its place, which is said with where its parts belong', () => {
    expect(complaintsOf('processes: {api: {command: [npm, start]}}')).toEqual([
      '1:28 command must be a string, not a list; give the program here, and the rest of the list in args',
    ]);
  });

  it('is reported beside what else is wrong with it', () => {
    expect(complaintsOf('processes:\n  api: {color: yes}\n  b: {args: [x], stdin: q}\n')).toEqual([
      '2:3 process "api" has no command; add "command: …"',
      '2:16 color must be true or false, not a string ("yes"); did you mean true?',
      '3:3 process "b" has no command; add "command: …"',
      '3:25 stdin must be "open" or "closed", not "q"',
    ]);
  });

  it.each(['comand', 'cmd'])('is not reported where %s was guessed to be the command, or the defaults have one', (key) => {
    expect(complaintsOf(`processes: {api: {${key}: x, color: 1}}`)).toHaveLength(2);
    expect(complaintsOf(`defaults: {${key}: x}\nprocesses: {api: {}, web: {}}`)).toHaveLength(1);
    expect(complaintsOf('defaults: {command: x}\nprocesses: {api: {color: 1}}')).toHaveLength(1);
  });
});

describe('a longest wait that is shorter than the first', () => {
  const words = 'is less than restartDelay ("60s"); make it longer, or leave it out';

  it.each([
    ['restartDelay: 60s\n    backoff: {max: 1s}', `5:20 backoff.max: "1s" ${words}`],
    [
      'circuit: {cooldown: 10m, maxCooldown: 1m}',
      '4:43 circuit.maxCooldown: "1m" is less than circuit.cooldown ("10m"); make it longer, or leave it out',
    ],
  ])('is refused where both are written: %j', (lines, expected) => {
    expect(complaintsOf(`processes:\n  api:\n    command: x\n    ${lines}\n`)).toEqual([expected]);
  });

  it('is refused once, and at the process where it wrote one of them', () => {
    const both = 'defaults: {restartDelay: 60s, backoff: {max: 1s}}\nprocesses: {a: {command: x}, b: {command: y}}';
    expect(complaintsOf(both)).toEqual([`1:46 backoff.max: "1s" ${words}`]);
    const one = 'defaults: {backoff: {max: 1s}}\nprocesses: {a: {command: x, restartDelay: 60s}}';
    expect(complaintsOf(one)).toEqual([`2:43 backoff.max: "1s" ${words}`]);
  });

  it('is reported beside what else is wrong with the process', () => {
    const text = 'processes: {a: {command: x, color: 1, restartDelay: 60s, backoff: {max: 1s}}}';
    expect(complaintsOf(text)).toHaveLength(2);
  });

  it.each(['backoff: {max: 1ms}', 'restartDelay: 1h', 'circuit: {maxCooldown: 1s}', 'circuit: {cooldown: 1m, maxCooldown: 60s}'])(
    'is none here: %s',
    (line) => {
      expect(complaintsOfKey(line)).toEqual([]);
    },
  );
});

describe('the file as a whole', () => {
  it.each([
    ['', '1:1 the file is empty; write at least "processes: {}"'],
    ['# nothing\n', '1:1 the file is empty; write at least "processes: {}"'],
    ['[]', '1:1 the configuration must be a map, not a list'],
    ['x-processes: {}', '1:1 "processes" is missing at the top level; write "processes: {}" for none'],
    ['name: a', '1:1 "processes" is missing at the top level; write "processes: {}" for none'],
    ['processes:', '1:1 processes must be a map, and is empty'],
    ['processes: {}\nservices: {}', '2:1 unknown key "services" at the top level; did you mean "processes"?'],
    ['services: {}', '1:1 unknown key "services" at the top level; did you mean "processes"?'],
    ['processes: [a]', '1:12 processes must be a map, not a list'],
    ['processes: {}\nname: ""', '2:7 name: must be readable text'],
    ['processes: {api: {}}', '1:13 process "api" has no command; add "command: …"'],
    ['processes: {api: {command: " "}}', '1:28 command: the command is empty'],
    ['processes: {"": {command: a}}', '1:13 the name of a process is empty'],
    ['processes: {-a: {command: a}}', '1:13 the process name "-a" begins with "-"; it would read like an option'],
    ['processes: {"a\\tb": {command: a}}', '1:13 the process name "a\\tb" contains a control character'],
    [
      'processes: {"container:a": {command: a}}',
      '1:13 the process name "container:a" begins with "container:"; that is how containers are called',
    ],
  ])('%j is refused: %s', (text, expected) => {
    expect(complaintsOf(text)).toEqual([expected]);
  });
});
