import type { SpawnSpec } from '../../ports/spawner.js';
import type { Program } from './enter.js';

/** The line that a shell gets: the command as it is, and its arguments quoted. */
function shellLine({ command, args }: Pick<SpawnSpec, 'command' | 'args'>): string {
  return [command, ...args.map((arg) => `'${arg.replaceAll("'", `'\\''`)}'`)].join(' ');
}

/** What is executed: the command, or the shell that runs it. */
export function programOf(spec: Pick<SpawnSpec, 'command' | 'args' | 'shell'>): Program {
  if (spec.shell === false) return spec;
  return { command: spec.shell === true ? '/bin/sh' : spec.shell, args: ['-c', shellLine(spec)] };
}
