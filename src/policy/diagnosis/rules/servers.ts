import type { Rule } from './rule.js';

const mendFile = ['fix that file'];

/** What servers, stores of data and their clients say in words of their own. */
export const serverRules: readonly Rule[] = [
  {
    kind: 'lock_held',
    sees: /(?:\b[Ll]ock(?: file)?:? )(?<path>\S{1,300}\/LOCK): (?:[Rr]esource temporarily unavailable|already held)/,
    says: ['{path} is locked by another process'],
    advice: ['check whether another copy uses the same data folder'],
    matches: [
      'ERROR: failed to create engines: could not open pebble instance: lock cockroach-data/LOCK: resource temporarily unavailable',
      'IO error: While lock file: /data/LOCK: Resource temporarily unavailable',
    ],
  },
  {
    kind: 'config_invalid',
    sees: /\bpars(?:ing|e) (?:the )?(?:YAML file|config(?:uration)?(?: file)?):? (?<path>\S{1,300}?\.\w{1,8}):/,
    below: /\bfield (?<name>[\w.-]{1,80}) not found in type/,
    says: ['{path} is not valid: unknown field {name}', '{path} is not valid'],
    advice: mendFile,
    matches: [
      'failed parsing config: /etc/loki/config.yml: yaml: unmarshal errors:\n  line 12: field chunk_store_configs not found in type loki.ConfigWrapper',
      'Error loading config: parsing YAML file prometheus.yml: yaml: unmarshal errors',
    ],
  },
  {
    kind: 'config_invalid',
    sees: /Failed to load configuration from file '(?<path>[^']{1,300})'/,
    says: ['{path} is not valid'],
    advice: mendFile,
    matches: [
      "Unhandled exception. System.IO.InvalidDataException: Failed to load configuration from file '/app/appsettings.json'.",
    ],
  },
  {
    kind: 'not_executable',
    sees: /exec: "(?<path>[^"]{1,200})": permission denied/,
    says: ['{path} is not executable'],
    advice: ['run chmod +x {path}, or name the program that runs it'],
    matches: ['unable to start container process: exec: "/entrypoint.sh": permission denied: unknown'],
  },
  {
    kind: 'not_executable',
    sees: /env: [‘'"](?<name>[^’'"\s\\]{1,80})(?:\\r|\r)[’'"]: No such file/,
    says: ['its first line ends in CR LF: there is no interpreter of that name'],
    advice: ['write its lines with LF only (dos2unix; git config core.autocrlf input)'],
    matches: ['/usr/bin/env: ‘bash\\r’: No such file or directory'],
    ignores: ['/usr/bin/env: ‘python’: No such file or directory'],
  },
  {
    kind: 'missing_variable',
    sees: /[Ii]nvalid environment variables?\b/,
    needs: /\b[Rr]equired\b|received (?:undefined|NaN)/,
    below: /^\s{1,12}(?<name>[A-Z][A-Z0-9_]{2,60}): \[ ?'[^']{0,80}(?:[Rr]equired|received (?:undefined|NaN))/,
    says: ['the variable {name} is not set', 'a variable is not set'],
    advice: ['set it under env:, or in a file named under envFile:'],
    matches: [
      "❌ Invalid environment variables: {\n  DATABASE_URL: [ 'Invalid input: expected string, received undefined' ]\n}",
      "❌ Invalid environment variables: { \n  DATABASE_URL: [ 'Required' ]\n}",
    ],
    ignores: ["Invalid environment variables: {\n  PORT: [ 'Expected a number' ]\n}"],
  },
  {
    kind: 'missing_variable',
    sees: /required variable (?<name>[A-Z][A-Z0-9_]{2,60}) is missing a value|"(?<name2>[A-Z][A-Z0-9_]{2,60})" [Ee]nvironment [Vv]ariable is missing/,
    says: ['the variable {name} is not set'],
    advice: ['set it under env:, or in a file named under envFile:'],
    matches: [
      'error while interpolating services.db.environment.X: required variable DB_PASSWORD is missing a value: set it in .env',
      'ERROR: "SECRET" Environment Variable is missing.',
    ],
  },
  {
    kind: 'module_missing',
    sees: /Package (?<name>[\w.-]{1,80}) not found in current path|[Tt]he module (?<name2>[\w.]{1,120}) was not found/,
    says: ['the module {name} is missing'],
    advice: ['install it with the package manager of its language'],
    matches: ['ERROR: LoadError: ArgumentError: Package HTTP not found in current path.', 'The module shop was not found.'],
  },
  {
    kind: 'rule_missing',
    sees: /[Cc]ould not find task `(?<name>[^`]{1,120})`/,
    says: ['there is no task {name}'],
    advice: ['check the tasks of turbo.json, the scripts of package.json, and cwd:'],
    matches: ['  x Missing tasks in project\n  `->   x Could not find task `dve` in project'],
  },
  {
    kind: 'config_invalid',
    sees: /could not load (?<path>\S{1,300}pg_(?:hba|ident)\.conf)/,
    says: ['{path} is not valid'],
    advice: mendFile,
    matches: ['2026-11-30 10:00:00 UTC [1] FATAL:  could not load /data/pg_hba.conf'],
  },
  {
    kind: 'library_missing',
    sees: /Host system is missing dependencies to run browsers/,
    below: /^\W{0,12}(?<name>lib[\w.+-]{1,60}\.so[\w.]{0,20})/,
    says: ['the library {name} is missing', 'libraries of the system are missing'],
    advice: ['run npx playwright install-deps'],
    matches: ['║ Host system is missing dependencies to run browsers. ║\n║ Missing libraries:   ║\n║     libgtk-4.so.1    ║'],
  },
  {
    kind: 'file_missing',
    sees: /moduleSpecifier "(?<path5>\.{0,2}\/[^"]{1,300})" couldn't be found|Could not find or access '(?<path3>[^']{1,300})'|^(?:Error: )?No (?<path>[\w./-]{1,120}\.\w{2,8}) file (?:was )?found|(?<path2>[\w./-]{1,300}\.\w{2,8}) file does not exist|(?<path4>[^\s:]{1,300}): \w{1,40}: does not exist \(No such file/,
    says: ['there is no {path}'],
    advice: ['create it, or set cwd:, where relative paths start'],
    matches: [
      'Error: No pubspec.yaml file found.',
      '/app/drizzle.config.json file does not exist',
      'shop-server: config/settings.yml: openBinaryFile: does not exist (No such file or directory)',
    ],
  },
];
