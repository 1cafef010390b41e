import { frameOf, type Place } from './place.js';

/** What a line of output is, in the search for the cause of an end. */
type LineRole =
  /** Says that something went wrong. */
  | 'trouble'
  /** The same, as a warning, or as something that the program went on from. */
  | 'handled'
  /** The program did its work. */
  | 'progress'
  /** A stack frame. */
  | 'frame'
  /** An excerpt of source code, a caret, a property of an error, a hint. */
  | 'detail'
  /** What a program around it says about the end of the one that failed. */
  | 'wrapper'
  /** Anything else. */
  | 'text';

/** A line of output, plain. */
export interface PlainLine {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** A line of output, plain, with what it is. */
export interface OutputLine {
  readonly stream: 'stdout' | 'stderr';
  /** Without escape sequences. */
  readonly text: string;
  /** Without what a logger put in front of the message. */
  readonly message: string;
  readonly role: LineRole;
  /** Where a frame is. */
  readonly place: Place | null;
}

const troubleWords =
  /\b(?:\w*[Ee]rror|\w*[Ee]xception|in use|allocated|denied|refused|not found|no such|no rule|no \w+ found|missing|unable|invalid|unknown|unrecognized|unrecognised|unsupported|not supported|not set|must be set|must (?:be installed|install)|unset|undefined|required|requires|unbound|expired|locked|exhausted|exceeded|killed|abort\w*|panic\w*|fatal|fail\w*|unreachable|timed out|not exist|not permitted|not allowed|mismatch|not defined|already running|already exists|existing|NOAUTH|WRONGPASS|NOPERM|x509|certificate|traceback|segmentation|dumped|not available|unavailable|incompatible|not compatible|rejected|unexpected|syntax|uncaught|unhandled|terminate called|deadlock|out of memory|undeclared|unresolved|can(?:no|')t|could(?: no|n')t|does(?: no|n')t exist|isn't|no space|no module|no public|no route|no password|no main|not in \w+ format|not contain|not (?:yet )?installed|too many|too old|issue\(s\) with your|overflow|declined|double free|pending|bad|illegal|wrong|corrupt\w*|insufficient)\b|✘|✖|✗|×|\*\*\*/i;
const errorCode = /\b(?:ERR_\w+|E[A-Z]{4,})\b/;
const harmless =
  /\b(?:0|no) (?:errors?|failures?|warnings?|vulnerabilities)\b|\bwithout (?:an? )?errors?\b|\berrors?[:=] ?0\b|\b0 failed\b/i;

/** Words of a program that goes on from what it met. */
const request = /\b(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS) \/\S{0,300}/;
const wentOn =
  /,\s{1,3}(?:using|falling|defaulting|assuming|continuing|skipping|ignoring)\b|\b(?:Unable to find image .{1,200} locally|falling back|fall back|fallback|trying (?:again|port|another|the next|next|\d)|try(?:ing)? \d+|retry(?:ing)?\b(?! (?:limit|count|attempts)\b)|will retry|reconnecting|instead\b|using (?:the )?(?:default|memory|in-memory|local|cached?|built-in|polling|http|info|empty|stub)\w*|going on|goes on|continuing|continue without|carrying on|\bproxy error\b|without (?:cache|metrics|monitoring|it|them)\b|ignor(?:ed|ing)|skipp(?:ed|ing)|(?:is|are|was|were|now|:) (?:off|disabled)\b|degraded|kept in memory|(?:is|are) kept\b|in-memory|assuming|defaulting|defaults to|not fatal|non-fatal|recovered|(?:work|runn|go|start|proceed|carry)\w{0,4}(?: on)? (?:offline|anyway|slowly|regardless))/i;
const givesUp = /\b(?:giving up|gave up|no more retries|out of retries|retries exhausted|fatal|exiting|aborting)\b/i;
const warning =
  /^\W{0,3}(?:npm )?(?:warn(?:ing)?)\b|(?:^|[\s[|(<"])(?:WARN(?:ING)?|Warning|warn(?:ing)?)(?:[\]|)>":]|\s{1,4}[-:]? ?\S)|\b\w*Warning: |^PHP (?:Warning|Notice|Deprecated): |^(?:Deprecated|Notice): |\bDEPRECATED\b|"level":\s*(?:40|"warn(?:ing)?")/;
const loggedAsInfo =
  /^\W{0,3}(?:INFO|DEBUG|TRACE|info|debug|verbose)\b|[[|(<](?:INFO|DEBUG|TRACE|NOTICE)(?:[\]|)>:]|\s{1,4}[-:]? ?\S)|^(?!.{0,80}?(?:[a-z]{2} [a-z]{2,20} |\b[A-Za-z]{1,60}(?:[Ee]rror|[Ee]xception): ?)).{0,100}?\s(?:INFO|DEBUG|TRACE|NOTICE)(?:[\]|)>:]|\s{1,4}[-:]? ?\S)|[[|(<](?:info|debug|trace|notice|note|Note)[\]|)>:]|"level":\s*(?:[123]0|"(?:info|debug|trace)")|\blevel=(?:info|debug)\b/;
const loggedAsError =
  /^\W{0,3}(?:ERROR|FATAL|CRITICAL|PANIC|error|fatal)\b|[\s[|(<](?:ERROR|FATAL|CRITICAL|CRIT|SEVERE|EMERG|ALERT|PANIC|error|fatal|crit|emerg|alert)[\]|)>:]|"level":\s*(?:[56]0|"(?:error|fatal)")|\blevel=(?:error|fatal)\b/;

const progress =
  /^\s*(?:[✓✔]|PASS\b|ok \d)|\b(?:listening (?:on|at)|server (?:is )?(?:running|started|ready|listening)|now running|ready\b|connected\b|connection established|started (?:on|in|server|successfully)|serving\b|compiled successfully|build succeeded|migrations? applied|accepting connections|waiting for (?:connections|requests)|starting \w.{0,60} version \d|processed \d+)|"?(?:GET|POST|PUT|DELETE|PATCH|HEAD) \/\S{0,200}/i;
const access = /\b(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS) \/\S{0,300}.{0,40}\b[1-5]\d\d\b/;
const notYet =
  /\?$|\b(?:not|never|cannot|can't|isn't|to be|before|until|n't)\b.{0,20}\b(?:ready|connected|listening|running|started)\b|disconnected|that(?:'s| is) listening|\b(?:make sure|ensure|check that)\b/i;
const shutdown =
  /\b(?:shut(?:ting)? ?down|shutdown|exiting|exited|stopp(?:ed|ing)|clos(?:ed|ing)|terminat(?:ed|ing)|quit(?:ting)?|bye|cleaning up|clean exit|failed to boot)\b/i;

const detail =
  /^\s*(?:[*=╷╵│─-]+$|[\^~]{1,200}[\s^~]*$|[\s|╵│·]*[\^~]+\s*$|>? *\d+ ?[|│] |[|│] |[{}[\])]+[,;]?$)|^\s+(?:(?:errno|code|syscall|address|port|path|dest|hostname|length|name|severity|detail|hint|position|internalPosition|internalQuery|where|schema|table|column|dataType|constraint|file|line|routine|requireStack|filename|spawnargs|signal|command|args|pkgid|npmVersion|nodeVersion|status|statusCode|errorLabels|commandOptions|reason|query|parameters|parent|original|sql|host|fatal|sqlState|sqlMessage|generatedMessage|operator|actual|expected|diff)\??: .{0,600}$)|(?:^|\s)(?:HINT|DETAIL|CONTEXT|STATEMENT|QUERY|LOCATION|NOTE):\s|^\s*(?:= (?:note|help)|help|note|hint|Require stack|Stack trace|Call Stack|Backtrace|stack (?:back)?traceback|stack backtrace|Node\.js v\d|did you mean)\b|^- [/\w]|^\[signal \w/i;
const wrapper =
  /^\s*(?:# (?:fail|pass|tests|suites|cancelled|skipped|todo) \d|npm (?:ERR!|error) (?:code |errno |syscall |path |command |signal |A complete log|Lifecycle|workspace|location|This is|This is related|enoent$|enoent This|If you|not ok|Did you mean|To see|Exit status|Failed at| {2}|dest |cwd )|npm (?:ERR!|error)\s*$|tar: (?:Child returned status|Error is not recoverable)|unhandled condition in --disable-debugger|\d+ failing$|\d+ examples?, \d+ failures?|Failed! {1,3}- Failed: |g?make(?:\[\d+\])?: (?:\*\*\* \[|\[|Leaving|Entering|Target)|Emitted '|\(Use `node|\(node:\d+\) \[|exit status \d+$|error Command failed with|error: script "|error: could not compile|For more information about this error|Run '|A complete log|\s*ELIFECYCLE|\[ELIFECYCLE\]|\[nodemon\]|\[?\w*\]?\s*\d+ (?:errors?|problems?)\b|Error: Process completed|.{0,80}exited with (?:code )?\d+\b(?!.{0,10}\. [A-Z])|--> Sending SIG|\d+ errors? (?:generated|found)|Found \d+ errors?|BEGIN failed--|Compilation failed|Command failed|note: run with `RUST_BACKTRACE|note: Some details|Aborting$|(?:\S{1,120}: (?:line \d+: )?(?: *\d+ )?)?(?:Terminated|Killed|Aborted|Segmentation fault|Bus error|Illegal instruction|Trace\/breakpoint trap|Floating point exception)\b(?: \(core dumped\))?(?: .{0,200})?$|(?:info|INFO)\W{1,3}(?:Visit|Run|See|Try|Use|Check|Read|Learn|Please|For (?:more|help)|To )\b|Test (?:Suites|Files)|Tests:?\s)/;

/** As interpreters and compilers begin a message: the program, and the place in its source. */
const placed = /^(?:[\w.+-]{1,30}: )?[^\s:]{1,200}\.[A-Za-z]{1,5}:\d+:(?:\d+:)? (?!note|info|warning|hint)\S/;

/** A program says at its start what it has and has not. */
const isSetting = /\b(?:is|are|was|were|:) (?:off|disabled)\b|\bdisabled\b/i;

/** Whether a line says that the program goes on, whatever it met. */
export function saysItGoesOn({ message }: OutputLine): boolean {
  return wentOn.test(message) && !isSetting.test(message);
}

/** A message in a frame of lines, as Terraform draws it; and as Ruby reports what nothing caught, with no more than its class. */
const framed = /^│ Error: |^\S{1,300}:\d+:in .{1,300}\([A-Z][\w:]{1,100}\)$/;

/** The line with what it is. */
export function readLine(stream: 'stdout' | 'stderr', text: string): OutputLine {
  const place = frameOf(text);
  const message = messageOf(text);
  return { stream, text, message, place: place ?? null, role: place === undefined ? roleOf(text, message) : 'frame' };
}

function roleOf(text: string, message: string): LineRole {
  if (text.trim() === '') return 'detail';
  if (framed.test(text)) return 'trouble';
  if (wrapper.test(text)) return 'wrapper';
  if (detail.test(text)) return 'detail';
  if (access.test(text) && !loggedAsError.test(text)) return 'progress';
  const isTrouble = (troubleWords.test(text) || errorCode.test(text)) && !harmless.test(text);
  if (isTrouble && !givesUp.test(message) && (wentOn.test(message) || request.test(message))) return 'handled';
  if (warning.test(text) && !loggedAsError.test(text)) return 'handled';
  if (loggedAsInfo.test(text))
    return shutdown.test(text) ? 'text' : isTrouble && loggedAsError.test(text) ? 'trouble' : 'progress';
  if (isTrouble || placed.test(text) || /^E {2,}\S|^not ok \d/.test(text)) return 'trouble';
  return progress.test(text) && !notYet.test(text) && !shutdown.test(text) ? 'progress' : 'text';
}

const logfmt = /\blevel=\w+/;
const stamp =
  /^[[(]?(?:\d{4}[-/]\d\d[-/]\d\d|\d{1,2}[:/]\d\d[:/]\d\d|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? \w{3} +\d+|\w{3} +\d{1,2},? (?:\d{4},? )?\d)[\d:.,TZ+\-/ ]{0,32}(?:[AP]M)?(?:UTC|GMT|CET|CEST|[A-Z]{3,4})?(?: \d{4})?[\])]?(?:[\s:|-]{1,4}|(?=\[))/;
const processId = /^(?:\[\d+\]|\d+(?:#\d+|:[A-Z])[:#]?|\(\d+\))[\s:]{1,3}/;
/** As Redis, Envoy, MySQL and npm begin a message, before or behind what is known of others. */
const ofProgram =
  /^(?:\d\d \w{3} \d{4} [\d:.]{1,16} [#*.-]|\[\d+\](?:\[\w{1,30}\]){1,3}(?: \[[\w/]{1,80}\.cc:\d{1,6}\])?|\[MY-\d{1,8}\](?: \[\w{1,20}\])?|\[Entrypoint\]:|\[Nest\] \d{1,10} +- [\d/]{6,10}, [\d:]{4,8} [AP]M +[A-Z]{3,7} \[\w{1,60}\]|\[[A-Z] \d{4}-\d\d-\d\d [\d:.]{8,15} \w{1,40}\](?: ERROR:)?|\[\d+:\d{4}\/[\d.]{6,16}:[A-Z]{4,8}:[\w./]{1,80}\(\d+\)\]|\[\w{1,40}(?:\.\w{1,60}){1,10}\](?: \([\w ]{1,40}\))?(?: ERROR:)?|\[shard \d{1,4}(?::\w{1,20})?\] [\w.-]{1,40} - (?:[\w./-]{1,80}:\d{1,6} - )?|\d{10}:|(?:\[[\w.# -]{1,60}\] )?(?:(?:ERROR|FATAL|SEVERE) {1,3})?[a-z][\w$]{0,40}(?:\.[\w$]{1,60}){1,10} -{1,2}|==\d+==(?:ERROR:)?|npm (?:ERR!|error)) {0,8}(?=\S)/;
const levelWord =
  /^(?:[[<(]?(?:ERROR|FATAL|CRITICAL|CRIT|SEVERE|EMERG|ALERT|PANIC|error|fatal|crit|emerg|alert|err|Error)[\]>)]:?|(?:ERROR|FATAL|CRITICAL|SEVERE|PANIC|LOG)(?::| -| ))\s{0,6}(?=\S)/;
/** Between the level and the message of Spring Boot: the process, the thread and the class. */
const springLogger = /^\d{1,10} --- \[[^\]]{0,80}\] (?:\[[^\]]{0,80}\] )?[\w.$[\]/-]{1,100} *: ?/;
const json = /^\s*\{.{0,4000}\}\s*$/;

/** What a logger was given to say: without time stamp, process id and level, or the message of a line in JSON. */
function messageOf(text: string): string {
  if (json.test(text)) return jsonMessage(text) ?? text;
  if (cutJson.test(text)) return cutJsonMessage(text) ?? text;
  if (logfmt.test(text)) return logfmtMessage(text) ?? text;
  let rest = text.replace(/^(?:E {2,}|│ )/, '').trimStart();
  for (const prefix of [stamp, processId, levelWord, stamp, processId, ofProgram]) {
    const match = prefix.exec(rest);
    if (match !== null && match[0].length < rest.length) rest = rest.slice(match[0].length);
  }
  rest = rest.replace(springLogger, '');
  return rest;
}

function logfmtMessage(text: string): string | undefined {
  const [message, error] = ['msg', 'err(?:or)?'].map((key) =>
    new RegExp(`\\b${key}=(?:"((?:[^"\\\\]|\\\\.){0,600})|(\\S{1,300}))`).exec(text),
  );
  const said = [message, error]
    .flatMap((match) => match?.[1] ?? match?.[2] ?? [])
    .map((part) => part.replace(/\\n/g, ' ').replace(/\\"/g, '"'));
  return said.length === 0 ? undefined : said.join(': ');
}

/** Of a line that is longer than what is read: a logger that writes stacks into it makes such lines. */
const cutJson = /^\s*\{\s*".{500}.*[^}\s]\s*$/;
const string = '"((?:[^"\\\\]|\\\\.){1,600})(?:"|$)';
/** Where the message is in such a line, the most telling first. */
const cutFields: readonly RegExp[] = [
  new RegExp(`"err(?:or)?"\\s*:\\s*\\{[^{}]{0,300}?"(?:message|errmsg)"\\s*:\\s*${string}`),
  new RegExp(`"err(?:or)?"\\s*:\\s*${string}`),
  new RegExp(`"(?:exception|stack_trace|exc_info|error\\.stack_trace)"\\s*:\\s*${string}`),
  new RegExp(`"(?:msg|message|event)"\\s*:\\s*${string}`),
];

/** The message of an object in JSON whose end is missing. */
function cutJsonMessage(text: string): string | undefined {
  for (const field of cutFields) {
    const written = field.exec(text)?.[1];
    if (written === undefined) continue;
    try {
      return messageOfTrace(JSON.parse(`"${written}"`) as string);
    } catch {
      // Cut in the middle of a character, or no JSON after all.
    }
  }
  return undefined;
}

/** The message of a stack trace in one text: Python writes it last, others begin with it. */
function messageOfTrace(trace: string): string {
  const lines = trace.trim().split('\n');
  const cause = lines.findLast((line) => line.startsWith('Caused by: '))?.slice('Caused by: '.length);
  return (/^Traceback /.test(trace) ? lines.findLast((line) => /^\S/.test(line)) : (cause ?? lines[0])) ?? '';
}

function jsonMessage(text: string): string | undefined {
  try {
    const said = JSON.parse(text) as Record<string, unknown>;
    const attributes = said.attr as Readonly<Record<string, unknown>> | null | undefined;
    const error = (said.err ?? said.error ?? attributes?.error) as
      | { readonly message?: unknown; readonly errmsg?: unknown }
      | string
      | undefined;
    const inner = typeof error === 'object' && error !== null ? (error.message ?? error.errmsg) : error;
    const trace = [said.exception, said.stack_trace, said.exc_info, said['error.stack_trace']].find(
      (each): each is string => typeof each === 'string',
    );
    const texts = [inner, trace === undefined ? undefined : messageOfTrace(trace), said.msg, said.message, said.event].filter(
      (each) => typeof each === 'string' && each !== '',
    );
    return texts[0] as string | undefined;
  } catch {
    return undefined;
  }
}
