import type { SentSignal } from '../../policy/process/signals.js';
import { planActions } from '../state/action-plan.js';
import { canSignal } from '../state/process-rules.js';
import type { ProcessAction } from '../state/source.js';
import type { Target } from '../state/target.js';
import { act, actRefusal, canAct } from './act-on.js';
import type { Command, CommandContext } from './command.js';
import { meaningFocus, membersOf, presentGroup, presentTarget, targetWords } from './target-members.js';

/** The little menu of actions on several processes: first on whom, then which. */
export const actCommands: readonly Command[] = [
  {
    id: 'act.open',
    keys: ['A'],
    where: 'anywhere',
    section: 'Processes',
    changes: true,
    title: 'Act on marked, group or all',
    does: 'acts on several processes',
    isEnabled: ({ processes, shuttingDown }) => processes.length > 0 && !shuttingDown,
    refusal: ({ shuttingDown }) =>
      shuttingDown ? 'shutting down; nothing can be changed any more' : 'there is no process to act on',
    run: ({ dispatch }) => dispatch({ type: 'overlay', overlay: { name: 'target' } }),
  },
  on('m', 'marked', 'Act on marked processes', 'nothing is marked; {table.mark} marks', () => ({ kind: 'marked' })),
  on(
    'g',
    'group',
    'Act on the group',
    'the selected process is in no group; `group:` in watchdog.yaml gives it one',
    (ctx) => {
      const group = presentGroup(ctx);
      return group === undefined ? undefined : { kind: 'group', group };
    },
    'the selected one is in no group',
  ),
  on('a', 'all', 'Act on all', 'there is no process to act on', () => ({ kind: 'all' })),
  to('start', 's', 'Start them'),
  to('stop', 'x', 'Stop them; asks'),
  to('restart', 'r', 'Restart them; asks'),
  to('reset', 'c', 'Reset circuits and counts'),
  to('kill', 'X', 'Kill them now; asks'),
  to('kill-restart', 'R', 'Kill and restart them; asks'),
];

function on(
  key: string,
  name: string,
  title: string,
  nobody: string,
  targetOf: (ctx: CommandContext) => Target | undefined,
  nobodyInMenu = nobody,
): Command {
  const members = (ctx: CommandContext) => {
    const target = targetOf(ctx);
    return target === undefined ? undefined : { target, members: membersOf(target, ctx) };
  };
  return {
    id: `target.${name}`,
    keys: [key],
    where: 'target',
    section: 'Menu',
    changes: true,
    title,
    menu: (ctx) => {
      const found = members(ctx);
      return found === undefined || found.members.processes.length + found.members.hidden === 0
        ? nobodyInMenu
        : targetWords(found.target, found.members);
    },
    isEnabled: (ctx) => (members(ctx)?.members.processes.length ?? 0) > 0,
    refusal: (ctx) =>
      (members(ctx)?.members.hidden ?? 0) > 0 ? 'all of them are filtered out; {table.filter} changes the filter' : nobody,
    run: (ctx) => ctx.dispatch({ type: 'overlay', overlay: { name: 'action', target: targetOf(ctx)! } }),
  };
}

function to(verb: ProcessAction, key: string, title: string): Command {
  return {
    id: `action.${verb}`,
    keys: [key],
    where: 'action',
    section: 'Menu',
    changes: true,
    title,
    menu: () => title,
    isEnabled: (ctx) => canAct(verb, ctx, chosen(ctx)),
    refusal: (ctx) => actRefusal(verb, ctx, chosen(ctx)),
    run: (ctx) => {
      const target = chosen(ctx);
      ctx.dispatch({ type: 'overlay', overlay: { name: 'none' } });
      act(verb, ctx, target);
    },
  };
}

/** Whom the open menu is about. */
function chosen({ ui }: CommandContext): Target | undefined {
  return ui.overlay.name === 'action' ? ui.overlay.target : undefined;
}

/** Any signal would do to ask whether signals can be sent. */
const anySignal = 'signal:SIGCONT';

/** The little menu of signals. */
export const signalCommands: readonly Command[] = [
  {
    id: 'signal.open',
    keys: ['S'],
    where: 'process',
    section: 'Processes',
    changes: true,
    title: 'Send a signal…',
    does: 'sends a signal',
    of: ({ name }) => `send a signal to ${name}…`,
    isEnabled: (ctx) => canAct(anySignal, meaningFocus(ctx)),
    refusal: (ctx) => actRefusal(anySignal, meaningFocus(ctx)),
    run: (ctx) => ctx.dispatch({ type: 'overlay', overlay: { name: 'signal', names: receivers(meaningFocus(ctx)) } }),
  },
  sends('h', 'SIGHUP', 'reload'),
  sends('i', 'SIGINT', 'interrupt'),
  sends('q', 'SIGQUIT', 'Java: thread dump'),
  sends('t', 'SIGTERM', 'ask to end'),
  sends('1', 'SIGUSR1', 'Node: open the inspector'),
  sends('2', 'SIGUSR2', 'its own meaning'),
  sends('s', 'SIGSTOP', 'suspend'),
  sends('c', 'SIGCONT', 'go on'),
  sends('w', 'SIGWINCH', 'terminal resized'),
];

function sends(key: string, signal: SentSignal, meaning: string): Command {
  return {
    id: `signal.${signal.slice('SIG'.length).toLowerCase()}`,
    keys: [key],
    where: 'signal',
    section: 'Menu',
    changes: true,
    title: `${signal}: ${meaning}`,
    menu: () => `${signal}, ${meaning}`,
    run: (ctx) => {
      const { overlay } = ctx.ui;
      ctx.dispatch({ type: 'overlay', overlay: { name: 'none' } });
      if (overlay.name !== 'signal') return;
      const processes = ctx.processes.filter(({ name }) => overlay.names.includes(name));
      ctx.act(planActions(`signal:${signal}`, processes, 0, ctx.now));
    },
  };
}

/** The processes that are meant and run: the selected one, or the marked ones or a group. */
function receivers(ctx: CommandContext): readonly string[] {
  const target = presentTarget(ctx);
  const processes = target === undefined ? [ctx.selected] : membersOf(target, ctx).processes;
  return processes.flatMap((process) => (process !== undefined && canSignal(process) ? [process.name] : []));
}
