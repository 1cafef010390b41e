import { shellLine } from '../../policy/words/shell-line.js';
import type { SpawnSpec } from '../../ports/spawner.js';
import type { Program } from './enter.js';

/** What is executed: the command, or the shell that runs it. */
export function programOf(spec: Pick<SpawnSpec, 'command' | 'args' | 'shell'>): Program {
  if (spec.shell === false) return spec;
  return { command: spec.shell === true ? '/bin/sh' : spec.shell, args: ['-c', shellLine(spec)] };
}
