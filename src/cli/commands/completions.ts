import type { Command, Option } from 'commander';
import type { ProjectNames } from '../../config/read/process-names.js';

/** One way in which a word can go on. */
interface Completion {
  readonly word: string;
  /** What it is, for shells that show it; perhaps empty. */
  readonly meaning: string;
}

/** What can stand in a place: words, or besides them the path of a file. */
export interface Completions {
  readonly words: readonly Completion[];
  readonly files: boolean;
}

const nothing: Completions = { words: [], files: false };
/** What commands call an argument that is the name of a process. */
const processArguments: ReadonlySet<string> = new Set(['name', 'names']);

/**
 * How the last word of a command line can go on.
 * @param words those after the name of the program; the last is the one being typed, perhaps empty
 * @param namesOf the names in the configuration that these files make
 */
export function completionsFor(
  program: Command,
  words: readonly string[],
  namesOf: (files: readonly string[]) => ProjectNames,
): Completions {
  const typed = words.at(-1) ?? '';
  const { command, rest, files, pending } = walk(program, words.slice(0, -1));
  const profiles = (option: Option): Completions | undefined =>
    option.long === '--until'
      ? { words: namesOf(files).processes.map((word) => ({ word, meaning: 'process' })), files: false }
      : option.long === '--profile'
        ? { words: namesOf(files).profiles.map((word) => ({ word, meaning: 'profile' })), files: false }
        : undefined;
  if (pending !== undefined) return startingWith(typed, profiles(pending) ?? valuesOf(pending, ''));
  const [, flag, value] = /^(--[^=]+)=(.*)$/s.exec(typed) ?? [];
  if (flag !== undefined && value !== undefined) {
    const option = optionOf(command, program, flag);
    return option === undefined ? nothing : startingWith(value, profiles(option) ?? valuesOf(option, ''), `${flag}=`);
  }
  if (typed.startsWith('-')) return startingWith(typed, { words: optionsOf(command), files: false });
  const names = takesNames(command, rest.length)
    ? namesIn(namesOf(files), command).filter(({ word }) => !rest.includes(word))
    : [];
  const commands = command === program && rest.length === 0 ? visibleCommands(program) : [];
  const scalable = command.name() === 'scale' && rest.length === 0 ? namesOf(files).scalable : [];
  const scales = scalable.map((name) => ({ word: `${name}=`, meaning: 'process with replicas' }));
  const choices = command.registeredArguments[rest.length]?.argChoices ?? [];
  const fixed = choices.map((word) => ({ word, meaning: '' }));
  return startingWith(typed, { words: [...commands, ...names, ...scales, ...fixed], files: false });
}

/** Names of processes, and of groups where a command takes several. */
function namesIn({ processes, groups }: ProjectNames, command: Command): readonly Completion[] {
  const several = command.registeredArguments.some(({ variadic }) => variadic) ? groups : [];
  return [
    ...processes.map((word) => ({ word, meaning: 'process' })),
    ...several.map((group) => ({ word: `@${group}`, meaning: 'group' })),
  ];
}

interface Place {
  readonly command: Command;
  /** The arguments before the word. */
  readonly rest: readonly string[];
  readonly files: readonly string[];
  /** The option whose value the word is. */
  readonly pending: Option | undefined;
}

function walk(program: Command, words: readonly string[]): Place {
  let command = program;
  let pending: Option | undefined;
  const rest: string[] = [];
  const files: string[] = [];
  for (const word of words) {
    if (pending !== undefined) {
      if (pending.long === '--file') files.push(word);
      pending = undefined;
    } else if (word.startsWith('-')) {
      const [flag = word, value] = word.split('=', 2);
      const option = optionOf(command, program, flag);
      if (value !== undefined && option?.long === '--file') files.push(value);
      else if (value === undefined && option?.required === true) pending = option;
    } else {
      const sub = command === program && rest.length === 0 ? commandOf(program, word) : undefined;
      if (sub === undefined) rest.push(word);
      else command = sub;
    }
  }
  return { command, rest, files, pending };
}

function commandOf(program: Command, word: string): Command | undefined {
  return program.commands.find((command) => command.name() === word || command.aliases().includes(word));
}

function optionOf(command: Command, program: Command, flag: string): Option | undefined {
  const named = (option: Option): boolean => option.long === flag || option.short === flag;
  return command.options.find(named) ?? program.options.find(named);
}

function optionsOf(command: Command): readonly Completion[] {
  const own = command.options
    .filter(({ hidden }) => !hidden)
    .map(({ long, short, description }) => ({ word: long ?? short ?? '', meaning: description }));
  return [...own, { word: '--help', meaning: 'display help' }];
}

function valuesOf(option: Option, meaning: string): Completions {
  if (option.argChoices !== undefined) return { words: option.argChoices.map((word) => ({ word, meaning })), files: false };
  return { words: [], files: option.long === '--file' || option.long === '--from' || option.long === '--scenario' };
}

function visibleCommands(program: Command): readonly Completion[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((command) => ({ word: command.name(), meaning: command.description() }));
}

function takesNames(command: Command, position: number): boolean {
  const last = command.registeredArguments.at(-1);
  const argument = command.registeredArguments[position] ?? (last?.variadic === true ? last : undefined);
  return argument !== undefined && processArguments.has(argument.name());
}

function startingWith(typed: string, { words, files }: Completions, before = ''): Completions {
  return {
    words: words.filter(({ word }) => word.startsWith(typed)).map(({ word, meaning }) => ({ word: before + word, meaning })),
    files,
  };
}
