import { placeOf } from '../state/place.js';
import type { CommandContext } from './command.js';
import { typeChord } from './prompt-commands.js';
import { runCommand } from './run-command.js';

/** Does what a chord means here, or says why that is not possible now. */
export function press(chord: string, ctx: CommandContext): void {
  const command = ctx.keymap.commandFor(chord, placeOf(ctx.ui, ctx.shuttingDown));
  if (command !== undefined) runCommand(command, ctx);
  else if (ctx.ui.prompt !== undefined) typeChord(chord, ctx.ui.prompt, ctx);
}
