import { describe, expect, it } from 'vitest';
import { countErrors, levelFields, levelOf, levelOfField } from '../../../src/policy/words/log-level.js';

const errors = [
  '{"level":50,"time":1,"msg":"x"}',
  '{"time":1,"level": 60}',
  '{"level":"error","message":"fine"}',
  '{"severity":"CRITICAL"}',
  '{"lvl":"err"}',
  'time=1 level=error msg="x"',
  'level=fatal',
  'lvl=crit a=b',
  '2026-11-23 14:02:29 ERROR x',
  '2026-11-23T14:02:29Z [FATAL] x',
  '14:02:29.113 \x1b[31mERROR\x1b[0m x',
  'E: ERR x',
  'error: cannot find x',
  '[error] x',
  'npm error code 1',
  'fatal: not a git repository',
  'panic: runtime error',
  'TypeError: x is not a function',
  'Error [ERR_X]: y',
  'Uncaught RangeError: x',
  'java.lang.IllegalStateException: x',
  'ValueError: x',
  'Exception in thread "main" x',
  "thread 'main' panicked at src/main.rs:1",
];
const warnings = [
  '{"level":40}',
  '{"level":"warning","msg":"ERROR"}',
  'level=warn',
  '2026 WARN slow, an ERROR may follow',
  'npm warn deprecated',
  '[Warning] x',
];
const neither = [
  '',
  '{"level":30,"msg":"ERROR"}',
  '{"msg":"ok"}',
  'level=info msg="no ERROR"',
  '0 errors',
  'GET /errors 200',
  'an error: not at the beginning',
  'Terror: x',
  'errors: 0',
  'ErrorHandler loaded',
  'overridden WARNINGS',
  '    at Error (a.js:1)',
];

