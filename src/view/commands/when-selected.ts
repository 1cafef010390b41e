import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import type { CommandContext } from './command.js';

/** Makes the `isEnabled` of a command on a process: it needs a selected process for which `rule` holds, and no shutdown. */
export function whenSelected(rule: (process: ProcessSnapshot, now: number) => boolean): (ctx: CommandContext) => boolean {
  return ({ selected, shuttingDown, now }) => selected !== undefined && !shuttingDown && rule(selected, now);
}

/** Makes the `refusal` of a command on a process from what there is to say of the selected one. */
export function refusalOf(words: (process: ProcessSnapshot, now: number) => string): (ctx: CommandContext) => string {
  return ({ selected, shuttingDown, now }) => {
    if (shuttingDown) return 'shutting down; nothing can be changed any more';
    if (selected === undefined) return 'there is no process to act on';
    return `${selected.name}: ${words(selected, now)}`;
  };
}
