import type { Command } from 'commander';

/** What was said for a command: after its name, or else before it, or else what holds by default. */
export function optionsOf<Options extends object>(program: Command, command: Command): Options {
  return { ...command.opts(), ...saidOf(program), ...saidOf(command) } as Options;
}

/** Without what holds by default, which must not win over what was said. */
function saidOf(command: Command): Record<string, unknown> {
  const said = Object.entries(command.opts()).filter(([name]) => command.getOptionValueSource(name) !== 'default');
  return Object.fromEntries(said);
}
