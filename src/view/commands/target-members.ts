import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { hiddenWords, type Target } from '../state/target.js';
import { openDetails } from '../state/ui.js';
import { plainText } from '../text/span.js';
import type { CommandContext } from './command.js';

/** The processes of a target. Those that the filter keeps out are never acted upon; they are only counted. */
export interface Members {
  readonly processes: readonly ProcessSnapshot[];
  readonly hidden: number;
}

/** What a command on processes is for where nothing else is said: the marked ones, else the selected group; undefined is the selected process. */
export function presentTarget({ ui, processes, row }: CommandContext): Target | undefined {
  if (processes.some(({ name }) => ui.table.marked.has(name))) return { kind: 'marked' };
  return row?.kind === 'group' ? { kind: 'group', group: row.group } : undefined;
}

/** The group that a command for a group is about: the selected one, or the one of the selected process. */
export function presentGroup({ row }: CommandContext): string | undefined {
  return (row?.kind === 'group' ? row.group : row?.process.group) ?? undefined;
}

/** The same, but a command on the selected process means this one, whatever is marked or selected; undefined is none. */
export function meaning(process: ProcessSnapshot | undefined, ctx: CommandContext): CommandContext {
  const table = { ...ctx.ui.table, marked: new Set<string>() };
  const row = process && ({ kind: 'process', process } as const);
  return { ...ctx, ui: { ...ctx.ui, table }, row, selected: process };
}

/** The same, but in the details a command on the selected process means the one that they are of. */
export function meaningDetails(ctx: CommandContext): CommandContext {
  const details = openDetails(ctx.ui);
  if (details === undefined) return ctx;
  return meaning(
    ctx.processes.find(({ name }) => name === details),
    ctx,
  );
}

/** Who belongs to a target now. */
export function membersOf(target: Target, { processes, listed, ui }: CommandContext): Members {
  const belongs = ({ name, group }: ProcessSnapshot): boolean => {
    if (target.kind === 'all') return true;
    return target.kind === 'marked' ? ui.table.marked.has(name) : group === target.group;
  };
  const members = listed.filter(belongs);
  return { processes: members, hidden: processes.filter(belongs).length - members.length };
}

/** A target in words: "the 3 marked", "the 4 of backend", "all 12". */
export function targetWords(target: Target, { processes, hidden }: Members): string {
  const count = processes.length;
  const words =
    target.kind === 'marked'
      ? `the ${count} marked`
      : target.kind === 'group'
        ? `the ${count} of ${plainText(target.group)}`
        : `all ${count}${hidden > 0 ? ' listed' : ''}`;
  return words + hiddenWords(hidden);
}
