import { overPage } from '../state/ui.js';
import { isAlive } from '../state/words.js';
import type { Command, CommandContext } from './command.js';
import { meaningFocus } from './target-members.js';

/** The replicas that are meant. */
interface Replicas {
  /** The name that means all of them. */
  readonly name: string;
  readonly count: number;
  /** The last one, which goes first; null where a Swarm chooses. */
  readonly last: string | null;
  readonly isLastAlive: boolean;
}

/** More and fewer of a process that has replicas, or of a service of a Swarm. */
export const replicaCommands: readonly Command[] = [
  {
    id: 'replicas.add',
    keys: ['+'],
    where: 'anywhere',
    section: 'Processes',
    changes: true,
    title: 'Add a replica',
    does: 'adds a replica of a process',
    of: ({ replicaOf, name }) => `add a replica of ${replicaOf ?? name}`,
    isEnabled: (ctx) => canScale(ctx) && replicasOf(ctx) !== undefined,
    refusal,
    run: (ctx) => {
      const { name, count } = replicasOf(ctx)!;
      ctx.scale?.(name, count + 1);
    },
  },
  {
    id: 'replicas.remove',
    keys: ['-'],
    where: 'anywhere',
    section: 'Processes',
    changes: true,
    title: 'Remove a replica; asks',
    does: 'removes a replica of a process',
    of: ({ replicaOf, name }) => `remove a replica of ${replicaOf ?? name}`,
    isEnabled: (ctx) => canScale(ctx) && (replicasOf(ctx)?.count ?? 0) > 1,
    refusal: (ctx) => {
      const { count, last, name } = replicasOf(ctx) ?? {};
      if (count === 0) return `${name} has no replica`;
      if (count !== 1) return refusal(ctx);
      return last === null ? `${name} has one replica; {process.stop} stops it` : `${last} is the only replica`;
    },
    run: (ctx) => {
      const { name, count, last, isLastAlive } = replicasOf(ctx)!;
      const question = { about: 'scale', name, count: count - 1, last } as const;
      if (isLastAlive) ctx.dispatch({ type: 'overlay', overlay: overPage(ctx.ui, { name: 'question', question }) });
      else ctx.scale?.(name, count - 1);
    },
  },
];

function canScale({ scale, shuttingDown }: CommandContext): boolean {
  return scale !== undefined && !shuttingDown;
}

function refusal(ctx: CommandContext): string {
  if (ctx.shuttingDown) return 'shutting down; nothing can be changed any more';
  if (ctx.scale === undefined) return 'replicas cannot be changed from here';
  const { selected } = meaningFocus(ctx);
  if (selected?.kind === 'service') return `${selected.name} cannot be scaled: it runs on every node, is a job, or is not there`;
  const name = selected?.name ?? headingOf(ctx);
  return name === undefined ? 'no process is selected' : `${name} has no replicas; "replicas:" in watchdog.yaml gives it some`;
}

function replicasOf(ctx: CommandContext): Replicas | undefined {
  const { selected } = meaningFocus(ctx);
  if (selected?.kind === 'service') {
    const { name, replicas: count } = selected;
    return count === undefined ? undefined : { name, count, last: null, isLastAlive: true };
  }
  const name = selected?.replicaOf ?? headingOf(ctx);
  const replicas = ctx.processes.filter(({ replicaOf }) => replicaOf === name);
  const last = replicas.at(-1);
  if (name === undefined || last === undefined) return undefined;
  return { name, count: replicas.length, last: last.name, isLastAlive: isAlive(last) };
}

/** The selected heading, where it is that of replicas. */
function headingOf(ctx: CommandContext): string | undefined {
  const { row } = meaningFocus(ctx);
  return row?.kind === 'group' ? row.group : undefined;
}
