import { Argument, type Command } from 'commander';
import { plainLine, plainText } from '../../policy/words/plain-text.js';
import { type FileOptions, filesOf, withFile } from '../options/file.js';
import type { Shell } from './completion-scripts.js';

/** Adds the command that prints a completion script, and the hidden one that the scripts ask. */
export function addCompletionCommands(program: Command): void {
  withFile(program.command('completion'), 'the configuration whose names are completed where a line names none')
    .addArgument(new Argument('<shell>', 'whose script to print').choices(['bash', 'zsh', 'fish'] satisfies Shell[]))
    .description('print a completion script, names of processes included; it says where to put it')
    .action(async (shell: Shell, options: FileOptions) => {
      const { completionScript } = await import('./completion-scripts.js');
      process.stdout.write(plainText(completionScript(shell, filesOf(program, options))));
    });
  withFile(program.command('__complete', { hidden: true }))
    .argument('[words...]')
    .helpOption(false)
    .action(async (words: string[], { file: usual = [] }: FileOptions) => {
      const [{ completionsFor }, { projectNames }] = await Promise.all([
        import('./completions.js'),
        import('../../config/read/process-names.js'),
      ]);
      const namesOf = (files: readonly string[]) => projectNames(files.length > 0 ? files : usual, process.cwd());
      const { words: ways, files } = completionsFor(program, words, namesOf);
      // One that holds a line break could not be distinguished from two, and what else is no text would act on the shell's terminal.
      const lines = ways.filter(({ word }) => plainLine(word) === word).map(({ word, meaning }) => `${word}\t${meaning}`);
      process.stdout.write([...lines, ...(files ? [':files'] : [])].map((line) => `${line}\n`).join(''));
    });
}
