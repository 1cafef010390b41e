import type { Rule } from './rule.js';

/** What to do where a command is not found. */
export const installAdvice = 'install it, or give its path; PATH is that of the terminal in which watchdog was started';

const install = [installAdvice];
const setIt = ['set it under env:, or in a file named under envFile:'];
const variable = '["\'`]?(?<NAME>[A-Z][A-Z0-9_]{2,60})["\'`]?';
const named = (form: string, index: number): string =>
  form.replaceAll('VAR', variable.replace('NAME', index === 0 ? 'name' : `name${index + 1}`));

/** Advice names variables too, so that the line must say that one is missing. */
const isMissing =
  '^(?=.{0,400}(?:not set|isn.t set|[Mm]issing|[Rr]equired|[Mm]ust|[Uu]ndefined|[Uu]nset|[Ss]et the|[Nn]eeds?\\b|not found|not provided|not defined|no value|[Ee]mpty|[Nn]o such))';

const missingVariable = new RegExp(
  [
    'VAR:? (?:is not set|is unset|must be set|not set$|unbound variable|parameter (?:null or )?not set)',
    `${isMissing}.{0,300}?\\b(?:[Ee]nvironment|env) (?:variable|var)s?\\b[^A-Z\\n]{0,40}VAR`,
    `${isMissing}.{0,300}?\\bVAR (?:environment|env) (?:variable|var)`,
    'required key VAR missing',
    "(?:[Cc]ould not|[Cc]annot|[Cc]an't|[Ff]ailed to|[Uu]nable to) (?:find|get|read|load|fetch) VAR\\b.{0,20}\\b(?:in|from) (?:the |your )?(?:env\\b|environment)",
    '[Mm]issing (?:required )?(?:env(?:ironment)?(?: var(?:iable)?s?)?|variables?|config(?:uration)? (?:variable|value))\\b:? {0,3}VAR',
    '^[^\\s:]{1,80}: (?:line )?\\d{1,6}: VAR: (?!.{0,80}not found)\\S',
    '\\bVAR (?:is|was) (?:missing|required)(?: (?:in|from) (?:the |your )?(?:env|\\.env|environment))',
  ]
    .map(named)
    .join('|'),
);

