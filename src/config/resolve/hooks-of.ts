import type { HookEvent } from '../../policy/process/hook-events.js';
import { hookEvents } from '../../policy/process/hook-events.js';
import type { HookCommand, Hooks } from '../schema/process-config.js';

/** Hooks as the schema understood them. */
export type ParsedHooks = Readonly<Partial<Record<HookEvent, string | null | undefined>>>;

/**
 * The hooks of a process: those of the file, which run in its folder, and then its own.
 * @param directory the folder of the file; absolute
 * @param cwd the folder of the process; absolute
 */
export function hooksOf(
  { ofFile, own }: { readonly ofFile: ParsedHooks; readonly own: ParsedHooks },
  directory: string,
  cwd: string,
): Hooks {
  const commandsAt = (event: HookEvent): readonly HookCommand[] => [
    ...(ofFile[event] == null ? [] : [{ command: ofFile[event], cwd: directory, from: 'file' as const }]),
    ...(own[event] == null ? [] : [{ command: own[event], cwd, from: 'process' as const }]),
  ];
  const hooks = hookEvents.map((event) => [event, commandsAt(event)] as const);
  return Object.fromEntries(hooks.filter(([, commands]) => commands.length > 0));
}
