import type { ProcessAction } from '../state/source.js';
import { act, actRefusal, canAct } from './act-on.js';
import type { Command, CommandContext } from './command.js';
import { meaningFocus, presentTarget } from './target-members.js';

/** Opens what a process serves. */
export const addressCommands: readonly Command[] = [
  {
    id: 'url.open',
    does: 'opens the URL of a process',
    keys: ['O'],
    where: 'process',
    section: 'Processes',
    title: 'Open its URL in the browser',
    of: ({ name }) => `open URL of ${name}`,
    isEnabled: (ctx) => ctx.openUrl !== undefined && (meaningFocus(ctx).selected?.url ?? null) !== null,
    refusal: (ctx) => {
      const { selected } = meaningFocus(ctx);
      if (selected === undefined) return 'no process is selected';
      if (ctx.openUrl === undefined) return 'nothing can be opened from here';
      return `${selected.name} has no URL: it has printed none, and watchdog.yaml gives it no port and no url`;
    },
    run: (ctx) => {
      const { name, url } = meaningFocus(ctx).selected!;
      ctx.openUrl?.(name, url!);
    },
  },
];

/**
 * What can be done to the selected process; to the marked ones where there are any, else to a selected group; in the details to
 * the process that they are of.
 */
export const processCommands: readonly Command[] = [
  { ...on('start', ['s', 'f7'], 'Start the selected process', 'starts a process'), footer: { label: 'start', priority: 70 } },
  { ...on('stop', ['x', 'f9'], 'Stop it and what it started', 'stops a process'), footer: { label: 'stop', priority: 65 } },
  { ...on('restart', ['r'], 'Restart it', 'restarts a process'), footer: { label: 'restart', priority: 75 } },
  {
    ...on('reset', ['c'], 'Reset its circuit and counts', 'resets the circuit of a process'),
    footer: { label: 'reset circuit', priority: 60 },
  },
  {
    ...on('kill', ['X'], 'Kill it now; asks first', 'kills a process'),
    footer: {
      label: 'kill now',
      priority: 80,
      isOffered: (ctx) => {
        const meant = meaningFocus(ctx);
        return presentTarget(meant) === undefined && meant.selected?.state === 'stopping';
      },
    },
  },
  {
    ...on('kill-restart', ['R'], 'Kill and restart; asks', 'kills and restarts a process'),
    of: ({ name }) => `kill and restart ${name}`,
  },
  {
    id: 'checks.hold',
    keys: ['H'],
    where: 'process',
    section: 'Processes',
    changes: true,
    title: 'Hold checks, or resume them',
    does: 'holds or resumes the checks of a process',
    of: ({ name, checksHeld }) => `${checksHeld === true ? 'resume' : 'hold'} checks of ${name}`,
    isEnabled: (ctx) => holdVerb(meaningFocus(ctx)) !== undefined,
    refusal: (ctx) => actRefusal('hold-checks', meaningFocus(ctx)),
    run: (ctx) => act(holdVerb(meaningFocus(ctx))!, meaningFocus(ctx)),
  },
];

/** Holds come first: of several, those whose checks are held already stay so. */
function holdVerb(ctx: CommandContext): ProcessAction | undefined {
  return (['hold-checks', 'resume-checks'] as const).find((verb) => canAct(verb, ctx));
}

function on(verb: ProcessAction, keys: readonly string[], title: string, does: string): Command {
  return {
    id: `process.${verb}`,
    keys,
    where: 'process',
    section: 'Processes',
    changes: true,
    title,
    does,
    of: ({ name }) => `${verb} ${name}`,
    isEnabled: (ctx) => canAct(verb, meaningFocus(ctx)),
    refusal: (ctx) => actRefusal(verb, meaningFocus(ctx)),
    run: (ctx) => act(verb, meaningFocus(ctx)),
  };
}