/** Commands, files, modules and whatever else was not there. */
export const missingRules: readonly Rule[] = [
  {
    kind: 'library_missing',
    sees: /error while loading shared libraries: (?<name>[^\s:]{1,200})|Library not loaded: (?<name2>\S{1,200})|(?<name3>lib[\w.+-]{1,80}\.so[\w.]{0,20}): cannot open shared object file|cannot find -l(?<name4>[\w.+-]{1,80})/,
    says: ['the library {name} is missing'],
    advice: ['install the package of the system that has it, or set LD_LIBRARY_PATH'],
    matches: [
      './api: error while loading shared libraries: libpq.so.5: cannot open shared object file: No such file or directory',
    ],
  },
  {
    kind: 'module_missing',
    sees: /Module not found "(?<path3>file:[^"]{1,300})"|Cannot find (?:module|package) '(?<path>(?:\.{0,2}\/|file:|[A-Z]:\\)[^']{1,300})'|Cannot find module "(?<path4>\.{0,2}\/[^"]{1,300})" from|error TS2307: Cannot find module '(?<path2>\.{1,2}\/[^']{1,300})'/,
    says: ['the file {path} is missing'],
    advice: ['build it first, or fix the path; relative paths start at cwd:'],
    matches: ["Error: Cannot find module '/app/dist/server.js'"],
  },
  {
    kind: 'module_missing',
    sees: /Cannot find (?:module|package) '(?<name>[^']{1,200})'|Cannot find (?:module|package) "(?<name8>[^"./][^"]{0,200})" from|No such built-in module: (?<name2>\S{1,80})|Could not resolve "(?<name3>[^".][^"]{0,200})"|Failed to resolve (?:import|entry for package) "(?<name4>[^".][^"]{0,200})"|Rollup failed to resolve import "(?<name5>[^".][^"]{0,200})"|Can't resolve '(?<name6>[^'.][^']{0,200})'/,
    says: ['the module {name} is missing'],
    advice: ['run npm install, or npm install {name} if it is not in package.json'],
    matches: ["Error: Cannot find module 'express'", "Cannot find package 'fastify' imported from /app/server.mjs"],
  },
  {
    kind: 'module_missing',
    sees: /No module named '?(?<name>[\w.]{1,120})'?|Could not import module "(?<name2>[\w.]{1,120})"/,
    says: ['the module {name} is missing'],
    advice: ['run pip install for {name}, in the virtual environment that this command uses'],
    matches: ["ModuleNotFoundError: No module named 'flask'"],
  },
  {
    kind: 'module_missing',
    sees: /cannot load such file -- (?<name>\S{1,200})|Could not find '(?<name3>[\w.-]{1,120})' \([\d.]{1,20}\) required by|Could not find (?:gem )?'?(?<name2>[\w.-]{1,120})'?.{0,80} in (?:any of the sources|locally installed gems|rubygems|cached gems)/,
    says: ['the gem {name} is missing'],
    advice: ['run bundle install'],
    matches: ["in `require': cannot load such file -- sinatra (LoadError)", 'Could not find rack-3.0.8 in any of the sources'],
  },
  {
    kind: 'module_missing',
    sees: /no required module provides package (?<name>[^\s;:]{1,200})|package (?<name2>\S{1,200}) is not in (?:GOROOT|std)|cannot find package "(?<name3>[^"]{1,200})"|cannot find module providing package (?<name4>[^\s:]{1,200})/,
    says: ['the package {name} is missing'],
    advice: ['run go mod tidy, or go get {name}'],
    matches: ['main.go:4:2: no required module provides package github.com/gin-gonic/gin; to add it:'],
  },
  {
    kind: 'module_missing',
    sees: /(?:unresolved import|use of (?:undeclared|unresolved) (?:crate or )?module(?: or unlinked crate)?|can't find crate for) `(?<name>\w{1,80})|no matching package (?:named )?`(?<name2>[\w-]{1,80})`/,
    says: ['the crate {name} is missing'],
    advice: ['run cargo add {name}'],
    matches: ['error[E0432]: unresolved import `serde_json`'],
  },
  {
    kind: 'module_missing',
    sees: /Can't locate (?<name>\S{1,200}) in @INC|there is no package called [‘'"](?<name4>[\w.]{1,80})|module '(?<name2>[\w.-]{1,120})' not found:|Could NOT find (?<name3>\w{1,80})/,
    says: ['the module {name} is missing'],
    advice: ['install it with the package manager of its language'],
    matches: ["Can't locate Mojolicious/Lite.pm in @INC", "lua: main.lua:1: module 'socket' not found:"],
  },
  {
    kind: 'class_missing',
    sees: /Could not find or load main class (?<name>\S{1,200})|NoClassDefFoundError: (?<name2>[\w.$/]{1,200})|ClassNotFoundException: (?<name3>[\w.$]{1,200})|Class "(?<name4>[\w\\]{1,200})" not found|uninitialized constant (?<name5>[\w:]{1,200})|Could not load file or assembly '(?<name6>[^',]{1,200})|TypeLoadException: Could not load type '(?<name7>[^']{1,200})/,
    around: ['place'],
    says: ['the class {name} is missing'],
    advice: ['check its spelling, the class path or autoloader, and that everything is built'],
    matches: [
      'Error: Could not find or load main class com.example.App',
      'uninitialized constant Shop::PaymentGateway (NameError)',
    ],
  },
  {
    kind: 'script_missing',
    sees: /[Mm]issing script:? "?(?<name>[\w:.-]{1,80})|Command "(?<name2>[\w:.-]{1,80})" not found|ERR_PNPM_NO_SCRIPT\S{0,20} +Missing script: (?<name3>\S{1,80})|Couldn't find a script named "(?<name4>[^"]{1,80})/,
    says: ['there is no script {name} in package.json'],
    advice: ['check the scripts of package.json, and cwd:'],
    matches: ['npm error Missing script: "start"', 'npm ERR! missing script: dev'],
  },
  {
    kind: 'rule_missing',
    sees: /No rule to make target [`'‘"](?<name>[^'’"]{1,200})|don't know how to make (?<name2>[^.\s]{1,200})|Don't know how to build task '(?<name3>[^']{1,120})|Justfile does not contain recipe `(?<name4>[^`]{1,120})|Task '(?<name5>[^']{1,120})' not found in|unknown target '(?<name6>[^']{1,120})|No targets specified and no makefile found|No Rakefile found/,
    says: ['there is no rule for {name}', 'there is no makefile'],
    advice: ['check its spelling in the makefile, and cwd:'],
    matches: ["make: *** No rule to make target 'serve'.  Stop."],
  },
  {
    kind: 'not_executable',
    sees: /(?:sh|bash|dash|zsh)(?:: line|:)? ?\d{0,5}: (?<path>\.{0,2}\/?\S{0,200}): [Pp]ermission denied$|^\S{0,120}: (?:line )?\d{1,6}: (?<path2>\S{0,200}\/\S{1,200}): [Pp]ermission denied$|^make(?:\[\d+\])?: (?<path3>\S{1,200}): [Pp]ermission denied$|spawn (?<path4>\S{1,200}) EACCES|fork\/exec (?<path5>\S{1,200}): permission denied/,
    unless: /cannot (?:create|open)|cd:/,
    says: ['{path} is not executable'],
    advice: ['run chmod +x {path}, or name the program that runs it'],
    matches: ['/bin/sh: 1: ./run.sh: Permission denied', 'bash: line 1: ./run.sh: Permission denied'],
    ignores: ["EACCES: permission denied, open '/var/log/api.log'", 'cat: /etc/shadow: Permission denied'],
  },
  {
    kind: 'not_executable',
    sees: /(?<path>\S{1,200}): (?:cannot execute binary file(?:: )?(?:Exec format error)?|cannot execute: )?[Ee]xec format error|fork\/exec (?<path2>\S{1,200}): exec format error|(?<path3>\S{1,200}): cannot execute binary file/,
    says: ['{path} is not a program for this machine'],
    advice: ['build it for this processor and system; a script needs a first line such as #!/bin/sh'],
    matches: ['/bin/sh: 1: ./app: Exec format error', './app: cannot execute binary file: Exec format error'],
  },
  {
    kind: 'not_executable',
    sees: /(?<path>\S{1,200}): (?:\S{1,200}: bad interpreter: |cannot execute: required file not found)|^(?:\S{0,120}: )?(?:line )?\d{0,6}:? ?(?<path2>\.{0,2}\/\S{1,200}): not found$/,
    says: ['{path} cannot run: it, or the interpreter in its first line, is missing'],
    advice: ['check that the file exists, its first line (#!…), and that its lines do not end in CR LF'],
    matches: [
      'bash: line 1: ./job: cannot execute: required file not found',
      '/bin/sh: 1: ./job: not found',
      'bash: ./job: /usr/bin/python2.7: bad interpreter: No such file or directory',
    ],
    ignores: ['/bin/sh: 1: nodemon: not found', 'GET /favicon.ico 404: not found'],
  },
  {
    kind: 'command_missing',
    sees: /command not found: (?<name>\S{1,200})|^(?:\S{0,80}sh|\S{1,120}\.(?:sh|bash))(?:: line \d{1,6}|: ?\d{1,6})?: (?<name2>[^\s:/]{1,120}): (?:command )?not found$|^\S{0,120}: (?:line )?\d{1,6}: (?<name3>[^\s:]{1,120}): (?:command )?not found$|(?<name4>[\w.+-]{1,120}): command not found\b(?!: )|\bspawn (?:sync )?(?<name5>[^\s/]{1,200}) ENOENT|exec: "(?<name6>[^"]{1,200})": executable file not found|env: [‘'"]?(?<name7>[^’'":\s]{1,120})[’'"]?: No such file|^make(?:\[\d+\])?: (?<name8>[\w.+-]{1,120}): (?:No such file or directory|Command not found)|Cannot run program "(?<name9>[^"]{1,200})"|No such file or directory - (?<name11>[\w.+-]{1,120}) \(Errno::ENOENT\)|Unknown command: (?<name12>[\w.+-]{1,120})$|spawn (?<name13>\S{1,200}) ENOENT|executable file `?(?<name14>[^`\s]{1,120})`? not found in/,
    says: ['command not found: {name}'],
    advice: install,
    matches: [
      '/bin/sh: 1: nodemon: not found',
      'bash: line 1: pnpm: command not found',
      'zsh: command not found: bun',
      'Error: spawn ffmpeg ENOENT',
      'exec: "protoc": executable file not found in $PATH',
      '/usr/bin/env: ‘python’: No such file or directory',
    ],
    ignores: ['user 42: not found', 'GET /favicon.ico 404 not found'],
  },
  {
    kind: 'command_missing',
    sees: /FileNotFoundError: \[Errno 2\] No such file or directory: '(?<name>[^'/]{1,200})'/,
    needs: /_execute_child|_posixsubprocess|create_subprocess/,
    says: ['command not found: {name}'],
    advice: install,
    matches: [
      'Traceback (most recent call last):\n  File "/usr/lib/python3.11/subprocess.py", line 1955, in _execute_child\nFileNotFoundError: [Errno 2] No such file or directory: \'ffmpeg\'',
    ],
    ignores: ["FileNotFoundError: [Errno 2] No such file or directory: 'seed.csv'"],
  },
  {
    kind: 'missing_variable',
    sees: /KeyError: '(?<name>[A-Z][A-Z0-9_]{2,60})'/,
    needs: /<frozen os>|\/os\.py"|os\.environ|os\.getenv/,
    says: ['the variable {name} is not set'],
    advice: setIt,
    matches: ['Traceback (most recent call last):\n  File "<frozen os>", line 714, in __getitem__\nKeyError: \'DATABASE_URL\''],
    ignores: ["KeyError: 'USER_ID'"],
  },
  {
    kind: 'missing_variable',
    sees: missingVariable,
    unless:
      /KeyError|(?<!environment variable )is not defined|config from|from \S{1,40} config|, or set [A-Z][A-Z0-9_]{2,60} env|\bby setting /,
    says: ['the variable {name} is not set'],
    advice: setIt,
    matches: [
      'Error: STRIPE_SECRET_KEY is not set',
      'run.sh: line 3: API_TOKEN: unbound variable',
      'required key PORT missing value',
      '** (RuntimeError) could not find SECRET_KEY_BASE in the environment',
      'Set the SECRET_KEY environment variable',
      'error: Environment variable not found: DATABASE_URL.',
      'run.sh: 1: API_TOKEN: set it in .env',
    ],
    ignores: [
      'ReferenceError: API_URL is not defined',
      "KeyError: 'USER_ID'",
      'Loading environment variables from DATABASE config',
    ],
  },
  {
    kind: 'missing_variable',
    sees: /undefined environment variable|environment variable not found|missing (?:required )?environment variables?\b/i,
    below: /^\s{1,12}(?<name>[A-Z][A-Z0-9_]{2,60})\b/,
    says: ['the variable {name} is not set', 'a variable is not set'],
    advice: setIt,
    matches: [
      'panic: undefined environment variable',
      ' Missing environment variables:\n    DATABASE_URL: the URL of the database',
    ],
  },
  {
    kind: 'file_missing',
    sees: /Could not resolve "(?<path>\.[^"]{1,200})"|Can't resolve '(?<path2>\.[^']{1,200})'|Failed to resolve import "(?<path3>\.[^"]{1,200})"|Unable to access jarfile (?<path4>\S{1,200})|Failed opening required '(?<path5>[^']{1,200})'|can't open file '(?<path6>[^']{1,200})'|can't cd to (?<path7>\S{1,200})|unable to open database "(?<path8>[^"]{1,200})"|could not access directory "(?<path9>[^"]{1,200})"|Could not open file or uri for loading .{1,60} from (?<path11>\S{1,200})|Can't open (?:perl script )?"(?<path12>[^"]{1,200})"?: No such file|cannot open (?<path13>[\w./-]{1,200}): No such file|cannot load certificate(?: key)? "(?<path14>[^"]{1,200})".{0,80}No such file|cannot access (?:the )?(?:file|directory)? ?'(?<path15>[^']{1,200})'|Configuration file not found: (?<path16>\S{1,200})|stat\((?<path17>[^)]{1,200})\)|^node: (?<path23>\S{1,200}): not found$|[Cc]ould not find (?:a |the )?(?<path18>[\w.-]{1,80}\.[a-z]{2,5}) file|does not appear to contain (?<path19>[\w.-]{1,80}?)\.?$|[Nn]o (?:config(?:uration)? )?file '?(?<path20>[\w./-]{1,120})'? found|[Cc]ould not resolve entry module "(?<path21>[^"]{1,200})"|could not find `(?<path24>[\w.-]{1,120})` in `[^`]{1,300}` or any parent|Could not locate (?<path25>Gemfile)|Could not open input file: (?<path26>\S{1,200})|(?:directory|file) "(?<path27>[^"]{1,200})" does not exist|No `(?<path29>[\w.-]{1,120})` found|Data directory (?<path30>\S{1,300}) not found|unable to stat SSL certificate from file '(?<path28>[^']{1,200})'|there is no (?<path22>POM|[Mm]akefile|\w{1,40}\.\w{1,5}) in this directory/,
    unless: /[Pp]ermission denied/,
    says: ['there is no {path}'],
    advice: ['create it, or set cwd:, where relative paths start'],
    matches: [
      'error: could not find `Cargo.toml` in `/app` or any parent directory',
      'pg_ctl: directory "data" does not exist',
      'Error: Unable to access jarfile target/app.jar',
      "python3: can't open file '/app/manage.py': [Errno 2] No such file or directory",
      'Could not resolve "./app.js" from "src/main.js"',
    ],
  },
  {
    kind: 'file_missing',
    sees: /SSL_CTX_use_\w{1,60}: .{0,160}No such file or directory/,
    says: ['the file of a certificate or key is missing'],
    advice: ['create it, or fix its path in the configuration'],
    matches: ['SSL_CTX_use_certificate_chain_file: bss_file.c:297: error:80000002:system library::No such file or directory'],
  },
];
