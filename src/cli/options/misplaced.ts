import type { Command, Option } from 'commander';
import { WatchdogError } from '../../policy/words/errors.js';

/**
 * Refuses an option of a command that is given before it, which commander calls unknown.
 * @param args what follows the name of the program
 * @throws WatchdogError USAGE, with where it belongs
 */
export function refuseMisplacedOption(program: Command, args: readonly string[]): void {
  const early: string[] = [];
  let at = 0;
  for (; args[at]?.startsWith('-') === true && args[at] !== '--'; at += 1) {
    const [flag = '', value] = args[at]!.split(/=(.*)/s);
    const own = program.options.find((option) => isFlag(option, flag));
    if (own === undefined) early.push(flag);
    else if (own.required && value === undefined) at += 1;
  }
  // What follows an option that only the command knows may be its value.
  const command = args
    .slice(at, at + 2)
    .flatMap((name) => program.commands.find((each) => namesOf(each).includes(name)) ?? [])[0];
  const flag = early.find((each) => command?.options.some((option) => isFlag(option, each)));
  if (command === undefined || flag === undefined) return;
  const name = command.name();
  throw new WatchdogError('USAGE', `${flag} is an option of "${name}" and comes after it: watchdog ${name} ${flag}`);
}

function namesOf(command: Command): readonly string[] {
  return [command.name(), ...command.aliases()];
}

function isFlag({ short, long }: Option, flag: string): boolean {
  return flag === short || flag === long;
}
