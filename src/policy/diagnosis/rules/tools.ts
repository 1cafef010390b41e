import type { Rule } from './rule.js';

const setIt = ['set it under env:, or in a file named under envFile:'];

/** What package managers, build tools, engines of containers and frameworks say in words of their own. */
export const toolRules: readonly Rule[] = [
  {
    kind: 'library_missing',
    sees: /version `(?<name>(?:GLIBC|GLIBCXX|CXXABI|OPENSSL)\w{0,8}_[\d.]{1,10})' not found/,
    says: ['a library of the system is too old: {name} is required'],
    advice: ['build it on this system, or run it on a newer one'],
    matches: ["./api: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by ./api)"],
  },
  {
    kind: 'command_missing',
    sees: /Failed to spawn: `(?<name>[^`/]{1,120})`|linker `(?<name2>[^`]{1,80})` not found/,
    says: ['command not found: {name}'],
    advice: ['install it; for uv and poetry, add it to the project'],
    matches: [
      'error: Failed to spawn: `uvicorn`\n  Caused by: No such file or directory (os error 2)',
      'error: linker `cc` not found\n  |\n  = note: No such file or directory (os error 2)',
    ],
  },
  {
    kind: 'script_missing',
    sees: /[Ss]cript not found "(?<name>[^"]{1,80})"/,
    says: ['there is no script {name} in package.json'],
    advice: ['see the scripts of package.json, and cwd:'],
    matches: ['error: Script not found "dve"'],
  },
  {
    kind: 'module_missing',
    sees: /Cannot find module (?<name>@[\w./-]{1,120})\. npm has a bug/,
    says: ['the module {name} is missing'],
    advice: ['remove node_modules and package-lock.json, and run npm install again'],
    matches: ['Error: Cannot find module @rollup/rollup-linux-x64-gnu. npm has a bug related to optional dependencies'],
  },
  {
    kind: 'file_missing',
    sees: /(?:Failed opening required '|require(?:_once)?\()(?<path>[^')\s]{0,300}\bvendor\/autoload\.php)/,
    says: ['there is no {path}'],
    advice: ['run composer install'],
    matches: ["PHP Fatal error:  Uncaught Error: Failed opening required '/app/vendor/autoload.php' in /app/artisan:18"],
  },
  {
    kind: 'module_missing',
    sees: /Unchecked dependencies for environment|the dependency is not available, run "mix deps\.get"/,
    needs: /mix deps\.get/,
    below: /^\* (?<name>[\w-]{1,80}) \(/,
    says: ['the package {name} is missing', 'packages are missing'],
    advice: ['run mix deps.get'],
    matches: [
      'Unchecked dependencies for environment dev:\n* phoenix (Hex package)\n  the dependency is not available, run "mix deps.get"\n** (Mix) Can\'t continue due to errors on dependencies',
    ],
  },
  {
    kind: 'module_missing',
    sees: /package configuration file provided by "(?<name>[^"]{1,80})"/,
    says: ['the module {name} is missing'],
    advice: ['install its development package, or set CMAKE_PREFIX_PATH'],
    matches: [
      'CMake Error at CMakeLists.txt:5 (find_package):\n  By not providing "FindFmt.cmake" in CMAKE_MODULE_PATH this project has\n  asked CMake to find a package configuration file provided by "Fmt", but\n  CMake did not find one.',
    ],
  },
  {
    kind: 'missing_variable',
    sees: /ValidationError: \d+ validation errors? for \w{0,60}(?:Settings|Config|Env)\w{0,60}$/,
    needs: /^ +Field required/,
    below: /^(?<name>[A-Za-z]\w{0,60})$/,
    says: ['the setting {name} is not set', 'a setting is not set'],
    advice: ['set the variable of that name under env:, or in a file named under envFile:'],
    matches: [
      'pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings\ndatabase_url\n  Field required [type=missing, input_value={}]',
    ],
  },
  {
    kind: 'missing_variable',
    sees: /Could not resolve placeholder '(?<name>[A-Z][A-Z0-9_]{2,60})'|[Ss]pecify (?<name2>[A-Z][A-Z0-9_]{2,60}) to a non-empty value|[Ss]et `(?<name3>[A-Z][A-Z0-9_]{2,60})` to /,
    says: ['the variable {name} is not set'],
    advice: setIt,
    matches: [
      "Caused by: java.lang.IllegalArgumentException: Could not resolve placeholder 'SMTP_HOST' in value",
      'Error: Database is uninitialized and superuser password is not specified.\n       You must specify POSTGRES_PASSWORD to a non-empty value',
      'error: set `DATABASE_URL` to use query macros online, or run `cargo sqlx prepare` to update the query cache',
    ],
  },
  {
    kind: 'missing_variable',
    sees: /(?:not|need to|must) (?:be )?specif(?:ied|y)\b/,
    needs: /as an environment variable:?$/,
    below: /^\s{0,12}- (?<name>[A-Z][A-Z0-9_]{2,60})$/,
    says: ['the variable {name} is not set', 'a variable is not set'],
    advice: setIt,
    matches: [
      '[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified\n    You need to specify one of the following as an environment variable:\n    - MYSQL_ROOT_PASSWORD',
    ],
  },
  {
    kind: 'missing_variable',
    sees: /No application encryption key has been specified/,
    says: ['the variable APP_KEY is not set'],
    advice: ['run php artisan key:generate, or set it under env:'],
    matches: ['  No application encryption key has been specified.'],
  },
  {
    kind: 'database_missing',
    sees: /could not find your database: (?<name>[\w-]{1,120})/,
    says: ['the database {name} does not exist'],
    advice: ['create it, or see the name that this process is given'],
    matches: [
      'We could not find your database: shop_development. Available database configurations can be found in config/database.yml.',
    ],
  },
  {
    kind: 'auth_failed',
    sees: /(?:(?<host>[\w.@-]{1,200}): )?Permission denied \(publickey/,
    says: ['{host} refused the SSH key', 'the SSH key was refused'],
    advice: ['see the keys of the agent with ssh-add -l, and those that the server knows'],
    matches: ['git@github.com: Permission denied (publickey).'],
  },
  {
    kind: 'lock_held',
    sees: /already running \(pid: \d+, file: (?<path>[^)]{1,300})\)/,
    says: ['it is locked: {path} exists already'],
    advice: ['see whether another copy runs; where none does, remove the stale file'],
    matches: ['A server is already running (pid: 123, file: tmp/pids/server.pid).'],
  },
  {
    kind: 'lock_held',
    sees: /Unable to lock (?<path>\S{1,200}) error: 11\b/,
    says: ['{path} is locked by another process'],
    advice: ['see whether another server uses the same folder of data'],
    matches: ['2026-11-30T10:00:01.000000Z 1 [ERROR] [MY-012574] [InnoDB] Unable to lock ./ibdata1 error: 11'],
  },
  {
    kind: 'config_invalid',
    sees: /error initializing configuration '(?<path>[^']{1,300})'/,
    unless: /bind|already in use|[Pp]ermission denied|No such file/,
    says: ['{path} is not valid'],
    advice: ['mend that file'],
    matches: [
      "[2026-11-30 10:00:00.000][1][critical][main] [source/server/server.cc:117] error initializing configuration '/etc/envoy.yaml': no such field",
    ],
  },
  {
    kind: 'config_invalid',
    sees: /^yaml: (?<place>line \d{1,6}): /,
    says: ['its configuration is not valid at {place}'],
    advice: ['mend {place} of it'],
    matches: ['yaml: line 7: did not find expected key'],
  },
  {
    kind: 'compile_error',
    sees: /^Type error: /,
    around: ['place'],
    says: ['compile error in {place}', 'compile error'],
    advice: ['mend {place}; saving it is enough where watch: names it', 'mend it; saving it is enough where watch: names it'],
    matches: ["Failed to compile.\n\n./src/app/page.tsx:14:7\nType error: Type 'string' is not assignable to type 'number'."],
  },
  {
    kind: 'file_missing',
    sees: /bind source path does not exist: (?<path>\S{1,300}?)\.?$|[Cc]ould not find (?<path2>[\w.-]{1,80}\.(?:jsonc?|toml|ya?ml))\b/,
    says: ['there is no {path}'],
    advice: ['make it, or set cwd: a relative path is looked for in the folder in which the process runs'],
    matches: [
      'docker: Error response from daemon: invalid mount config for type "bind": bind source path does not exist: /app/data.',
      '  x Could not find turbo.json or turbo.jsonc.',
    ],
  },
  {
    kind: 'not_executable',
    sees: /(?<path>\S{1,300}): (?:invalid ELF header|wrong ELF class)/,
    says: ['{path} is not for this machine, or no program'],
    advice: ['install it again on this system (npm rebuild): it was built on another one'],
    matches: ['Error: /app/node_modules/sharp/sharp.node: invalid ELF header'],
  },
  {
    kind: 'module_missing',
    sees: /requires PHP extension (?<name>ext-[\w-]{1,40})/,
    says: ['the PHP extension {name} is missing'],
    advice: ['install it (apt-get install php-…), and enable it in php.ini'],
    matches: ['    - Root composer.json requires PHP extension ext-intl * but it is missing from your system.'],
  },
  {
    kind: 'module_missing',
    sees: /can't find crate for `(?:core|std)`/,
    needs: /target may not be installed/,
    below: /the `(?<name>[\w.-]{1,60})` target may not/,
    says: ['the Rust target {name} is missing'],
    advice: ['run rustup target add {name}'],
    matches: [
      "error[E0463]: can't find crate for `core`\n  |\n  = note: the `wasm32-unknown-unknown` target may not be installed",
    ],
  },
  {
    kind: 'module_missing',
    sees: /Please run "npm install (?<name>[\w@/.-]{1,120})"/,
    says: ['the module {name} is missing'],
    advice: ['run npm install {name}'],
    matches: ['DriverPackageNotInstalledError: Postgres package has not been found installed. Please run "npm install pg".'],
  },
  {
    kind: 'file_missing',
    sees: /Executable doesn't exist at (?<path>\S{1,300})/,
    says: ['there is no {path}'],
    advice: ['run npx playwright install, or what else brings that program'],
    matches: ["Error: browserType.launch: Executable doesn't exist at /root/.cache/ms-playwright/chrome"],
  },
  {
    kind: 'file_missing',
    sees: /File does not exist: (?<path>[\w./-]{1,200})|Unable to read the "(?<path2>[^"]{1,200})" environment file/,
    says: ['there is no {path}'],
    advice: ['make it, or set cwd: a relative path is looked for in the folder in which the process runs'],
    matches: [
      'Error: Invalid value: File does not exist: app.py',
      'PathException: Unable to read the "/app/.env" environment file.',
    ],
  },
];