/** As loggers and servers write them by default. */
const ofLoggers: readonly (readonly [logger: string, line: string, level: 'error' | 'warn' | undefined])[] = [
  ['nginx', '2026/11/30 10:00:00 [error] 31#31: *1 open() "/srv/x" failed (2: No such file or directory)', 'error'],
  ['nginx', '2026/11/30 10:00:00 [emerg] 31#31: bind() to 0.0.0.0:80 failed (98: Address already in use)', 'error'],
  ['nginx', '2026/11/30 10:00:00 [warn] 31#31: conflicting server name', 'warn'],
  ['nginx', '2026/11/30 10:00:00 [notice] 31#31: signal process started, no error', undefined],
  ['apache', '[Mon Nov 30 10:00:00.123456 2026] [core:error] [pid 12:tid 13] AH00037: Symbolic link not allowed', 'error'],
  ['apache', '[Mon Nov 30 10:00:00.123456 2026] [mpm_event:notice] [pid 12:tid 13] AH00489: configured', undefined],
  ['haproxy', "[ALERT]    (1) : config : parsing [haproxy.cfg:3] : unknown keyword 'bnd'", 'error'],
  ['haproxy', '[WARNING]  (1) : config : missing timeouts', 'warn'],
  ['envoy', '[2026-11-30 10:00:00.000][1][critical][main] [source/server/server.cc:117] cannot bind', 'error'],
  ['envoy', '[2026-11-30 10:00:00.000][1][info][main] [source/server/server.cc:117] error budget: 3', undefined],
  ['mysql', '2026-11-30T10:00:00.123456Z 0 [Warning] [MY-013360] [Server] Plugin is deprecated', 'warn'],
  ['mysql', '2026-11-30T10:00:00.123456Z 0 [ERROR] [MY-010119] [Server] Aborting', 'error'],
  ['mariadb', '2026-11-30 10:00:00 0 [Note] mariadbd: ready for connections after ERROR', undefined],
  ['redis', '1:M 30 Nov 2026 10:00:00.123 # Warning: Could not create server TCP listening socket', 'warn'],
  ['redis', '1:M 30 Nov 2026 10:00:00.123 * Ready to accept connections', undefined],
  ['mongod', '{"t":{"$date":"2026-11-30T10:00:00.000+00:00"},"s":"E","c":"NETWORK","id":1,"msg":"Failed to bind"}', 'error'],
  ['mongod', '{"t":{"$date":"2026-11-30T10:00:00.000+00:00"},"s":"W","c":"CONTROL","id":1,"msg":"Access control off"}', 'warn'],
  [
    'mongod',
    '{"t":{"$date":"2026-11-30T10:00:00.000+00:00"},"s":"I","c":"NETWORK","id":1,"msg":"Connection accepted"}',
    undefined,
  ],
  ['postgres', '2026-11-30 10:00:00.123 UTC [123] FATAL:  role "app" does not exist', 'error'],
  ['postgres', '{"timestamp":"2026-11-30 10:00:00.000 UTC","error_severity":"ERROR","message":"x"}', 'error'],
  ['postgres', '{"timestamp":"2026-11-30 10:00:00.000 UTC","error_severity":"LOG","message":"x"}', undefined],
  ['rabbitmq', '2026-11-30 10:00:00.123456+00:00 [error] <0.254.0> Error on AMQP connection', 'error'],
  ['erlang', '2026-11-30T10:00:00.123456+00:00 error: crash report', 'error'],
  ['phoenix', '10:00:00.123 [error] GenServer MyApp.Cache terminating', 'error'],
  ['phoenix', '10:00:00.123 request_id=F1 [info] Sent 500 in 3ms', undefined],
  ['elixir', '** (RuntimeError) could not start', 'error'],
  ['rails', 'E, [2026-11-30T10:00:00.123456 #123] ERROR -- : boom', 'error'],
  ['rails', 'I, [2026-11-30T10:00:00.123456 #123]  INFO -- : Completed 500 Internal Server ERROR', undefined],
  ['ruby', "app.rb:3:in 'boot': no database (RuntimeError)", 'error'],
  ['sidekiq', '2026-11-30T10:00:00.123Z pid=1 tid=ow0 class=Mail WARN: RuntimeError: x', 'warn'],
  ['winston simple', 'error: boom {"service":"api"}', 'error'],
  ['winston printf', '2026-11-30T10:00:00.123Z error: boom', 'error'],
  ['winston printf', '2026-11-30 10:00:00 [warn]: slow', 'warn'],
  ['bunyan', '{"name":"api","hostname":"h","pid":1,"level":50,"msg":"boom","v":0}', 'error'],
  ['pino-pretty', '[10:00:00.123] ERROR (123): boom', 'error'],
  ['log4js', '[2026-11-30T10:00:00.123] [ERROR] default - boom', 'error'],
  ['nest', '[Nest] 123  - 11/30/2026, 10:00:00 AM   ERROR [ExceptionsHandler] boom', 'error'],
  ['next', ' ⨯ TypeError: x is not a function', 'error'],
  ['consola', '[error] boom', 'error'],
  ['zap console', '1.7e+09\terror\tapi/main.go:3\tboom', 'error'],
  ['zap development', '2026-11-30T10:00:00.000Z\tERROR\tapi/main.go:3\tboom', 'error'],
  ['zerolog console', '10:00AM WRN slow component=db', 'warn'],
  ['zerolog console', '10:00AM FTL boom error="refused"', 'error'],
  ['zerolog console', '10:00AM INF done after ERROR', undefined],
  ['logrus', 'ERRO[0000] boom', 'error'],
  ['logrus', 'FATA[0012] boom', 'error'],
  ['logrus', 'time="2026-11-30T10:00:00Z" level=warning msg="slow"', 'warn'],
  ['slog', 'time=2026-11-30T10:00:00.000Z level=ERROR msg=boom', 'error'],
  ['slog default', '2026/11/30 10:00:00 ERROR boom err=x', 'error'],
  ['log15', 'EROR[11-30|10:00:00] boom', 'error'],
  ['hclog', '2026-11-30T10:00:00.000Z [ERROR] agent: boom', 'error'],
  ['klog', 'E1130 10:00:00.000000       1 reflector.go:147] Failed to watch', 'error'],
  ['klog', 'W1130 10:00:00.000000       1 reflector.go:147] deprecated, see error', 'warn'],
  ['log4j', '2026-11-30 10:00:00,123 [main] ERROR com.example.App - boom', 'error'],
  ['logback', '10:00:00.123 [main] WARN  c.e.App -- slow', 'warn'],
  ['spring', '2026-11-30T10:00:00.000Z ERROR 1 --- [main] o.s.boot.SpringApplication : Application run failed', 'error'],
  ['java.util.logging', 'SEVERE: boom', 'error'],
  ['serilog', '[10:00:00 ERR] boom', 'error'],
  ['serilog', '[10:00:00 WRN] slow', 'warn'],
  ['serilog', '[10:00:00 FTL] Host terminated', 'error'],
  ['serilog compact', '{"@t":"2026-11-30T10:00:00Z","@mt":"boom","@l":"Error"}', 'error'],
  ['serilog compact', '{"@t":"2026-11-30T10:00:00Z","@mt":"slow","@l":"Warning"}', 'warn'],
  ['.NET console', 'fail: Microsoft.AspNetCore.Server.Kestrel[13]', 'error'],
  ['.NET console', 'crit: Microsoft.AspNetCore.Server.Kestrel[0]', 'error'],
  ['.NET', 'Unhandled exception. System.InvalidOperationException: boom', 'error'],
  ['nlog', '2026-11-30 10:00:00.1234|ERROR|App.Program|boom', 'error'],
  ['python logging', 'ERROR:root:boom', 'error'],
  ['python logging', 'INFO:root:answered with ERROR 3', undefined],
  ['python logging', '2026-11-30 10:00:00,123 - app - CRITICAL - boom', 'error'],
  ['loguru', '2026-11-30 10:00:00.123 | ERROR    | app:main:3 - boom', 'error'],
  ['structlog', '2026-11-30 10:00:00 [error    ] boom                  port=1', 'error'],
  ['celery', '[2026-11-30 10:00:00,123: ERROR/ForkPoolWorker-1] Task tasks.add raised', 'error'],
  ['clickhouse', '2026.11.30 10:00:00.723456 [ 1 ] {} <Error> Application: DB::Exception: Listen failed', 'error'],
  ['clickhouse', '2026.11.30 10:00:00.723456 [ 1 ] {} <Information> Application: shutting down', undefined],
  ['etcd', '2026-11-30 10:55:33.102566 C | etcdmain: listen tcp 127.0.0.1:2379: bind: address already in use', 'error'],
  ['etcd', '2026-11-30 10:55:33.102229 I | etcdmain: no ERROR yet', undefined],
  ['systemd', '<3>cannot open the socket', 'error'],
  ['systemd', '<6>no ERROR', undefined],
  ['console.error', 'startup failed MongoServerSelectionError: connect ECONNREFUSED 127.0.0.1:27017', 'error'],
  ['console.error', "Unhandled Rejection at: TypeError: Cannot read properties of null (reading 'b')", 'error'],
  ['console.log', 'retrying after TimeoutError: no answer', undefined],
  ['django', 'CommandError: You must set settings.ALLOWED_HOSTS if DEBUG is False.', 'error'],
  ['python', '/app/a.py:3: DeprecationWarning: there is no current event loop', 'warn'],
  ['node', '(node:123) [DEP0040] DeprecationWarning: The punycode module is deprecated', 'warn'],
  ['node', '(node:123) UnhandledPromiseRejectionWarning: Error: x', 'error'],
  ['next', ' ⨯ ./src/app/page.tsx', 'error'],
  ['next', ' ⚠ Invalid next.config.js options detected', 'warn'],
  ['concurrently', '[0] TypeError: x is not a function', 'error'],
  ['turbo', '@acme/api:dev: Error: listen EADDRINUSE', 'error'],
  ['turbo', '@acme/api:dev: ready, no error', undefined],
  ['pnpm', 'packages/api dev: Error [ERR_MODULE_NOT_FOUND]: x', 'error'],
  ['pnpm', ' ELIFECYCLE  Command failed with exit code 1.', 'error'],
  ['foreman', '10:00:00 web.1 | warning: x', 'warn'],
  ['vite', '10:00:00 AM [vite] Internal server error: Failed to resolve import', 'error'],
  ['next', 'Failed to compile.', 'error'],
  ['pnpm', ' ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile"', 'error'],
  ['yarn', 'error Command failed with exit code 1.', 'error'],
  ['express', 'error handling middleware registered', undefined],
  ['libstdc++', "terminate called after throwing an instance of 'std::out_of_range'", 'error'],
  ['a shell', 'Segmentation fault (core dumped)', 'error'],
  ['gunicorn', '[2026-11-30 10:00:00 +0000] [12] [ERROR] Connection in use', 'error'],
  ['env_logger', '[2026-11-30T10:00:00Z ERROR api] boom', 'error'],
  ['tracing', '2026-11-30T10:00:00.000000Z ERROR api::db: boom', 'error'],
  ['rust', "thread 'main' (4242) panicked at src/main.rs:2:5:", 'error'],
  ['rustc', 'error[E0308]: mismatched types', 'error'],
  ['go', 'fatal error: all goroutines are asleep - deadlock!', 'error'],
  ['php', 'PHP Fatal error:  Uncaught Error: Call to undefined function', 'error'],
  ['php', 'PHP Warning:  Undefined variable $x in /app/a.php on line 3', 'warn'],
  ['laravel', '[2026-11-30 10:00:00] local.ERROR: boom {"exception":"x"}', 'error'],
  ['gcc', 'main.c:3:5: error: expected expression', 'error'],
  ['gcc', 'main.c:3:5: warning: unused variable', 'warn'],
  ['tsc', "src/a.ts(2,1): error TS1005: ',' expected.", 'error'],
  ['tsc', "src/a.ts:2:1 - error TS2322: Type 'string' is not assignable", 'error'],
  ['eslint', "  3:5  error  'x' is not defined  no-undef", 'error'],
  ['compose', 'api-1  | {"level":"error","msg":"boom"}', 'error'],
  ['swift-log', '2026-11-30T10:00:00+0000 error api : boom', 'error'],
  ['opentelemetry', '{"severity_text":"ERROR","body":"boom"}', 'error'],
  ['hclog', '{"@level":"error","@message":"boom"}', 'error'],
  ['zap', '{"level":"dpanic","msg":"boom"}', 'error'],
  ['access log', '127.0.0.1 - - [30/Nov/2026:10:00:00 +0000] "GET /error HTTP/1.1" 200 5', undefined],
  ['access log', '10:00:00 GET /warnings: 200', undefined],
  ['text', '3 error pages were loaded', undefined],
  ['text', '12 - fail over is ready', undefined],
];

