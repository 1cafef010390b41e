import { type Rule, withComplaint } from './rule.js';

const mend = ['fix {place}; saving it is enough if watch: covers it', 'fix it; saving it is enough if watch: covers it'];

/** Code and configurations that cannot be used as they are written. */
export const codeRules: readonly Rule[] = [
  {
    kind: 'config_invalid',
    sees: /SyntaxError: (?<path>\S{1,300}\.json): |"(?<path3>[^"]{1,300}\.json)" does not contain valid JSON|Invalid package\.json|EJSONPARSE|(?:[Ff]ailed to|[Cc]ould not|[Cc]annot|[Uu]nable to) parse (?:the )?(?:manifest|config\w*(?![\w./-])|settings|json config)(?: file)?(?: at)? ?[`'"]?(?<path2>[\w./-]{0,300})|(?:[Ff]ailed to|[Cc]ould not|[Cc]annot|[Uu]nable to) parse (?:the )?(?:file )?[`'"]?(?<path4>[\w./-]{1,300}\.(?:toml|ya?ml|ini|conf))\b/,
    below: /(?<path>package\.json)/,
    around: ['path', 'place', 'complaint'],
    says: withComplaint('{path} is not valid', 'its configuration is not valid'),
    advice: ['fix that file'],
    matches: [
      'SyntaxError: /app/settings.json: Expected double-quoted property name',
      'npm error JSON.parse Invalid package.json: JSONParseError',
      'could not parse config/default.toml',
    ],
  },
  {
    kind: 'config_invalid',
    sees: /\[emerg\].{0,40}(?:unknown directive|invalid (?:parameter|number of arguments|value|URL prefix|condition)|directive .{1,80} (?:is not (?:allowed|terminated)|has no)|unexpected "?|no "\w+" is defined|duplicate|unknown "\w+" variable|conflicting)|unrecognized configuration parameter|configuration file .{1,300} contains errors|error TS(?:5\d{3}|6046|18\d{3})|missing separator|unknown variable '[^']{1,80}'|\[ALERT\].{0,60}(?:config|parsing)|Syntax error on line \d+ of|Invalid command '[^']{1,80}'|ESLint couldn't find|Invalid (?:configuration|options?) object|YAMLException|org\.yaml\.snakeyaml\.|\byaml: line \d+|yaml\.(?:scanner|parser)\.\w{0,20}Error|TOML parse error|toml: line \d+|tomllib\.TOMLDecodeError|(?:Error|error) parsing config|invalid config(?:uration)?\b|[Cc]onfiguration (?:error|is invalid|file is invalid)|Additional propert(?:y|ies) .{0,80}not allowed|unknown configuration option|Invalid value for config|adapting config|unrecognized (?:directive|option|setting)|unknown parameter: |[Ee]rror loading config|parsing YAML file|unmarshal failed|[Cc]an't set config|Option '[^']{1,60}' cannot|Unknown lvalue|unable to parse value for entry|failed to load configuration file|parser failed somehow near here|unknown keyword '|\d errors? in configuration file|^FATAL: Bungled |\(\d+\): unrecognized: '|Unknown configuration variable|Message from VCC-compiler|parse error in config|[Bb]ad config/,
    around: ['place', 'complaint'],
    says: withComplaint('its configuration is not valid at {place}', 'its configuration is not valid'),
    advice: ['mend {place}', 'fix its configuration'],
    matches: [
      '2026/11/29 10:00:00 [emerg] 780#780: unknown directive "proxy_pas" in ./nginx.conf:5',
      "tsconfig.json(1,21): error TS5025: Unknown compiler option 'targt'.",
      'Makefile:2: *** missing separator.  Stop.',
      'unrecognized configuration parameter "max_conections" in file "/data/postgresql.conf" line 817',
    ],
    ignores: ['[emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)'],
  },
  {
    kind: 'config_invalid',
    sees: /FATAL CONFIG FILE ERROR/,
    needs: /^>>> '/,
    below: /^>>> '(?<name>[^']{1,200})'/,
    says: ['its configuration is not valid: {name}'],
    advice: ['fix that line of its configuration'],
    matches: ["*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***\nReading the configuration file, at line 2\n>>> 'maxmemry 100mb'"],
    ignores: ['*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***'],
  },
  {
    kind: 'syntax_error',
    sees: /^(?:Uncaught )?SyntaxError(?: \[ERR_INVALID_TYPESCRIPT_SYNTAX\])?: /,
    unless:
      /JSON|does not provide an export|^SyntaxError: Named export|outside a module|Invalid regular expression|[Ii]nvalid or unexpected token.{0,20}eval/,
    needs:
      /wrapSafe|parseTypeScript|compileSourceTextModule|internalCompileFunction|compileForInternalLoader|moduleStrategy|ModuleLoader|File "|loadESM|node:internal\/modules/,
    never: /at JSON\.parse|at parse \(|\.json\b.{0,20}JSON/,
    around: ['place', 'complaint'],
    says: withComplaint('syntax error in {place}', 'syntax error'),
    advice: mend,
    matches: [
      "/app/a.js:3\nconst a = ;\n          ^\n\nSyntaxError: Unexpected token ';'\n    at wrapSafe (node:internal/modules/cjs/loader:1464:18)",
    ],
    ignores: ['SyntaxError: Unexpected token \'<\', "<!DOCTYPE "... is not valid JSON\n    at JSON.parse (<anonymous>)'],
  },
  {
    kind: 'syntax_error',
    sees: /\b(?:IndentationError|TabError)\b|^(?:PHP )?Parse error: |\w: syntax error\b(?!.{0,10} at or near)|: syntax error, unexpected|error TS1\d{3}:|\bsyntax error: |^(?!(?:\S{0,200}\/)?(?:ba|da|a)?sh: )\S{1,200}: \d+: Syntax error: |^\*\* \((?:SyntaxError|TokenMissingError|MismatchedDelimiterError)\) |^\[PARSE_ERROR\] |✘ \[ERROR\] (?:Expected|Unexpected|Unterminated|Syntax error)|^\S{1,200}:\d+: syntax errors? found|\((?:SyntaxError)\)$|SyntaxError: .{0,80}\(\d+:\d+\)|: '\)' expected near|unexpected symbol near|'[^']{1,12}' expected (?:\(to close .{1,60}\) )?near|syntax error before|:\d+: ERROR: (?:Expected|Unexpected|Unterminated) |ParseError: /,
    unless: /near "|SQL|relation|at or near|JSON|XML/,
    around: ['place', 'complaint'],
    says: withComplaint('syntax error in {place}', 'syntax error'),
    advice: mend,
    matches: [
      "run.sh: line 4: syntax error near unexpected token `fi'",
      './main.go:7:2: syntax error: unexpected newline, expected type',
      'PHP Parse error:  syntax error, unexpected token "echo" in /app/a.php on line 3',
      "src/a.ts(2,1): error TS1005: ',' expected.",
      'a.sh: 3: Syntax error: end of file unexpected (expecting "fi")',
      '** (SyntaxError) a.exs:3:1: unexpected reserved word: end',
      '[PARSE_ERROR] Unexpected token',
    ],
    ignores: ['error: syntax error at or near "SELEC"', 'near "SELEC": syntax error', 'You have an error in your SQL syntax'],
  },
  {
    kind: 'syntax_error',
    sees: /^Module parse failed: |^syntax error at \S{1,200} line \d+, near |: \^ syntax error$|^\*\* \((?:Syntax|TokenMissing|MismatchedDelimiter)Error\) |^\S{1,200}\.fish \(line \d+\): (?:Missing|Expected|Unexpected|Unsupported|'\w+' outside|Unknown)/,
    around: ['place', 'complaint'],
    says: withComplaint('syntax error in {place}', 'syntax error'),
    advice: mend,
    matches: [
      'syntax error at app.pl line 3, near "print"',
      'gawk: r.awk:2: ^ syntax error',
      'Module parse failed: Unexpected token (3:18)',
      '** (SyntaxError) lib/shop.exs:3:1: unexpected reserved word: end',
      'run.fish (line 2): Missing end to balance this if statement',
    ],
    ignores: ['near "selec": syntax error'],
  },
];
