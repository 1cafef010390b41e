import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DiagnosisInput, diagnose } from '../../../src/policy/diagnosis/diagnose.js';
import type { DiagnosisKind } from '../../../src/policy/diagnosis/rules/rule.js';
import { processorTime } from '../../fixtures/processor-time.js';

const neighbours = new Map([
  [5432, 'db'],
  [6379, 'cache'],
]);

function causesOf(text: string, rest: Partial<DiagnosisInput> = {}) {
  return diagnose({
    exit: { code: 1, signal: null },
    lines: text.split('\n').map((line) => ({ stream: 'stderr', text: line })),
    ports: [],
    neighbours,
    ...rest,
  });
}

/** Real last output, and what must be the likeliest cause. */
const corpus: readonly (readonly [from: string, text: string, kind: DiagnosisKind, what: string])[] = [
  [
    'node listen',
    `node:events:497
      throw er; // Unhandled 'error' event
      ^

Error: listen EADDRINUSE: address already in use :::3000
    at Server.setupListenHandle [as _listen2] (node:net:1940:16)
    at listenInCluster (node:net:1997:12)
    at node:internal/main/run_main_module:36:49
Emitted 'error' event on Server instance at:
    at emitErrorNT (node:net:1976:8) {
  code: 'EADDRINUSE',
  errno: -98,
  syscall: 'listen',
  address: '::',
  port: 3000
}

Node.js v24.11.1`,
    'port_in_use',
    'port 3000 is in use',
  ],
  [
    'old node',
    'Error: listen EADDRINUSE 127.0.0.1:8080\n    at Server._listen2 (net.js:1234:14)',
    'port_in_use',
    'port 8080 is in use',
  ],
  [
    'a socket file',
    'Error: listen EADDRINUSE: address already in use /tmp/api.sock',
    'lock_held',
    'the socket /tmp/api.sock exists already',
  ],
  ['vite', 'error when starting dev server:\nError: Port 5173 is already in use', 'port_in_use', 'port 5173 is in use'],
  [
    'uvicorn',
    "INFO:     Started server process [4242]\nERROR:    [Errno 98] error while attempting to bind on address ('127.0.0.1', 8000): address already in use",
    'port_in_use',
    'port 8000 is in use',
  ],
  [
    'flask',
    'Address already in use\nPort 5000 is in use by another program. Either identify and stop that program, or start the server with a different port.',
    'port_in_use',
    'port 5000 is in use',
  ],
  [
    'gunicorn',
    "[2025-01-02 10:11:12 +0000] [7] [ERROR] Connection in use: ('0.0.0.0', 8000)",
    'port_in_use',
    'port 8000 is in use',
  ],
  [
    'go',
    '2025/01/02 10:11:12 listen tcp :8080: bind: address already in use\nexit status 1',
    'port_in_use',
    'port 8080 is in use',
  ],
  [
    'puma',
    'Exiting\n/usr/lib/ruby/gems/puma/binder.rb:335:in `initialize\': Address already in use - bind(2) for "127.0.0.1" port 3000 (Errno::EADDRINUSE)',
    'port_in_use',
    'port 3000 is in use',
  ],
  [
    'spring',
    '***************************\nAPPLICATION FAILED TO START\n***************************\n\nWeb server failed to start. Port 8080 was already in use.',
    'port_in_use',
    'port 8080 is in use',
  ],
  [
    'rust',
    'thread \'main\' panicked at src/main.rs:12:10:\ncalled `Result::unwrap()` on an `Err` value: Os { code: 98, kind: AddrInUse, message: "Address already in use" }',
    'port_in_use',
    'its port is in use',
  ],
  [
    'nginx',
    '2025/01/02 10:11:12 [emerg] 9#9: bind() to 0.0.0.0:80 failed (98: Address already in use)',
    'port_in_use',
    'port 80 is in use',
  ],
  [
    'docker',
    'Error response from daemon: driver failed: Bind for 0.0.0.0:5432 failed: port is already allocated',
    'port_in_use',
    'port 5432 is in use',
  ],
  [
    'node, commonjs',
    "node:internal/modules/cjs/loader:1404\n  throw err;\n  ^\n\nError: Cannot find module 'express'\nRequire stack:\n- /app/server.js\n    at Function._resolveFilename (node:internal/modules/cjs/loader:1401:15) {\n  code: 'MODULE_NOT_FOUND',\n  requireStack: [ '/app/server.js' ]\n}\n\nNode.js v24.11.1",
    'module_missing',
    'the module express is missing',
  ],
  [
    'node, esm',
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'fastify' imported from /app/server.mjs",
    'module_missing',
    'the module fastify is missing',
  ],
  [
    'node, a file',
    "Error: Cannot find module '/app/dist/server.js'",
    'module_missing',
    'the file /app/dist/server.js is missing',
  ],
  [
    'python',
    'Traceback (most recent call last):\n  File "/app/main.py", line 1, in <module>\n    import flask\nModuleNotFoundError: No module named \'flask\'',
    'module_missing',
    'the module flask is missing',
  ],
  [
    'ruby',
    "/usr/lib/ruby/3.2.0/rubygems/core_ext/kernel_require.rb:85:in `require': cannot load such file -- sinatra (LoadError)",
    'module_missing',
    'the gem sinatra is missing',
  ],
  [
    'bundler',
    'Could not find rack-3.0.8 in any of the sources\nRun `bundle install` to install missing gems.',
    'module_missing',
    'the gem rack-3.0.8 is missing',
  ],
  [
    'go modules',
    'main.go:4:2: no required module provides package github.com/gin-gonic/gin; to add it:\n\tgo get github.com/gin-gonic/gin',
    'module_missing',
    'the package github.com/gin-gonic/gin is missing',
  ],
  [
    'the linker',
    './api: error while loading shared libraries: libpq.so.5: cannot open shared object file: No such file or directory',
    'library_missing',
    'the library libpq.so.5 is missing',
  ],
  [
    'v8',
    '<--- Last few GCs --->\n\n[4242:0x5a1c] 41523 ms: Mark-Compact 2047.8 (2068.1) -> 2047.0 (2068.6) MB\n\nFATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n----- Native stack trace -----\n\n 1: 0xe13e2c node::OOMErrorHandler [node]\n',
    'out_of_memory',
    'JavaScript heap out of memory',
  ],
  ['java', 'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space', 'out_of_memory', 'it ran out of memory'],
  [
    'python memory',
    'Traceback (most recent call last):\n  File "a.py", line 3, in <module>\nMemoryError',
    'out_of_memory',
    'it ran out of memory',
  ],
  ['go memory', 'fatal error: runtime: out of memory', 'out_of_memory', 'it ran out of memory'],
  [
    'python environ',
    'Traceback (most recent call last):\n  File "/app/settings.py", line 9, in <module>\n  File "<frozen os>", line 714, in __getitem__\nKeyError: \'DATABASE_URL\'',
    'missing_variable',
    'the variable DATABASE_URL is not set',
  ],
  [
    'a hand-written check',
    'Error: STRIPE_SECRET_KEY is not set',
    'missing_variable',
    'the variable STRIPE_SECRET_KEY is not set',
  ],
  [
    'prisma',
    'error: Environment variable not found: DATABASE_URL.\n  -->  schema.prisma:7',
    'missing_variable',
    'the variable DATABASE_URL is not set',
  ],
  ['bash -u', 'run.sh: line 3: API_TOKEN: unbound variable', 'missing_variable', 'the variable API_TOKEN is not set'],
  ['envconfig', 'required key PORT missing value', 'missing_variable', 'the variable PORT is not set'],
  [
    'django',
    'django.core.exceptions.ImproperlyConfigured: Set the SECRET_KEY environment variable',
    'missing_variable',
    'the variable SECRET_KEY is not set',
  ],
  ['unnamed', 'panic: undefined environment variable', 'missing_variable', 'a variable is not set'],
  [
    'node connect',
    'Error: connect ECONNREFUSED 127.0.0.1:5432\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1645:16)',
    'connection_refused',
    'db does not answer on port 5432',
  ],
  [
    'go dial',
    '2025/01/02 10:11:12 dial tcp [::1]:6379: connect: connection refused',
    'connection_refused',
    'cache does not answer on port 6379',
  ],
  [
    'psycopg',
    'psycopg2.OperationalError: connection to server at "localhost" (127.0.0.1), port 5432 failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?',
    'connection_refused',
    'db does not answer on port 5432',
  ],
  [
    'redis-py',
    'redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.',
    'connection_refused',
    'cache does not answer on port 6379',
  ],
  ['a stranger', 'Error: connect ECONNREFUSED 10.0.0.9:9200', 'connection_refused', 'connection refused on port 9200'],
  ['python bare', 'ConnectionRefusedError: [Errno 111] Connection refused', 'connection_refused', 'connection refused'],
  [
    'a JDBC driver',
    'Exception in thread "main" java.lang.IllegalStateException: Failed to load\n\tat com.acme.Main.main(Main.java:12)\nCaused by: org.postgresql.util.PSQLException: Connection to localhost:5432 refused. Check that the hostname and port are correct.',
    'connection_refused',
    'db does not answer on port 5432',
  ],
  [
    'an expired certificate',
    "Error: certificate has expired\n    at TLSSocket.onConnectSecure (node:_tls_wrap:1679:34) {\n  code: 'CERT_HAS_EXPIRED'\n}",
    'tls_failed',
    'the TLS certificate has expired',
  ],
  [
    'an expired certificate in Python',
    'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1007)',
    'tls_failed',
    'the TLS certificate has expired',
  ],
  [
    'a certificate out of its dates in Go',
    'Get "https://db": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-30T06:00:00Z is after 2026-01-01T00:00:00Z',
    'tls_failed',
    'the TLS certificate has expired, or is not valid yet',
  ],
  [
    'a certificate for another host in Go',
    'tls: failed to verify certificate: x509: certificate is valid for localhost, not db.internal',
    'tls_failed',
    'the TLS certificate is for another host',
  ],
  [
    'a self-signed certificate in a chain',
    'curl: (60) SSL certificate problem: self-signed certificate in certificate chain\nMore details here: https://curl.se/docs/sslcerts.html',
    'tls_failed',
    'the TLS certificate is self-signed',
  ],
  [
    'an unknown issuer in Java',
    'javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid certification path to requested target',
    'tls_failed',
    'the issuer of the TLS certificate is not trusted',
  ],
  ['a port without TLS', 'tls: first record does not look like a TLS handshake', 'tls_failed', 'the TLS connection failed'],
  ['a wrong password', 'FATAL:  password authentication failed for user "app"', 'auth_failed', 'wrong user or password for app'],
  [
    'a connection that times out',
    'Error: connect ETIMEDOUT 10.0.0.7:5432',
    'host_unreachable',
    'connection to 10.0.0.7 timed out',
  ],
  ['a network that is not there', 'Error: connect EHOSTUNREACH 10.0.0.7:5432', 'host_unreachable', '10.0.0.7 cannot be reached'],
  ['an unknown name', 'Error: getaddrinfo ENOTFOUND db.internal', 'host_unknown', 'cannot resolve host db.internal'],
  [
    'advice below the cause',
    "You have 3 unapplied migration(s). Your project may not work properly until you apply the migrations for app(s): auth.\nRun 'python manage.py migrate' to apply them.",
    'table_missing',
    'migrations are pending',
  ],
  [
    'node file',
    "Error: EACCES: permission denied, open '/var/log/api.log'",
    'permission_denied',
    'permission denied for /var/log/api.log',
  ],
  ['a low port', 'Error: listen EACCES: permission denied 0.0.0.0:80', 'port_not_allowed', 'port 80 is not allowed'],
  [
    'python file',
    "PermissionError: [Errno 13] Permission denied: '/etc/shadow'",
    'permission_denied',
    'permission denied for /etc/shadow',
  ],
  ['bash script', '/bin/sh: 1: ./run.sh: Permission denied', 'not_executable', './run.sh is not executable'],
  ['dash', '/bin/sh: 1: nodemon: not found', 'command_missing', 'command not found: nodemon'],
  ['bash', 'bash: line 1: pnpm: command not found', 'command_missing', 'command not found: pnpm'],
  ['zsh', 'zsh: command not found: bun', 'command_missing', 'command not found: bun'],
  [
    'node spawn',
    'Error: spawn ffmpeg ENOENT\n    at ChildProcess._handle.onexit (node:internal/child_process:285:19)',
    'command_missing',
    'command not found: ffmpeg',
  ],
  ['go exec', 'exec: "protoc": executable file not found in $PATH', 'command_missing', 'command not found: protoc'],
  ['env', '/usr/bin/env: ‘python’: No such file or directory', 'command_missing', 'command not found: python'],
  ['spawn of ours', 'command not found: apj (ENOENT)', 'command_missing', 'command not found: apj'],
  [
    'node syntax',
    "/app/server.js:12\nconst a = ;\n          ^\n\nSyntaxError: Unexpected token ';'\n    at wrapSafe (node:internal/modules/cjs/loader:1743:18)",
    'syntax_error',
    "syntax error in /app/server.js:12: Unexpected token ';'",
  ],
  [
    'python syntax',
    '  File "/app/main.py", line 3\n    def f(:\n          ^\nSyntaxError: invalid syntax',
    'syntax_error',
    'syntax error in /app/main.py:3',
  ],
  [
    'bash syntax',
    "run.sh: line 4: syntax error near unexpected token `fi'",
    'syntax_error',
    "syntax error in run.sh:4: near unexpected token `fi'",
  ],
  [
    'node syntax of a module',
    "file:///app/server.mjs:12\nconst a = ;\n          ^\n\nSyntaxError: Unexpected token ';'\n    at compileSourceTextModule (node:internal/modules/esm/utils:319:16)",
    'syntax_error',
    "syntax error in /app/server.mjs:12: Unexpected token ';'",
  ],
  [
    'node syntax of TypeScript',
    'file:///app/server.ts:1\nlet x: number = ;\n                ^\n\nSyntaxError [ERR_INVALID_TYPESCRIPT_SYNTAX]: Expression expected\n    at parseTypeScript (node:internal/modules/typescript:72:36)',
    'syntax_error',
    'syntax error in /app/server.ts:1: Expression expected',
  ],
  [
    'rolldown syntax',
    'error during build:\nBuild failed with 1 error:\n[PARSE_ERROR] Unexpected token\n   ╭─[ src/m.js:2:11 ]\n   │\n 2 │ const a = ;\n   │           ┬\n───╯',
    'syntax_error',
    'syntax error in src/m.js:2: Unexpected token',
  ],
  [
    'dash syntax',
    'a.sh: 3: Syntax error: end of file unexpected (expecting "fi")',
    'syntax_error',
    'syntax error in a.sh:3: end of file unexpected (expecting "fi")',
  ],
  [
    'elixir syntax',
    '** (TokenMissingError) lib/a.ex:3:1: missing terminator: end (for "do" starting at line 1)\n    (elixir 1.14.0) lib/code.ex:1245: Code.require_file/2',
    'syntax_error',
    'syntax error in lib/a.ex:3: missing terminator: end (for "do" starting at line 1)',
  ],
  [
    'django port',
    'Starting development server at http://127.0.0.1:8000/\nQuit the server with CONTROL-C.\nError: That port is already in use.',
    'port_in_use',
    'port 8000 is in use',
  ],
  [
    'go syntax',
    './main.go:7:2: syntax error: unexpected newline, expected type',
    'syntax_error',
    'syntax error in main.go:7: unexpected newline, expected type',
  ],
  ['node open', "Error: ENOENT: no such file or directory, open './config.json'", 'file_missing', 'there is no ./config.json'],
  ['no quotes', 'Error: ENOENT: no such file or directory, open /srv/a/b.json', 'file_missing', 'there is no /srv/a/b.json'],
  ['no quotes', 'EACCES: permission denied, mkdir /srv/data', 'permission_denied', 'permission denied for /srv/data'],
  [
    'python open',
    "FileNotFoundError: [Errno 2] No such file or directory: 'data/seed.csv'",
    'file_missing',
    'there is no data/seed.csv',
  ],
  ['disk', 'write /var/lib/x: no space left on device', 'disk_full', 'the disk is full'],
  [
    'watches',
    "Error: ENOSPC: System limit for number of file watchers reached, watch '/app/src'",
    'watches_exhausted',
    'the system has no file watches left',
  ],
];

