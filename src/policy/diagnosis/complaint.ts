import { cutText } from '../words/cut-text.js';

/** What stands before the words of a complaint: when and who it is from, where it is, and what it is called. */
const before: readonly RegExp[] = [
  /^\d{4}[-/]\d\d[-/]\d\d[T ][\d:.,+Z]{5,20} /,
  /^\d{1,2}: (?=\S)/,
  /^\d{9,10}: /,
  /^\[[^\]]{1,60}\] ?/,
  /^\d{1,10}#\d{1,10}: /,
  /^(?:✘|✖|✗|×|\*\*\*|\*\* |\^|e: ) ?/,
  /^\((?:Syntax|TokenMissing|Compile|MismatchedDelimiter)Error\) /,
  /^(?:Uncaught |PHP )?(?:[\w.]{0,60}(?:Error|Exception)|(?:Parse|[Ss]yntax|[Tt]ype|[Cc]ompile|[Ff]atal|[Cc]onfiguration) error|[Ee]rror|ERROR|FATAL)(?: \[\w{1,60}\]| (?:TS|CS|FS)\d{3,6}|\[E\d{1,6}\])?[:,] +/,
  /^(?:file:\/\/)?"?[^\s:]{1,300}(?::\d+){1,2}"?:? (?:- )?/,
  /^[^\s:]{1,300}\(\d+(?:, ?\d+)?\):? /,
  /^[^\s:]{1,300}:\[\d+,\d+\] /,
  /^\(configfile\.c\.\d+\) source: \S{1,300} line: \d+ pos: \d+ /,
  /^error building site: .{1,300}: failed to unmarshal YAML: /,
  /^[^\s:]{1,300}: (?:line )?\d+: /,
  /^[^\s:"']{1,300}\.\w{1,5}: (?=\S+ )/,
  // The program that says it.
  /^(?:AH\d{5}|nginx|mariadbd|mysqld|apache2|httpd|lua[\d.]*|luajit|g?awk|toml): /,
  /^(?:[Ee]rror loading config .{1,300}: |parsing YAML file .{1,300}: )?yaml: (?:unmarshal errors: *)?(?:line \d+: )?/,
  /^(?:JSON\.parse Invalid package\.json|adapting config using \w+|config : parsing \[[^\]]{1,300}\] ?): /,
  /^[Ss]yntax error (?:at \S{1,300} line \d+, )?(?=near |unexpected )/,
];

/** What stands after them. */
const after: readonly RegExp[] = [
  / (?:in|at|of) (?:file )?["']?[^\s"']{1,300}["']?,? (?:on )?line \d+$/,
  / in [^\s:]{1,300}:\d+$/,
  / ?\(\d+:\d+\)$/,
  / \[[^\]]{1,300}\.\w{2}proj\]$/,
  / ?\((?:Syntax|Load)Error\)$/,
  /\.? +Stop\.$/,
  /\.$/,
];

/** Words that say no more than that something is wrong. */
const empty = /^(?:invalid syntax|syntax errors?(?: found)?|parse error|error|failed|.* does not contain valid JSON|)$/i;
const longest = 160;
/** Each turn of the search reads the whole line again. */
const longestRead = 1000;

/**
 * What a compiler, an interpreter or a reader of a configuration complains of, without where that is; undefined where it only says that
 * something is wrong.
 */
export function complaintIn(line: string): string | undefined {
  let text = line.slice(0, longestRead).trim();
  for (let found = true; found; ) {
    const shorter = before.reduce((rest, form) => rest.replace(form, ''), text).trim();
    found = shorter.length < text.length;
    text = shorter;
  }
  text = after.reduce((rest, form) => rest.replace(form, ''), text).trim();
  if (empty.test(text) || text.endsWith(':') || !/\w/.test(text)) return undefined;
  return cutText(text, longest);
}
