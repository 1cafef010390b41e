import { useInput, usePaste, useStdin } from 'ink';
import { useEffect, useRef } from 'react';
import { chordsOf, functionKeys } from '../src/view/chords.js';

/** Calls `onChord` for every key and `onPaste` for pasted text; the one place where the dashboard listens to the keyboard. */
export function useKeys(onChord: (chord: string) => void, onPaste: (text: string) => void): void {
  const unnamed = useRef<string[]>([]);
  useInput((input, key) => {
    const chords = chordsOf(input, key);
    const nameless = input === '' && chords.length === 0;
    for (const chord of nameless ? unnamed.current.splice(0, 1) : chords) onChord(chord);
  });
  usePaste(onPaste);

  const { stdin } = useStdin();
  // Ink calls the handler above for a function key too, but without its name. It reads the stream by `readable`; this `data`
  // listener only looks on, hears of each chunk before Ink does, and notes the names that the handler will miss.
  useEffect(() => {
    const listener = (chunk: string | Buffer): void => {
      unnamed.current = [...functionKeys(String(chunk))];
    };
    stdin.on('data', listener);
    return () => {
      stdin.off('data', listener);
    };
  }, [stdin]);
}
