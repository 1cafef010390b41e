import { chordLabel } from '../keys/chords.js';
import { activePlace, isMenu, type Place } from '../state/place.js';
import { refusalMs } from '../state/toasts.js';
import type { Command, CommandContext } from './command.js';
import { runCommand } from './run.js';
import { typeChord } from './typing.js';

/** Does what a chord means here, or says why that is not possible now, or that it means nothing. */
export function press(chord: string, ctx: CommandContext): void {
  const place = activePlace(ctx.ui, ctx.shuttingDown);
  const command = ctx.keymap.commandFor(chord, place);
  // After a key that does something, what another one does not do is old.
  if (command !== undefined || ctx.ui.prompt !== undefined) ctx.dispatch({ type: 'toast-read', about });
  if (command !== undefined) runCommand(command, ctx, chord);
  else if (ctx.ui.prompt !== undefined) typeChord(chord, ctx.ui.prompt, ctx);
  else if (place !== 'typing') answer(chord, place, ctx);
}

/** The command that closes a place, or leads out of it. */
const wayOut: Partial<Readonly<Record<Place, string>>> = {
  table: 'focus.toggle',
  log: 'focus.table',
  help: 'help.close',
  graph: 'graph.close',
  timing: 'timing.close',
  problem: 'problem.close',
  details: 'details.back',
  events: 'events.close',
};

/** Where a key goes that means nothing there. */
const leadsTo: Readonly<Record<string, Place>> = { 'focus.log': 'log', 'focus.table': 'table' };

/** Says once what a key means elsewhere and how to get there, or that it means nothing. */
function answer(chord: string, place: Place, ctx: CommandContext): void {
  const text = `${chordLabel(chord)} ${meaningElsewhere(chord, place, ctx)}`;
  if (ctx.ui.toasts.some((toast) => toast.about === about && toast.text === text && toast.until > ctx.now)) return;
  ctx.dispatch({ type: 'toast', toast: { about, text, tone: 'progress', until: ctx.now + refusalMs }, now: ctx.now });
}

const about = 'key without a meaning';

function meaningElsewhere(chord: string, place: Place, { keymap }: CommandContext): string {
  if (place === 'question') return 'is not an answer; {question.yes} or {question.no}';
  if (place === 'selection') return 'does nothing while lines are selected; {selection.leave} stops that';
  if (isMenu(place)) return 'is not in this menu; {menu.close} closes it';
  const elsewhere = keymap.commandFor(chord, place === 'table' ? 'log' : 'table') ?? keymap.commandFor(chord, 'log');
  if (elsewhere !== undefined && leadsTo[elsewhere.id] === place) return `goes to the ${place}, which has the focus already`;
  const way = wayOut[place];
  if (elsewhere !== undefined && way !== undefined)
    return `${doesWords(elsewhere)}; {${way}} goes ${place === 'table' || place === 'log' ? 'there' : 'back'}`;
  return place === 'help' ? 'is not a key here; {help.search} searches them' : 'is not a key here; {help.open} lists them';
}

function doesWords({ does, title }: Command): string {
  return does ?? `is “${title}”`;
}
