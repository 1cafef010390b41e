import type { KeyComplaint } from '../../config/resolve/key-rules.js';
import { nearest } from '../../policy/words/nearest.js';
import { chordLabel, parseChord } from '../keys/chords.js';
import { Keymap, type KeyOverrides, places } from './keymap.js';

/** What the user wrote under `keys`: for each command its chords, in their spelling. */
export type WrittenKeys = Readonly<Record<string, readonly string[]>>;

const interrupt = 'interrupt';

/** The chords of what was written, in our spelling. Only for what has no problems. */
export function keyOverrides(written: WrittenKeys): KeyOverrides {
  return Object.fromEntries(Object.entries(written).map(([id, keys]) => [id, keys.flatMap((key) => parseChord(key) ?? [])]));
}

/** All that is wrong: commands that do not exist, keys that cannot be pressed, and two commands with one key in one place. */
export function keyProblems(written: WrittenKeys): readonly KeyComplaint[] {
  const ids = new Keymap().commands.map(({ id }) => id);
  const known = Object.entries(written).filter(([id]) => ids.includes(id));
  const unknown = Object.keys(written).filter((id) => !ids.includes(id));
  const spelling = known.flatMap(([command, keys]) =>
    keys.flatMap((key, index) => (parseChord(key) === undefined ? [unpressable(command, index, key)] : [])),
  );
  return [
    ...unknown.map((id) => noCommand(id, ids)),
    ...spelling,
    ...lostInterrupt(written),
    ...conflicts(Object.fromEntries(known)),
  ];
}

function noCommand(command: string, ids: readonly string[]): KeyComplaint {
  const close = nearest(command, ids);
  const hint = close === undefined ? 'watchdog keys lists them' : `did you mean "${close}"?`;
  return { command, index: undefined, message: `there is no command "${command}"`, hint };
}

function unpressable(command: string, index: number, key: string): KeyComplaint {
  const hint = 'write one character, or a name such as f5, ctrl+g, pageup, enter, space';
  return { command, index, message: `"${key}" is not a key that terminals report`, hint };
}

function lostInterrupt(written: WrittenKeys): readonly KeyComplaint[] {
  const keys = Object.hasOwn(written, interrupt) ? written[interrupt]! : undefined;
  if (keys === undefined || keys.some((key) => parseChord(key) === 'ctrl+c')) return [];
  return [
    { command: interrupt, index: undefined, message: 'ctrl+c must stay the key that shuts down', hint: 'add it to the list' },
  ];
}

function conflicts(written: WrittenKeys): readonly KeyComplaint[] {
  const overrides = keyOverrides(written);
  const keymap = new Keymap(overrides);
  const found = new Map<string, KeyComplaint>();
  for (const place of places) {
    const inPlace = keymap.commandsIn(place);
    for (const [command, keys] of Object.entries(written)) {
      if (!inPlace.some(({ id }) => id === command)) continue;
      for (const [index, key] of keys.entries()) {
        const chord = parseChord(key);
        const other = inPlace.find(({ id, keys: its }) => id !== command && chord !== undefined && its.includes(chord));
        if (chord === undefined || other === undefined) continue;
        const message = `${chordLabel(chord)} is the key of ${other.id} in the same place`;
        found.set(`${command} ${index}`, { command, index, message, hint: `give ${other.id} another key too` });
      }
    }
  }
  return [...found.values()];
}