/** What a language puts before an error, and the error that is told. */
const preambles: readonly (readonly [from: string, text: string, what: string, line: string])[] = [
  [
    'a failed unwrap',
    "thread 'main' panicked at src/main.rs:4:29:\ncalled `Result::unwrap()` on an `Err` value: ParseIntError { kind: InvalidDigit }",
    'ParseIntError { kind: InvalidDigit } at src/main.rs:4',
    'ParseIntError { kind: InvalidDigit }',
  ],
  [
    'an exception of .NET',
    "Unhandled exception. System.InvalidOperationException: No connection string named 'Default' was found.",
    "System.InvalidOperationException: No connection string named 'Default' was found.",
    "System.InvalidOperationException: No connection string named 'Default' was found.",
  ],
  [
    'an exception of Ruby',
    "/srv/app/config.rb:3:in `fetch': key not found: :port (KeyError)\n\tfrom /srv/app/config.rb:3:in `<main>'",
    'key not found: :port (KeyError) at /srv/app/config.rb:3',
    'key not found: :port (KeyError)',
  ],
];

describe('the last words of a process', () => {
  it.each(preambles)('are shown without what the language puts before them: %s', (_from, text, what, line) => {
    expect(causesOf(text)[0]).toMatchObject({ kind: 'error', what, line });
  });

  it.each(corpus)('%s', (_from, text, kind, what) => {
    expect(causesOf(text)[0]).toMatchObject({ kind, what });
    expect(causesOf(text)[0]?.advice).toMatch(/^\S.{10,}[^.]$/);
  });

  it.each([
    ['nothing at all', ''],
    ['a quiet server', 'listening on :3000\nGET /cart 200 12 ms'],
    ['a 404', 'GET /favicon.ico 404 not found'],
  ])('say nothing where it is %s', (_what, text) => {
    expect(causesOf(text)).toEqual([]);
  });

  it.each([
    ["KeyError: 'name'", "KeyError: 'name'"],
    ['Error: cart is empty\n    at checkout (/app/cart.js:12:9)', 'Error: cart is empty at /app/cart.js:12'],
    ['  {"level":60,"msg":"no such currency","code":7}', 'no such currency'],
    ['2026-11-29 10:11:12,345 [7] ERROR cart is broken', 'cart is broken'],
  ])('are the error line itself where no rule knows more: %j', (text, what) => {
    expect(causesOf(text)).toMatchObject([{ kind: 'error', what }]);
  });

  it('name places from the folder in which it ran', () => {
    const [cause] = causesOf('Error: cart is empty\n    at checkout (/app/lib/cart.js:12:9)', { cwd: '/app' });
    expect(cause).toMatchObject({
      what: 'Error: cart is empty at lib/cart.js:12',
      place: 'lib/cart.js:12',
    });
  });

  it('are not read where the program went on with its work', () => {
    const text = 'Error: connect ECONNREFUSED 127.0.0.1:6379\nlistening on port 3000\nGET /cart 200 12 ms';
    expect(causesOf(text)).toMatchObject([{ kind: 'error', what: 'Error: connect ECONNREFUSED 127.0.0.1:6379' }]);
    expect(causesOf(text, { exit: { code: 0, signal: null } })).toEqual([]);
    expect(causesOf(text, { exit: { code: null, signal: 'SIGKILL' } })).toMatchObject([{ kind: 'signal', name: 'SIGKILL' }]);
  });

  it('are read through colours, time stamps and carriage returns', () => {
    const text = '10 %\r20 %\r\x1b[31m[10:11:12.113] \x1b[1mError: listen EADDRINUSE: address already in use :::4000\x1b[0m\r';
    expect(causesOf(text)[0]?.port).toBe(4000);
  });

  it('take the declared port where the text names none', () => {
    expect(causesOf('OSError: [Errno 98] Address already in use', { ports: [8000] })[0]?.port).toBe(8000);
  });

  it('can be more than one, each kind once and at most three', () => {
    const text = 'connect ECONNREFUSED 127.0.0.1:5432\nconnect ECONNREFUSED 127.0.0.1:6379\nEACCES\nENOENT\nENOSPC';
    expect(causesOf(text).map(({ kind }) => kind)).toEqual(['connection_refused', 'permission_denied', 'file_missing']);
  });

  it('are read at once whatever they are', async () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 50 }), (lines) => {
        expect(causesOf(lines.join('\n')).length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 20 },
    );
    for (const piece of [
      ' ',
      '(',
      '[',
      'a.b:1 ',
      'at (x:1',
      'Caused by: ',
      '1:2',
      'in ',
      'E',
      'retry ',
      'error: ',
      'GET /',
      'A_',
      '/a.',
      ': ',
      "'",
      '\x1b[',
      'Could not find ',
      'environment variable ',
    ]) {
      const lines = Array.from({ length: 50 }, () => piece.repeat(20_000)).join('\n');
      expect(await processorTime(() => causesOf(lines))).toBeLessThan(500);
    }
  });
});

describe('a flood of last words', () => {
  // Before only so many lines were read with all rules, each of these took ten seconds and more; now a tenth of one.
  it.each(['E', '1:2', '(', 'a/', "'", '0x', 'Permission denied: ', 'x=1 '])('of %j is read in time', async (piece) => {
    const lines = Array.from(
      { length: 1300 },
      (_, index) => `${index % 2 ? 'Error: ' : ''}${index} ${piece.repeat(600).slice(0, 600)}`,
    ).join('\n');
    expect(await processorTime(() => causesOf(lines))).toBeLessThan(4000);
  });
});

describe('without last words', () => {
  it.each([
    [{ code: 137, signal: null }, 'signal'],
    [{ code: null, signal: 'SIGKILL' }, 'signal'],
    [{ code: 127, signal: null }, 'command_missing'],
    [{ code: 126, signal: null }, 'not_executable'],
  ])('the exit %j says %s', (exit, kind) => {
    expect(causesOf('', { exit }).map((cause) => cause.kind)).toEqual([kind]);
  });

  it('another exit says nothing', () => {
    expect(causesOf('', { exit: { code: 1, signal: null } })).toEqual([]);
  });
});
