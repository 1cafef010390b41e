import { formatDuration } from '../../policy/words/duration.js';
import type { Replay } from '../state/replay.js';
import type { Command, CommandContext } from './command.js';
import { say } from './run.js';

/** Milliseconds of a step on or back. */
const stepMs = 10_000;

/** How the time line of a replay is gone along. */
export const replayCommands: readonly Command[] = [
  { ...move('event-before', ['<'], 'The event before'), run: (ctx) => goToEvent(ctx, -1) },
  { ...move('event-next', ['>'], 'The next event'), footer: footer('next event', 66), run: (ctx) => goToEvent(ctx, 1) },
  { ...move('crash-before', ['{'], 'The crash before'), footer: footer('crash before', 64), run: (ctx) => goToCrash(ctx, -1) },
  { ...move('crash-next', ['}'], 'The next crash'), run: (ctx) => goToCrash(ctx, 1) },
  { ...move('back', [','], 'Ten seconds back'), footer: footer('10s back', 62), run: (ctx) => skip(ctx, -stepMs) },
  { ...move('on', ['.'], 'Ten seconds forward'), footer: footer('10s forward', 61), run: (ctx) => skip(ctx, stepMs) },
  {
    ...move('play', ['P'], 'Play or pause'),
    footer: { label: ({ replay }) => (replay?.isPlaying === true ? 'pause' : 'play'), priority: 65 },
    run: ({ replay }) => replay?.play(!replay.isPlaying),
  },
  { ...move('faster', [')'], 'Play faster, up to 60x'), run: (ctx) => changeSpeed(ctx, 1) },
  { ...move('slower', ['('], 'Play slower'), run: (ctx) => changeSpeed(ctx, -1) },
];

function move(name: string, keys: readonly string[], title: string): Omit<Command, 'run'> {
  return {
    id: `replay.${name}`,
    keys,
    where: 'reading',
    section: 'Replay',
    title,
    isEnabled: ({ replay }) => replay !== undefined,
    refusal: () => `${title[0]!.toLowerCase()}${title.slice(1)}: only in a replay; watchdog replay opens one`,
  };
}

function footer(label: string, priority: number): NonNullable<Command['footer']> {
  return { label, priority };
}

function goToEvent(ctx: CommandContext, step: 1 | -1): void {
  const { replay } = ctx;
  replay?.play(false);
  if (replay?.goToEvent(step) === false) say(ctx, 'replay', step === 1 ? 'no later event' : 'no earlier event', 'progress');
}

/** The process that crashed is selected. */
function goToCrash(ctx: CommandContext, step: 1 | -1): void {
  const { replay, dispatch } = ctx;
  replay?.play(false);
  const name = replay?.goToCrash(step);
  if (name === undefined) say(ctx, 'replay', step === 1 ? 'no later crash' : 'no earlier crash', 'progress');
  else dispatch({ type: 'select', name });
}

function skip({ replay }: CommandContext, ms: number): void {
  replay?.goTo(replay.at + ms);
}

function changeSpeed(ctx: CommandContext, step: 1 | -1): void {
  const replay = ctx.replay as Replay;
  replay.changeSpeed(step);
  say(ctx, 'replay', `${replay.speed}x: a minute takes ${formatDuration(60_000 / replay.speed)}`, 'key');
}
