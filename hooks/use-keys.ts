import { useInput, usePaste, useStdin } from 'ink';
import { useEffect, useEffectEvent } from 'react';
import { chordsOf, functionKeys } from '../src/view/chords.js';

/** Calls `onChord` for every key; the one place where the dashboard listens to the keyboard. Pasted text is dropped. */
export function useKeys(onChord: (chord: string) => void): void {
  useInput((input, key) => {
    for (const chord of chordsOf(input, key)) onChord(chord);
  });
  // Text that was meant for another window must not run as commands.
  usePaste(() => {});

  const { stdin } = useStdin();
  const onRaw = useEffectEvent((chunk: string | Buffer) => {
    for (const chord of functionKeys(String(chunk))) onChord(chord);
  });
  // useInput gives function keys no name. Ink reads the stream by `readable`, so this `data` listener only looks on.
  useEffect(() => {
    const listener = (chunk: string | Buffer): void => onRaw(chunk);
    stdin.on('data', listener);
    return () => {
      stdin.off('data', listener);
    };
  }, [stdin]);
}
