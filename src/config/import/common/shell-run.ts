import { shellWord } from './values.js';

/** Words and nothing that one shell reads in another way than the next. */
const plainWords = /^[\w@%+=:,./ -]+$/;

/** Whether any shell runs a command in the same way. */
function isPlainCommand(command: string): boolean {
  return plainWords.test(command) && !/^(source|exec|time|let|declare|local|typeset|shopt|pushd|popd) /.test(command);
}

/** The keys that have a named shell run a command. */
export function runInShell(
  command: string,
  shell: string,
  argument = '-c',
): { readonly command: string; readonly shell?: unknown } {
  if (/(^|\/)(sh|dash|ash)$/.test(shell) || isPlainCommand(command)) return { command };
  if (argument === '-c') return { command, shell };
  return { command: `exec ${inShell(command, shell, argument)}` };
}

/** One command of the system's shell that runs a command in a named shell, for places that name no shell. */
export function inShell(command: string, shell: string, argument = '-c'): string {
  if (/(^|\/)(sh|dash|ash)$/.test(shell) || isPlainCommand(command)) return command;
  return `${shellWord(shell)} ${shellWord(argument)} ${shellWord(command)}`;
}
