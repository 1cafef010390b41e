import type { SpawnSpec } from '../../ports/spawner.js';

/** The line that a shell gets: the command as it stands, and its arguments quoted. */
export function shellLine({ command, args }: Pick<SpawnSpec, 'command' | 'args'>): string {
  return [command, ...args.map((arg) => `'${arg.replaceAll("'", `'\\''`)}'`)].join(' ');
}