/** As the log has it: bytes, one character each. */
function counted(text: string): number {
  return countErrors(Buffer.from(text).toString('latin1'));
}

describe('the level of a line', () => {
  it.each(ofLoggers)('of %s is right in %j', (_logger, text, level) => expect(levelOf(text)).toBe(level));
  it.each(ofLoggers)('of %s is counted as it is drawn in %j', (_logger, text, level) =>
    expect(counted(`a\n${text}\nb\n`)).toBe(level === 'error' ? 1 : 0),
  );

  it.each(errors)('is error for %j', (text) => expect(levelOf(text)).toBe('error'));
  it.each(warnings)('is warn for %j', (text) => expect(levelOf(text)).toBe('warn'));
  it.each(neither)('is none for %j', (text) => expect(levelOf(text)).toBeUndefined());

  it('is searched for only at the beginning of a very long line', () => {
    expect(levelOf(`${'x'.repeat(10_000)} ERROR`)).toBeUndefined();
  });
});

describe('counting errors', () => {
  it.each(errors)('finds %j among others', (text) => expect(counted(`a\n${text}\nb\n`)).toBe(1));

  it('counts each line once, and a stack trace as one', () => {
    expect(counted([...errors, ...warnings, ...neither, ''].join('\n'))).toBe(errors.length);
    const python = 'Traceback (most recent call last):\n  File "a.py", line 1\n    raise ValueError\nValueError: x\n';
    const java = 'java.lang.Error: a\n\tat b\nCaused by: java.lang.Error: c\n';
    expect(counted(python + java)).toBe(2);
    expect(counted('ERROR the ERROR of an error: x')).toBe(1);
  });

  it('takes no letter of another script for a sign of which it has a byte', () => {
    expect(counted('שלום עולם\n×ק\nהשרת פועל\n✖ שגיאה\nâ bon\n')).toBe(2);
  });
});

describe('one table of levels', () => {
  const values = ['error', 'ERROR', 'dpanic', 'Alert', 'EMERG', 'severe', 'crit', '55', 'info', 'notice', 'warn'];
  const cases = levelFields.flatMap((field) => values.map((value) => [field, value] as const));

  it.each(cases)('counts %s %s exactly where it is drawn as an error', (field, value) => {
    const level = levelOfField(value);
    const isDrawn = level === 'error' || level === 'fatal';
    expect(counted(`{"${field}":"${value}","msg":"x"}`)).toBe(isDrawn ? 1 : 0);
    expect(counted(`ts=1 ${field}=${value} msg=x`)).toBe(isDrawn ? 1 : 0);
  });
});
