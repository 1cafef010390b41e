import { type EventRecord, nameIn } from '../../supervisor/events/history.js';
import type { ProcessSnapshot } from '../../supervisor/snapshot/process.js';
import { focusedPane } from '../log/panes.js';
import { selectedKey } from '../state/page.js';
import { hiddenWords, type Target } from '../state/target.js';
import { seenOverlay } from '../state/ui.js';
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
  const screen = process && ctx.screenOf(process.name);
  return { ...ctx, ui: { ...ctx.ui, table }, row, selected: process, screen, isMeant: true };
}

/**
 * The same, but a command on the selected process means the one that the focus is on: whose details are read, whose line is
 * selected in the dependencies or in the events, or whose pinned pane has the focus.
 */
export function meaningFocus(ctx: CommandContext): CommandContext {
  if (ctx.isMeant === true) return ctx;
  const { name } = focusProcess(ctx) ?? {};
  return name === undefined
    ? ctx
    : meaning(
        ctx.processes.find((process) => process.name === name),
        ctx,
      );
}

/** The process that the focus is on, where that is not simply the selected one. `isPinned` is true for that of a pinned pane. */
export function focusProcess(ctx: CommandContext): { readonly name: string; readonly isPinned: boolean } | undefined {
  const { ui, page } = ctx;
  const open = seenOverlay(ui.overlay);
  if (open.name === 'details') return { name: open.process, isPinned: false };
  if (open.name === 'graph' || open.name === 'events') {
    const key = selectedKey(page);
    const name =
      open.name === 'graph'
        ? key
        : eventProcess(
            ctx.events().find(({ seq }) => String(seq) === key),
            ctx.processes,
          );
    return name === undefined ? undefined : { name, isPinned: false };
  }
  if ('top' in open || ui.focus !== 'log') return undefined;
  const pinned = ui.log.pinned[focusedPane(ui.log) - 1];
  return pinned === undefined ? undefined : { name: pinned, isPinned: true };
}

/** The name of the process that an event is of; undefined where it is of none that is there. */
function eventProcess(record: EventRecord | undefined, processes: readonly ProcessSnapshot[]): string | undefined {
  const name = record && nameIn(record);
  return processes.find((process) => process.name === name)?.name;
}

/** Who belongs to a target now. */
export function membersOf(target: Target, { processes, listed, ui }: CommandContext): Members {
  const belongs = ({ name, group, active }: ProcessSnapshot): boolean => {
    if (target.kind === 'marked') return ui.table.marked.has(name);
    // What no active profile starts is meant by its own row alone.
    return active !== false && (target.kind === 'all' || group === target.group);
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
  return [words, ...hiddenWords(hidden)].join('; ');
}
