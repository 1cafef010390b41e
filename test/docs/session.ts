import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** A command of a session, what it should print, and what it printed. */
export interface Exchange {
  readonly command: string;
  readonly expected: readonly string[];
  readonly printed: readonly string[];
  readonly status: number;
}

const separator = '\u0001';

/** The commands of a session, `$ ` in front of each, with the lines that should follow; `> ` continues a command. */
export function commandsOf(session: string): { command: string; expected: string[] }[] {
  const commands: { command: string; expected: string[] }[] = [];
  for (const line of session.trimEnd().split('\n')) {
    const last = commands.at(-1);
    if (line.startsWith('$ ')) commands.push({ command: line.slice(2), expected: [] });
    else if (last === undefined) throw new Error(`a session begins with a command, not with "${line}"`);
    else if (line.startsWith('> ') && last.expected.length === 0) last.command += `\n${line.slice(2)}`;
    else last.expected.push(line);
  }
  return commands;
}

/** Runs the commands of a session in one shell, which prints what a terminal would show of them. */
export async function runSession(session: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Exchange[]> {
  const commands = commandsOf(session);
  // The status is kept for the next command, which may print it.
  const script = commands.map(({ command }) => `${command}\nstatus=$?; printf '\\n${separator}%s\\n' $status; (exit $status)`);
  const file = join(cwd, '..', 'session.out');
  // A file, since what goes on in the background holds a pipe open.
  const out = openSync(file, 'w');
  const child = spawn('bash', ['-c', script.join('\n')], { cwd, env, stdio: ['ignore', out, out] });
  closeSync(out);
  await once(child, 'exit');
  const parts = readFileSync(file, 'utf8').split(new RegExp(`\n${separator}(\\d+)\n`));
  return commands.map(({ command, expected }, index) => ({
    command,
    expected,
    printed: parts[2 * index]!.trimEnd()
      .replaceAll(cwd, '/home/me/shop')
      .split('\n')
      // What the machine lets us have is none of the story.
      .filter((line, at) => (at > 0 || line !== '') && !line.startsWith('process trees: ')),
    status: Number(parts[2 * index + 1]),
  }));
}

/** Whether the lines are as expected: `…` is any text in a line, and alone any lines; pids and spans of time may differ. */
export function fits(printed: readonly string[], expected: readonly string[]): boolean {
  const [first, ...rest] = expected;
  if (first === undefined) return printed.length === 0;
  if (first === '…') return printed.some((_, index) => fits(printed.slice(index), rest)) || fits([], rest);
  const [line, ...following] = printed;
  return line !== undefined && lineFits(line, first) && fits(following, rest);
}

function lineFits(line: string, expected: string): boolean {
  const parts = plain(expected)
    .split('…')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`).test(plain(line));
}

/** A line without colours, in which every pid, time and span of time that a run measured is the same. */
function plain(line: string): string {
  const text = stripVTControlCharacters(line);
  // A start takes another time each time, and its bars are that time.
  const isTiming = /[·█░]|critical chain|^Start-up timing/i.test(text);
  return (isTiming ? withoutTimes(text) : text)
    .replaceAll(/\bpid \d+/g, 'pid 1')
    .replaceAll(/\b(after|for|in|code \d+,|SIG[A-Z]+,) (\d+h)?(\d+m)?(\d+(\.\d+)?m?s)?(?![\w.])/g, '$1 1s')
    .replaceAll(/ {2,}/g, '  ')
    .trimEnd();
}

function withoutTimes(line: string): string {
  return line
    .replaceAll(/[·█░]+/g, '█')
    .replaceAll(/\d\d:\d\d:\d\d/g, '00:00:00')
    .replaceAll(/\b(\d+m)?\d+(\.\d+)?m?s\b/g, '1s');
}
