import type { Diagnosis, DiagnosisKind, LastWords } from './diagnose.js';
import { explainMissingModule, missingModule } from './missing-module.js';
import { portNear } from './port-near.js';

/** One thing that can be recognised in a line. */
export interface DiagnosisRule {
  readonly kind: DiagnosisKind;
  readonly pattern: RegExp;
  /** What a match means; undefined where it means nothing after all. `at` is the line's place in the last words. */
  readonly explain: (
    match: RegExpExecArray,
    at: number,
    last: LastWords,
  ) => (Pick<Diagnosis, 'what' | 'advice'> & { readonly port?: number }) | undefined;
}

const variable = '["\'`]?([A-Z][A-Z0-9_]{2,})["\'`]?';

const missingVariable = new RegExp(
  [
    `KeyError: ${variable}`,
    `key not found: ${variable}`,
    `${variable}:? (?:is not set|is not defined|is unset|must be set|is required|is missing|not set$|unbound variable|parameter not set)`,
    `(?:[Ee]nvironment|env) (?:variable|var)s?\\b[^A-Z]{0,40}${variable}`,
    `${variable} (?:environment|env) (?:variable|var)`,
    `required key ${variable} missing`,
  ].join('|'),
);

/** Everything that is recognised, the surer cause first. */
export const diagnosisRules: readonly DiagnosisRule[] = [
  {
    kind: 'port_in_use',
    pattern:
      /EADDRINUSE|address (?:is )?already in use|AddrInUse|Connection in use: |port (?:\d+ )?(?:is |was )?(?:already |currently )?(?:in use|allocated|taken|occupied)\b|port \d+ is held by/i,
    explain: (_match, at, last) => {
      const port = portNear(last.lines, at) ?? (last.ports.length === 1 ? last.ports[0] : undefined);
      const advice = 'stop whoever holds it, or give this process another port';
      return {
        what: port === undefined ? 'its port is in use' : `port ${port} is in use`,
        advice,
        ...(port === undefined ? {} : { port }),
      };
    },
  },
  {
    kind: 'out_of_memory',
    pattern: /JavaScript heap out of memory|Allocation failed - |invalid table size Allocation failed/,
    explain: () => ({
      what: 'the heap of V8 was full',
      advice: 'give it more with NODE_OPTIONS=--max-old-space-size=4096, or look for what grows in it',
    }),
  },
  {
    kind: 'out_of_memory',
    pattern:
      /\bOutOfMemoryError\b|^MemoryError\b|runtime: out of memory|cannot allocate memory|\bENOMEM\b|memory allocation of \d+ bytes failed|std::bad_alloc|NoMemoryError|oom-kill|Out of memory: Killed/i,
    explain: () => ({ what: 'it ran out of memory', advice: 'give it or the machine more memory, or look for what grows in it' }),
  },
  { kind: 'module_missing', pattern: missingModule, explain: (match) => explainMissingModule(match) },
  {
    kind: 'command_missing',
    pattern:
      /command not found: (\S+)|(?:^|[:\s])([^\s:]+): (?:command )?not found$|\bspawn (\S+) ENOENT|exec: "([^"]+)": executable file not found|env: [‘'"]?([^’'":\s]+)[’'"]?: No such file/,
    explain: (match) => {
      const [, ...names] = match;
      const name = names.find((each) => each !== undefined);
      return {
        what: `there is no command ${name}`,
        advice: 'install it, or write where it is: the PATH is that of the terminal in which watchdog was started',
      };
    },
  },
  {
    kind: 'missing_variable',
    pattern: missingVariable,
    explain: (match) => {
      const [, ...names] = match;
      const name = names.find((each) => each !== undefined);
      return { what: `the variable ${name} is not set`, advice: 'set it under env:, or in a file named under envFile:' };
    },
  },
  {
    kind: 'missing_variable',
    pattern: /undefined environment variable|environment variable not found|missing (?:required )?environment variables?/i,
    explain: () => ({ what: 'a variable is not set', advice: 'set it under env:, or in a file named under envFile:' }),
  },
  {
    kind: 'syntax_error',
    pattern: /\b(SyntaxError|IndentationError|TabError)\b|\bsyntax error\b|\bParse error: |error TS1\d{3}:|\bParseError\b/i,
    explain: (_match, at, { lines }) => {
      const place = placeNear(lines, at);
      return {
        what: `syntax error${place === undefined ? '' : ` in ${place}`}`,
        advice: 'mend that file; saving it is enough where watch: names it',
      };
    },
  },
  {
    kind: 'permission_denied',
    pattern: /\bEACCES\b|permission denied|PermissionError|\bEPERM\b|operation not permitted/i,
    explain: (match, at, { lines }) => {
      const port = /listen|bind/i.test(match.input) ? portNear(lines, at) : undefined;
      if (port !== undefined && port < 1024) {
        return { what: `port ${port} is not allowed`, advice: 'ports below 1024 are for root; take a higher one', port };
      }
      const path = pathIn(match.input);
      return {
        what: path === undefined ? 'permission denied' : `permission denied for ${path}`,
        advice: 'see whose it is and what its mode allows with ls -l; a script needs chmod +x',
      };
    },
  },
  {
    kind: 'disk_full',
    pattern: /\bENOSPC\b|no space left on device/i,
    explain: ({ input }) =>
      /watch/i.test(input)
        ? { what: 'the system has no file watches left', advice: 'raise fs.inotify.max_user_watches, or watch fewer files' }
        : { what: 'the disk is full', advice: 'make room; df -h shows where' },
  },
  {
    kind: 'file_missing',
    pattern: /\bENOENT\b|FileNotFoundError|no such file or directory/i,
    explain: ({ input }) => {
      const path = pathIn(input);
      return {
        what: path === undefined ? 'a file is missing' : `there is no ${path}`,
        advice: 'make it, or set cwd: a relative path is looked for in the folder in which the process runs',
      };
    },
  },
  {
    kind: 'connection_refused',
    pattern: /ECONNREFUSED|connection refused|ConnectionRefusedError/i,
    explain: (_match, at, { lines, neighbours }) => {
      const port = portNear(lines, at);
      const whose = port === undefined ? undefined : neighbours.get(port);
      const what =
        whose === undefined
          ? `nobody answers${port === undefined ? '' : ` on port ${port}`}`
          : `${whose} does not answer on port ${port}`;
      const advice =
        whose === undefined
          ? 'see that what it connects to is up, and add it under dependsOn:'
          : `see why ${whose} is not ready; condition: healthy with a check of it makes this process wait`;
      return { what, advice, ...(port === undefined ? {} : { port }) };
    },
  },
];

const deniedPath = /([^\s:'"]*\/[^\s:'"]+): (?:permission denied|no such file)/i;
const quotedPath = /['"‘`]([^'"’`\s]*[/.][^'"’`\s]*)['"’`]/;
const barePath = /(?:^|\s)(\.{0,2}\/[^\s:,;)]+)/;

/** The path that a message is about: before its words, quoted, or any with a slash in it. */
function pathIn(line: string): string | undefined {
  return (deniedPath.exec(line) ?? quotedPath.exec(line) ?? barePath.exec(line))?.[1];
}

/** Where an error stands: on its line, or a little above it. */
function placeNear(lines: readonly string[], at: number): string | undefined {
  for (let line = at; line >= Math.max(0, at - 8); line -= 1) {
    const text = lines[line]!;
    const [, file, row] =
      /File "([^"]+)", line (\d+)/.exec(text) ??
      /((?:[\w@.-]*\/)*[\w@-][\w@.-]*\.[a-z]{1,4})[:(](?:line )?(\d+)/.exec(text) ??
      [];
    if (file !== undefined) return `${file}:${row}`;
  }
  return undefined;
}
