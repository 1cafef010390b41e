import type { Command } from 'commander';

/** Lets a program and each of its commands take `--no-color`, which counts as NO_COLOR does, but for the children. */
export function withNoColor(program: Command): Command {
  for (const command of [program, ...program.commands]) command.option('--no-color', 'print and draw without colours');
  return program.hook('preAction', (_program, command) => {
    if (command.opts<{ color?: boolean }>().color !== false && program.opts<{ color?: boolean }>().color !== false) return;
    process.env.NO_COLOR = '1';
    delete process.env.FORCE_COLOR;
  });
}
