import { chordLabel } from '../keys/chords.js';
import type { Place } from '../state/place.js';
import type { Command, KeyBindings, Where } from './command.js';
import { commands } from './table.js';

/** In each place, which commands a key can mean. */
export const reach: Readonly<Record<Place, readonly Where[]>> = {
  table: ['table', 'process', 'anywhere', 'reading', 'always'],
  log: ['log', 'process', 'anywhere', 'reading', 'always'],
  selection: ['selection', 'always'],
  help: ['help', 'page', 'reading', 'always'],
  graph: ['graph', 'process', 'page', 'reading', 'always'],
  timing: ['timing', 'page', 'reading', 'always'],
  problem: ['problem', 'page', 'reading', 'always'],
  palette: ['always'],
  details: ['details', 'process', 'page', 'reading', 'always'],
  events: ['events', 'page', 'reading', 'always'],
  sort: ['sort', 'menu', 'always'],
  target: ['target', 'menu', 'always'],
  action: ['action', 'menu', 'always'],
  signal: ['signal', 'menu', 'always'],
  question: ['question', 'always'],
  prompt: ['prompt', 'always'],
  // Nothing else, not even what always applies: every key is for the program.
  typing: ['typing'],
};

/** The places of the screen. */
export const places = Object.keys(reach) as readonly Place[];

/** Other chords for commands, by the command's id; an empty list leaves it without a key. */
export type KeyOverrides = Readonly<Record<string, readonly string[]>>;

/** Which key does what, as the table of commands says or the user has changed it. */
export class Keymap implements KeyBindings {
  /** Every command with the chords that it has now. */
  readonly commands: readonly Command[];
  readonly #byPlace: ReadonlyMap<Place, ReadonlyMap<string, Command>>;
  readonly #byId: ReadonlyMap<string, Command>;

  constructor(overrides: KeyOverrides = {}) {
    this.commands = commands.map((command) =>
      Object.hasOwn(overrides, command.id) ? { ...command, keys: overrides[command.id]! } : command,
    );
    this.#byPlace = new Map(places.map((place) => [place, byKey(this.commandsIn(place))]));
    this.#byId = new Map(this.commands.map((command) => [command.id, command]));
  }

  /** The commands that apply in a place, in their order. */
  commandsIn(place: Place): readonly Command[] {
    return this.commands.filter(({ where, except }) => reach[place].includes(where) && except !== place);
  }

  /** What a chord means in a place; undefined where it means nothing. */
  commandFor(chord: string, place: Place): Command | undefined {
    return this.#byPlace.get(place)?.get(chord);
  }

  /** A text with the key of a command in place of its id in braces: "{process.start} starts it" becomes "s starts it". */
  say(text: string): string {
    return text.replace(/\{([a-z]+(?:\.[a-z-]+)?)\}/g, (braced, id: string) => {
      const command = this.#byId.get(id);
      if (command === undefined) return braced;
      return command.keys[0] === undefined ? `“${command.title}”` : chordLabel(command.keys[0]);
    });
  }
}

/** The keys as they are without the user's changes. */
export const standardKeymap = new Keymap();

function byKey(list: readonly Command[]): ReadonlyMap<string, Command> {
  return new Map(list.flatMap((command) => command.keys.map((key) => [key, command] as const)));
}
