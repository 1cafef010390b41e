import { type Rule, withComplaint } from './rule.js';

const mend = ['fix {place}; saving it is enough if watch: covers it', 'fix it; saving it is enough if watch: covers it'];

/** Words that are in many messages, and count where no other rule does. */
export const generalRules: readonly Rule[] = [
  {
    kind: 'file_missing',
    sees: /\bENOENT\b|: enoent\b|FileNotFoundError|[Nn]o such file or directory|FileNotFoundException|NoSuchFileException|Could not find (?:a part of the path|file) '(?<path>[^']{1,200})'|DirectoryNotFoundException|The system cannot find the/,
    unless: /^Could not (?:delete|remove|unlink) /,
    around: ['path'],
    says: ['there is no {path}', 'a file is missing'],
    advice: ['create it, or set cwd:, where relative paths start'],
    matches: [
      "Error: ENOENT: no such file or directory, open './config.json'",
      "FileNotFoundError: [Errno 2] No such file or directory: 'data/seed.csv'",
      'grep: licence.txt: No such file or directory',
    ],
  },
  {
    kind: 'permission_denied',
    sees: /\bEACCES\b|: eacces\b|[Pp]ermission denied|PermissionError|\bEPERM\b|[Oo]peration not permitted|AccessDeniedException|UnauthorizedAccessException/,
    unless: /[Pp]ermission denied (?:for|to) |publickey|Permission denied \((?!\d)|docker|remote: /,
    around: ['path'],
    says: ['permission denied for {path}', 'permission denied'],
    advice: ['check its owner and mode with ls -l'],
    matches: [
      "Error: EACCES: permission denied, open '/var/log/api.log'",
      "PermissionError: [Errno 13] Permission denied: '/etc/shadow'",
    ],
    ignores: ['error: permission denied for table payroll', 'git@github.com: Permission denied (publickey).'],
  },
  {
    kind: 'compile_error',
    sees: /error TS\d{4,5}: |^\S{1,200}\.(?:c|cc|cpp|cxx|h|hpp|java|kt|kts|swift|cs|py|scala|zig|hs|ml):\d+(?::\d+)?:? (?:fatal )?error: |^error\[E\d{4}\]: |^\S{1,200}\.go:\d+:\d+: |^\S{1,200}\(\d+, ?\d+\):? [Ee]rror:? |^\S{1,200}:\d+:\d+:? (?:fatal )?error:? |^\S{1,200}\.scala:\d+:\d+: |^\S{1,200}\.java:\[\d+,\d+\] |^e: (?:file:\/\/)?\S{1,200}:\d+|\*\* \(CompileError\)|undefined reference to /,
    unless: /\[plugin\b/,
    around: ['place', 'complaint'],
    says: withComplaint('compile error in {place}', 'compile error'),
    advice: mend,
    matches: [
      'src/user.ts(3,29): error TS2561: Object literal may only specify known properties',
      './main.go:6:14: cannot use "three" (untyped string constant) as int value',
      'error[E0308]: mismatched types',
      'Main.java:3: error: incompatible types: String cannot be converted to int',
    ],
    ignores: ['panic: main.go is broken'],
  },
  {
    kind: 'compile_error',
    sees: /✘ \[ERROR\] /,
    unless: /\[plugin\b/,
    needs: /^\s+\S{1,300}:\d+:\d+:$/,
    around: ['place', 'complaint'],
    says: withComplaint('compile error in {place}', 'compile error'),
    advice: mend,
    matches: ['✘ [ERROR] No matching export in "src/a.ts" for import "b"\n\n    src/main.ts:1:9:'],
    ignores: ['✘ [ERROR] Missing entry-point to Worker script or to assets directory'],
  },
  {
    kind: 'compile_error',
    sees: /^Error: /,
    needs: /^File "[^"]{1,300}", line \d+, characters \d/,
    around: ['place', 'complaint'],
    says: withComplaint('compile error in {place}', 'compile error'),
    advice: mend,
    matches: ['File "main.ml", line 1, characters 14-21:\n1 | let n : int = "three"\nError: This expression has type string'],
  },
];
