import type { Command } from 'commander';

const meaning = 'the configuration; default: the nearest watchdog.yaml or Procfile from here upwards';

/** The files that the user named. */
export interface FileOptions {
  readonly file?: string[];
}

/** Lets a command take `-f, --file`; for most it is the configuration. */
export function withFile(command: Command, is = meaning): Command {
  return command.option('-f, --file <file>', is, collect);
}

/** Lets a command whose `-f` means follow take `--file` for the configuration. */
export function withLongFile(command: Command): Command {
  return command.option('--file <file>', meaning, collect);
}

/** The files named after a command, or else before it. */
export function filesOf(program: Command, options: FileOptions): readonly string[] {
  return options.file ?? program.opts<FileOptions>().file ?? [];
}

/** Collects the values of an option that can be given again and again. */
export function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value];
}
