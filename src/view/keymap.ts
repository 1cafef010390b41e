import type { Command, CommandContext, Place, Where } from './command.js';
import { commands } from './commands.js';
import { typeChord } from './prompt-commands.js';
import { refusalMs } from './toasts.js';
import type { UiState } from './ui-state.js';

/** In each place, which commands a key can mean. */
export const reach: Readonly<Record<Place, readonly Where[]>> = {
  table: ['table', 'anywhere', 'always'],
  log: ['log', 'anywhere', 'always'],
  selection: ['selection', 'always'],
  help: ['help', 'page', 'always'],
  graph: ['graph', 'page', 'always'],
  problem: ['problem', 'page', 'always'],
  question: ['question', 'always'],
  prompt: ['prompt', 'always'],
};

/** Where the person is. The question is moot once the shutdown has begun. */
export function placeOf({ overlay, focus, prompt, log }: UiState, shuttingDown: boolean): Place {
  if (prompt !== undefined) return 'prompt';
  if (overlay.name === 'none' || (overlay.name === 'question' && shuttingDown)) {
    return focus === 'log' && log.selection !== undefined ? 'selection' : focus;
  }
  return overlay.name;
}

/** The commands that apply in a place, in their order. */
export function commandsIn(place: Place): readonly Command[] {
  return commands.filter(({ where }) => reach[place].includes(where));
}

const byPlace = new Map((Object.keys(reach) as Place[]).map((place) => [place, byKey(commandsIn(place))] as const));

/** What a chord means in a place; undefined where it means nothing. */
export function commandFor(chord: string, place: Place): Command | undefined {
  return byPlace.get(place)?.get(chord);
}

/** Does what a chord means here, or says why that is not possible now. */
export function press(chord: string, ctx: CommandContext): void {
  const command = commandFor(chord, placeOf(ctx.ui, ctx.shuttingDown));
  if (command === undefined) {
    if (ctx.ui.prompt !== undefined) typeChord(chord, ctx.ui.prompt, ctx);
    return;
  }
  if (command.isEnabled?.(ctx) ?? true) {
    command.run(ctx);
    return;
  }
  const text = command.refusal?.(ctx);
  if (text === undefined) return;
  const toast = { about: 'refusal', text, tone: 'progress', until: ctx.now + refusalMs } as const;
  ctx.dispatch({ type: 'toast', toast, now: ctx.now });
}

function byKey(list: readonly Command[]): ReadonlyMap<string, Command> {
  return new Map(list.flatMap((command) => command.keys.map((key) => [key, command] as const)));
}
