import { asShell, commandWords } from '../common/command-words.js';

/** What a script runs: another one, or a command. */
export interface Part {
  /** Of a command: how it is called. */
  readonly script: string;
  /** The command, where it is no script. */
  readonly command?: string;
  /** Variables that it is given beside its own. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is passed to it, as it is. */
  readonly args: string;
  /** The folder of the package whose script it is, as written; undefined for the same package. */
  readonly folder?: string;
  /** The name of the package whose script it is, in a workspace. */
  readonly member?: string;
}

/** Options of package managers that change nothing about which script runs. */
const quiet =
  /^(-s|--silent|--if-present|--color|--no-bail|--stream|--parallel|--prefer-offline|--include-workspace-root=false)$/;

/** The one script that a command runs by a package manager; undefined where it does anything else. */
export function partOf(command: string): Part | undefined {
  const [, folder, rest] = /^cd\s+([\w./@-]+)\s*&&\s*(.+)$/.exec(command.trim()) ?? [];
  if (folder !== undefined) {
    const part = partOf(rest!);
    return part === undefined || part.folder !== undefined || part.member !== undefined ? undefined : { ...part, folder };
  }
  const words = commandWords(command, asShell);
  const [program, ...given] = words ?? [];
  if (program === 'node' && given[0] === '--run' && given[1] !== undefined) return { script: given[1], args: '' };
  if (program === undefined || !/^(npm|pnpm|yarn|bun)$/.test(program)) return undefined;
  return scriptOf(program, given);
}

interface Found {
  script?: string | undefined;
  folder?: string | undefined;
  member?: string | undefined;
  readonly args: string[];
}

function scriptOf(program: string, words: readonly string[]): Part | undefined {
  const found: Found = { args: [] };
  let hasRun = false;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    const [, option, attached] = /^(--?[\w-]+)=(.*)$/.exec(word) ?? [undefined, word, undefined];
    const value = (): string | undefined => {
      if (attached === undefined) at += 1;
      return attached ?? words[at];
    };
    if (found.script !== undefined && word === '--') return finished(found, words.slice(at + 1));
    if (program === 'npm' ? /^(--prefix|-C)$/.test(option!) : /^(--cwd|-C|--dir)$/.test(option!)) found.folder = value();
    else if (program === 'npm' && /^(-w|--workspace)$/.test(option!)) found.member = value();
    else if (/^(pnpm|bun)$/.test(program) && /^(--filter|-F)$/.test(option!)) found.member = value();
    else if (found.script !== undefined) {
      // npm takes what begins with a dash for itself, the others pass it on.
      if (program === 'npm' && word.startsWith('-')) {
        if (!quiet.test(word)) return undefined;
      } else found.args.push(word);
    } else if (quiet.test(word)) continue;
    else if (word.startsWith('-')) return undefined;
    else if (program === 'yarn' && word === 'workspace' && !hasRun) found.member = value();
    else if (/^(run|run-script)$/.test(word) && !hasRun) hasRun = true;
    else if (hasRun || program === 'yarn' || program === 'pnpm' || /^(start|test|stop|restart)$/.test(word)) found.script = word;
    else return undefined;
  }
  return finished(found, []);
}

function finished(found: Found, more: readonly string[]): Part | undefined {
  const { script, folder, member } = found;
  // A filter that stands for several, or for whatever depends on one, is for the package manager to read.
  if (script === undefined || (member !== undefined && /[*!{}]|\.\.\./.test(member))) return undefined;
  const args = [...found.args, ...more];
  if (args.some((word) => /[^\w@%+=:,./-]/.test(word))) return undefined;
  return {
    script,
    args: args.join(' '),
    ...(folder === undefined ? {} : { folder }),
    ...(member === undefined ? {} : { member }),
  };
}
