import { asShell, commandWords, splitAt } from '../common/command-words.js';
import { commandPart } from './command-part.js';
import { type Part, partOf } from './part.js';

/** Whether a script ends all that it starts as soon as one of them has ended. */
export function endsTogether(text: string): boolean {
  return /(?:^|[\s;&|])(?:concurrently|conc)\s(?:.*\s)?(?:-k|--kill-others(?:-on-fail)?)(?:\s|$)|(?:^|[\s;&|])(?:run-p|npm-run-all2?)\s(?:.*\s)?(?:-r|--race)(?:\s|$)/.test(
    text,
  );
}

/** What a script starts: groups one after the other, in each of which all run at once. */
export type Plan = readonly (readonly Part[])[];

/** Options of concurrently that take a value. */
const concurrentlyValues =
  /^(-n|--names|-c|--prefix-colors|-p|--prefix|-l|--prefix-length|-t|--timestamp-format|--name-separator|--hide|--default-input-target|-s|--success|--kill-signal|--restart-after)$/;
/** Options that say nothing about what runs, or that watchdog has its own way for. */
const concurrentlyFlags =
  /^(-k|--kill-others(-on-fail)?|--raw|-r|--no-color|-i|--handle-input|-g|--group|--timings|--pad-prefix|--passthrough-arguments|-P)$/;
const runAllFlags = /^(-l|--print-label|-n|--print-name|-c|--continue-on-error|-r|--race|--silent|--aggregate-output|-a)$/;

/**
 * The parts of a script that does nothing but start other scripts, by `concurrently`, `npm-run-all`, `run-p`, `run-s`, `&&` or `&`.
 * @param names the scripts of the package, for patterns such as `dev:*`
 * @returns undefined for any other script, which only runs as a whole
 */
export function planOf(text: string, names: readonly string[]): Plan | undefined {
  const steps = splitAt(text.trim(), '&&');
  if (/^cd\s/.test(steps[0]!)) return undefined;
  const groups: (readonly Part[])[] = [];
  for (const step of steps) {
    const plan = stepOf(step, names) ?? commandStep(step);
    if (plan === undefined) return undefined;
    groups.push(...plan);
  }
  const startsSeveral = groups.some((group) => group.length > 1);
  // One command after the other is one thing, however its script is cut.
  if (!startsSeveral && groups.flat().some(({ command }) => command !== undefined)) return undefined;
  // One script that runs one other is that other with a name of its own.
  return groups.length > 1 || startsSeveral ? groups : undefined;
}

/** A command that is run before what starts several. */
function commandStep(step: string): Plan | undefined {
  const part = commandWords(step, asShell) === undefined ? undefined : commandPart(step, undefined);
  return part === undefined ? undefined : [[part]];
}

function stepOf(step: string, names: readonly string[]): Plan | undefined {
  const background = splitAt(step, '&').filter((part) => part !== '' && part !== 'wait');
  if (background.length > 1) {
    const parts = background.map((part) => ownPart(part, names) ?? commandPart(part, undefined));
    return parts.every((part) => part !== undefined) ? [parts] : undefined;
  }
  const words = commandWords(step, asShell);
  if (words === undefined) return undefined;
  const set = variablesIn(words);
  if (set !== undefined) {
    const plan = toolPlan(set.rest, names);
    return plan?.map((group) => group.map((part) => ({ ...part, env: { ...set.env, ...part.env } })));
  }
  const part = ownPart(step, names);
  return toolPlan(words, names) ?? (part === undefined ? undefined : [[part]]);
}

/** Variables that are set before a command, by the shell or by cross-env, and the words after them; undefined without any. */
function variablesIn(
  words: readonly string[],
): { readonly env: Readonly<Record<string, string>>; readonly rest: readonly string[] } | undefined {
  const begun = words[0] === 'cross-env' || words[0] === 'cross-env-shell' ? words.slice(1) : words;
  const count = begun.findIndex((word) => !/^[A-Za-z_]\w*=[\w@%+=:,./-]*$/.test(word));
  if (count < 1) return undefined;
  const pairs = begun
    .slice(0, count)
    .map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const);
  return { env: Object.fromEntries(pairs), rest: begun.slice(count) };
}

