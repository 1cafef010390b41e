import type { Rule } from './rule.js';

/** What the system, a database or a runtime does not give. */
export const systemRules: readonly Rule[] = [
  {
    kind: 'out_of_memory',
    sees: /JavaScript heap out of memory|Allocation failed - |invalid table size Allocation failed|Reached heap limit/,
    says: ['JavaScript heap out of memory'],
    advice: ['give it more with NODE_OPTIONS=--max-old-space-size=4096, or find what grows in it'],
    matches: ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'],
  },
  {
    kind: 'out_of_memory',
    sees: /\bOutOfMemoryError\b|^MemoryError\b|runtime: out of memory|[Cc]annot allocate memory|\bENOMEM\b|memory allocation of \d+ bytes failed|std::bad_alloc|NoMemoryError|oom-kill|Out of memory: Killed|Allowed memory size of \d+ bytes exhausted|insufficient memory for the Java Runtime|OutOfMemoryException|failed to allocate memory|ERR_WORKER_OUT_OF_MEMORY|Heap exhausted|not enough memory\b|eheap_alloc: Cannot allocate|virtual memory exhausted/,
    unless: /[Ww]arning|overcommit/,
    says: ['it ran out of memory'],
    advice: ['give it or the machine more memory, or find what grows in it'],
    matches: [
      'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space',
      'MemoryError',
      'PHP Fatal error:  Allowed memory size of 8388608 bytes exhausted',
    ],
    ignores: ['WARNING Memory overcommit must be enabled!'],
  },
  {
    kind: 'too_many_files',
    sees: /\bEMFILE\b|\bENFILE\b|[Tt]oo many open files/,
    says: ['too many open files'],
    advice: ['raise the limit with ulimit -n, or find the files and sockets that it does not close'],
    matches: ["Error: EMFILE: too many open files, open 'a.txt'", 'socket: too many open files'],
  },
  {
    kind: 'too_many_processes',
    sees: /fork: (?:retry: )?Resource temporarily unavailable|Cannot fork|unable to create (?:native |new )?thread|can't start new thread|spawn \S{1,200} EAGAIN|pthread_create failed|fork failed: |Resource temporarily unavailable.{0,40}(?:fork|thread)|(?:fork|thread).{0,60}(?:Resource temporarily unavailable|EAGAIN)|failed to create new OS thread/i,
    says: ['the limit of processes and threads is reached'],
    advice: ['raise the limit with ulimit -u, or find what it starts and does not end'],
    matches: ['bash: fork: retry: Resource temporarily unavailable', 'Error: spawn sleep EAGAIN'],
  },
  {
    kind: 'watches_exhausted',
    sees: /(?:ENOSPC|[Nn]o space left on device).{0,80}watch|System limit for number of file watchers|inotify (?:watch|instance)\w{0,6} (?:limit|exhausted)|inotify_(?:add_watch|init\d?).{0,60}(?:No space left|Too many open|failed)|max_user_watches/,
    says: ['the system has no file watches left'],
    advice: ['raise fs.inotify.max_user_watches, or watch fewer files'],
    matches: ["Error: ENOSPC: System limit for number of file watchers reached, watch '/app/src'"],
  },
  {
    kind: 'disk_full',
    sees: /\bENOSPC\b|[Nn]o space left on device|[Dd]isk quota exceeded|\bEDQUOT\b|database or disk is full/,
    says: ['the disk is full'],
    advice: ['free some space; df -h shows where'],
    matches: ['write /var/lib/x: no space left on device'],
  },
  {
    kind: 'database_missing',
    sees: /database "(?<name>[^"]{1,120})" does not exist|Unknown database '(?<name2>[^']{1,120})'|Database (?<name3>\S{1,120}) not found|keyspace (?<name4>\S{1,120}) does not exist|Database `(?<name5>[^`]{1,120})` does not exist/,
    says: ['the database {name} does not exist'],
    advice: ['create it, or check the name that this process uses'],
    matches: ['error: database "shop_test" does not exist', "ERROR 1049 (42000): Unknown database 'shop'"],
  },
  {
    kind: 'table_missing',
    sees: /relation "(?<name>[^"]{1,120})" does not exist|no such table: (?<name2>[\w.]{1,120})|Table '(?<name3>[^']{1,120})' doesn't exist|[Tt]he table `(?<name4>[^`]{1,120})` does not exist|Table "(?<name5>[^"]{1,120})" not found|Migrations are pending|[Uu]napplied migration/,
    says: ['the table {name} does not exist', 'migrations are pending'],
    advice: ['run the migrations of this database, or check which database it uses'],
    matches: ['error: relation "orders" does not exist', 'sqlite3.OperationalError: no such table: orders'],
  },
  {
    kind: 'table_missing',
    sees: /column "?(?<name>[\w.]{1,120})"? (?:of relation "\w{1,80}" )?does not exist|Unknown column '(?<name2>[^']{1,120})'|no such column: (?<name3>[\w.]{1,120})|has no column named (?<name4>\w{1,120})/,
    says: ['the column {name} does not exist'],
    advice: ['run the migrations of this database, or check the query'],
    matches: ['ERROR:  column "vip" does not exist', "Unknown column 'vip' in 'field list'"],
  },
  {
    kind: 'access_denied',
    sees: /permission denied for (?:table|relation|schema|database|sequence|function|view|language|tablespace) "?(?<name>[\w.]{1,120})|Access denied for user '[^']{0,80}'@'[^']{0,120}' to database '(?<name2>[^']{1,120})'|command denied to user .{1,120} for table [`'](?<name3>[^`']{1,120})|must be owner of \w+ (?<name4>\w{1,120})|\bNOPERM\b|not authorized on (?<name5>\w{1,120})/,
    says: ['the database user has no permission for {name}', 'the database user has no permission'],
    advice: ['grant it to the user of the database (GRANT …), or use another one'],
    matches: [
      'error: permission denied for table payroll',
      "ERROR 1044 (42000): Access denied for user 'app'@'localhost' to database 'crm'",
    ],
  },
  {
    kind: 'lock_held',
    sees: /lock file "(?<path>[^"]{1,300})" already exists|database is locked|[Aa] server is already running|[Aa]nother (?:instance|copy|process|\S{1,40} server)(?: of \S{1,80})? is (?:already )?(?:running|using)|(?:[Cc]ould not|[Uu]nable to|[Cc]annot|[Ff]ailed to|[Cc]an't) (?:get|acquire|obtain|create|lock) (?:the |exclusive |a )?lock(?: ?file)?(?: on| at| for)?(?: file)? ?[`'"]?(?<path2>[\w./-]{0,300})|[Pp]id ?file \(?(?<path3>\S{1,200}?)\)? (?:already )?exists|already running(?: \(| with| as|,| on)? ?(?:pid|PID|process)|process \d+ already running|(?<path4>\S{1,200}\.(?:pid|lock)) (?:already )?exists|The (?:data )?directory .{1,200} is (?:already )?(?:in use|locked)|DB_LOCK|lock (?:is )?(?:already )?held by/,
    unless: /No such file|[Pp]ermission denied/,
    says: ['it is locked: {path} exists already', 'it is locked, or runs already'],
    advice: ['check whether another copy runs; if not, remove the stale file'],
    matches: [
      'FATAL:  lock file "postmaster.pid" already exists',
      'Error: in prepare, database is locked (5)',
      'A server is already running (pid: 123, file: tmp/pids/server.pid).',
    ],
    ignores: ['deadlock detected'],
  },
  {
    kind: 'runtime_too_old',
    sees: /Unsupported engine|EBADENGINE|UnsupportedClassVersionError|[Rr]equires? (?:a )?(?<name>(?:Node(?:\.js)?|Python|Ruby|PHP|Java|Go|Rust|rustc|go|node|python)\b(?! version ").{0,30}?\d[\d.]{0,10}\+?(?: or [\d.]{1,10}\+?)?)|The engine "(?<name2>[^"]{1,40})" is incompatible|Your Ruby version is|Your PHP version \(|requires (?<name4>rustc [\d.]{1,12})|requires at least (?<name5>\w{2,12} \d[\d.]{0,10})|class file version \d+/,
    says: ['{name} is required', 'its runtime has the wrong version'],
    advice: ['run it with the version that it asks for (nvm, pyenv, rbenv, sdkman)'],
    matches: [
      'npm error engine Unsupported engine',
      'java.lang.UnsupportedClassVersionError: Main has been compiled by a more recent version',
      'go: go.mod requires go >= 1.22 (running go 1.19)',
    ],
  },
];
