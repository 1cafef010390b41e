import type { PortTable } from '../ports/table.js';
import type { Problem } from '../problems/problem.js';
import { quote } from '../problems/words.js';
import { isMap, withDefaults } from '../schema/merge-defaults.js';
import { once } from '../schema/parts.js';
import { type ParsedProcess, processSchema } from '../schema/process.js';
import type { Replica } from '../schema/process-config.js';
import type { ProcessDraft } from './process-draft.js';
import type { ResolvedVariables } from './variables.js';

/** One process of a configuration: one of the file, or one of the replicas of that. */
interface ResolvedUnit {
  readonly name: string;
  readonly parsed: ParsedProcess;
  readonly replica: Replica | null;
}

/** The processes that a draft of the file stands for; none where it is in doubt. */
export function unitsOf(
  { name, parsed }: ProcessDraft,
  variables: ResolvedVariables,
  defaults: unknown,
): readonly ResolvedUnit[] {
  if (parsed === undefined) return [];
  if (parsed.replicas === null) return [{ name, parsed, replica: null }];
  return variables.ports.unitsOf(name).map((unit, index) => {
    const own = variables.ownOf(name, unit);
    // They differ in nothing but their ports, so what is right for the first is for all.
    const read =
      index === 0 || !isMap(own) ? undefined : processSchema.safeParse(withDefaults(own, isMap(defaults) ? defaults : {}), once);
    return { name: unit, parsed: read?.data ?? parsed, replica: { of: name, number: index + 1 } };
  });
}

/** Processes whose name is that of a replica, and those for which no port is left. */
export function replicaProblems(drafts: readonly ProcessDraft[], ports: PortTable): Problem[] {
  const names = new Set(drafts.map(({ name }) => name));
  const doubled = drafts.flatMap(({ name, parsed }) =>
    parsed?.replicas == null
      ? []
      : ports
          .unitsOf(name)
          .filter((unit) => names.has(unit))
          .map((unit): Problem => {
            const message = `process ${quote(unit)} is called like a replica of ${quote(name)}`;
            return { path: ['processes', unit], at: 'key', message, hint: 'give it another name' };
          }),
  );
  const without = ports.without.map((name): Problem => {
    const message = `no port is left for process ${quote(name)}`;
    return { path: ['processes', name], at: 'key', message, hint: 'auto takes 10,000 ports; give it a number' };
  });
  return [...doubled, ...without];
}