/** What a tool that starts several is given; undefined for any other. */
function toolPlan(words: readonly string[], names: readonly string[]): Plan | undefined {
  const [tool, ...rest] = /^(npx|bunx|pnpx)$/.test(words[0] ?? '') ? words.slice(1) : words;
  if (tool === 'concurrently' || tool === 'conc') return concurrently(rest, names);
  if (tool === 'run-p' || tool === 'run-s') return runAll(rest, names, tool === 'run-p');
  if (tool === 'npm-run-all' || tool === 'npm-run-all2') return runAll(rest, names, false);
  return undefined;
}

/** A part that is there: a script of this package, or one of another folder or member. */
function ownPart(command: string, names: readonly string[]): Part | undefined {
  const part = partOf(command);
  if (part === undefined) return undefined;
  return part.folder !== undefined || part.member !== undefined || names.includes(part.script) ? part : undefined;
}

function concurrently(words: readonly string[], names: readonly string[]): Plan | undefined {
  const commands: string[] = [];
  let called: readonly string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    const [option] = word.split('=');
    if (word === '--') break;
    if (concurrentlyValues.test(option!)) {
      if (!word.includes('=')) at += 1;
      const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[at];
      if (/^(-n|--names)$/.test(option!)) called = (value ?? '').split(',').map((name) => name.trim());
      if (option === '--name-separator') return undefined;
    } else if (!word.startsWith('-')) commands.push(word);
    else if (!concurrentlyFlags.test(word)) return undefined;
  }
  const parts: Part[] = [];
  // A pattern stands for several, each of which has a name.
  if (commands.some((command) => /:\S*\*/.test(command))) called = [];
  for (const [index, command] of commands.entries()) {
    const [, pattern, args = ''] = /^(?:npm|pnpm|yarn|bun|node):(\S+)(?:\s+(.*))?$/.exec(command) ?? [];
    const single = pattern === undefined ? (ownPart(command, names) ?? commandPart(command, called[index])) : undefined;
    const found = pattern === undefined ? [single] : matching(pattern, names, args.replace(/^--\s+/, ''), /.+/);
    if (found.length === 0 || found.some((part) => part === undefined)) return undefined;
    parts.push(...(found as Part[]));
  }
  return parts.length === 0 ? undefined : [parts];
}

function runAll(words: readonly string[], names: readonly string[], isParallel: boolean): Plan | undefined {
  const groups: Part[][] = [];
  let parallel = isParallel;
  let current: Part[] | undefined;
  for (const word of words) {
    if (word === '--') break;
    if (/^(-p|--parallel|-s|--sequential|--serial)$/.test(word)) {
      parallel = /^(-p|--parallel)$/.test(word);
      current = undefined;
    } else if (word.startsWith('-')) {
      if (!runAllFlags.test(word)) return undefined;
    } else {
      const [pattern = '', ...args] = word.split(/\s+/);
      if (word.includes('{')) return undefined;
      const found = matching(pattern, names, args.join(' ').replace(/^--\s*/, ''), /[^:]+/);
      if (found.length === 0) return undefined;
      if (parallel) {
        if (current === undefined) {
          current = [];
          groups.push(current);
        }
        current.push(...found);
      } else groups.push(...found.map((part) => [part]));
    }
  }
  return groups.length === 0 ? undefined : groups;
}

/** The scripts that a pattern means. */
function matching(pattern: string, names: readonly string[], args: string, star: RegExp): Part[] {
  const [, plain = '', omitted] = /^(.*?)(?:\(!(.*)\))?$/.exec(pattern) ?? [];
  const source = plain
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*?(\/\*)?/g, (stars) => (stars === '*' ? star.source : '.+'));
  const wanted = new RegExp(`^${source}$`);
  const unwanted = omitted === undefined ? undefined : new RegExp(omitted);
  return names
    .filter((name) => (plain.includes('*') ? wanted.test(name) : name === plain))
    .filter((name) => !unwanted?.test(name))
    .map((script) => ({ script, args }));
}
