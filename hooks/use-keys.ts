import { useInput, usePaste, useStdin } from 'ink';
import { useEffect, useRef, useState } from 'react';
import { chordsOf, functionKeys } from '../src/view/chords.js';
import { type MouseEvent, MouseInput } from '../src/view/mouse.js';

/** What is told of keyboard and mouse. */
export interface InputListener {
  onChord(chord: string): void;
  onPaste(text: string): void;
  onMouse(event: MouseEvent): void;
}

/** Calls for every key, for pasted text and for the mouse; the one place where the dashboard listens to the person. */
export function useKeys({ onChord, onPaste, onMouse }: InputListener): void {
  const unnamed = useRef<string[]>([]);
  const [mouse] = useState(() => new MouseInput());
  useInput((input, key) => {
    for (const part of mouse.take(input, key.escape)) {
      if (typeof part !== 'string') {
        onMouse(part);
        continue;
      }
      const chords = chordsOf(part, key);
      const nameless = part === '' && chords.length === 0;
      for (const chord of nameless ? unnamed.current.splice(0, 1) : chords) onChord(chord);
    }
  });
  usePaste(onPaste);

  const { stdin } = useStdin();
  // Ink calls the handler above for a function key too, but without its name. It reads the stream by `readable`; this `data`
  // listener only looks on, hears of each chunk before Ink does, and notes the names, and the ends, that the handler will miss.
  useEffect(() => {
    const listener = (chunk: string | Buffer): void => {
      mouse.hear(String(chunk));
      unnamed.current = [...functionKeys(String(chunk))];
    };
    stdin.on('data', listener);
    return () => {
      stdin.off('data', listener);
    };
  }, [stdin, mouse]);
}
