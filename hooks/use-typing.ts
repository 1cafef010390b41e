import { useStdin } from 'ink';
import { useEffect, useRef } from 'react';
import { withoutMouse } from '../src/view/input/mouse.js';
import { TypedInput } from '../src/view/input/typed.js';
import { bytesOfChord } from '../src/view/keys/chord-bytes.js';
import { chordsOf, noKey } from '../src/view/keys/chords.js';
import type { SnapshotStore } from '../src/view/state/snapshot-store.js';
import type { DashboardSource } from '../src/view/state/source.js';
import { reduceUi, type UiState } from '../src/view/state/ui.js';

/**
 * Sends all input to a program, as it comes, while the person types into its terminal. Returns what is to hear of every chord in
 * place of `onCommand`, which then hears only of those that are not for a program.
 */
export function useTyping(
  source: DashboardSource,
  store: SnapshotStore<UiState>,
  onCommand: (chord: string) => void,
): (chord: string) => void {
  const { stdin } = useStdin();
  const command = useRef(onCommand);
  command.current = onCommand;
  /** Whether the last input was for a program; Ink decodes it all the same, perhaps some moments later. */
  const isTaken = useRef(false);

  useEffect(() => {
    let input = new TypedInput();
    // Hears of each piece of input before Ink does; see `useKeys`.
    const listener = (chunk: string | Buffer): void => {
      const { typing } = store.get();
      isTaken.current = typing !== undefined;
      if (typing === undefined) return;
      const { parts, rest } = input.take(String(chunk));
      source.type(typing, parts);
      if (rest === undefined) return;
      input = new TypedInput();
      store.update((state) => reduceUi(state, { type: 'typing', name: undefined }));
      for (const chord of chordsOf(withoutMouse(rest), noKey)) command.current(chord);
    };
    stdin.on('data', listener);
    return () => {
      stdin.off('data', listener);
    };
  }, [stdin, source, store]);

  return (chord) => {
    if (isTaken.current) return;
    const { typing } = store.get();
    if (typing === undefined) command.current(chord);
    // Keys that came together with the one that began it.
    else source.type(typing, [{ text: bytesOfChord(chord), pasted: false }]);
  };
}
