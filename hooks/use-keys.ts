import { useInput, usePaste, useStdin } from 'ink';
import { useEffect, useRef, useState } from 'react';
import { type MouseEvent, MouseInput } from '../src/view/input/mouse.js';
import { chordsOf, functionKeys } from '../src/view/keys/chords.js';

/** What is told of keyboard and mouse. */
export interface InputListener {
  onChord(chord: string): void;
  onPaste(text: string): void;
  onMouse(event: MouseEvent): void;
}

/** Calls for every key, for pasted text and for the mouse; the one place where the dashboard listens to the person. */
export function useKeys({ onChord, onPaste, onMouse }: InputListener): void {
  const unnamed = useRef<string[]>([]);
  const point = useRef(onMouse);
  point.current = onMouse;
  const [mouse] = useState(() => new MouseInput());
  const isEscapeHeld = useRef(false);
  const tellEscape = useRef(() => {});
  tellEscape.current = () => {
    if (!isEscapeHeld.current) return;
    isEscapeHeld.current = false;
    onChord('escape');
  };
  useInput((input, key) => {
    const typed = mouse.typed(input, key.escape);
    if (typed !== input) isEscapeHeld.current = false; // It began a report.
    if (typed === undefined) return;
    tellEscape.current();
    // Ink stops waiting for the rest of a report also where that has come during a long draw: it is read before the next turn.
    if (key.escape && input === '') {
      isEscapeHeld.current = true;
      setImmediate(() => tellEscape.current());
      return;
    }
    const chords = chordsOf(typed, key);
    const nameless = input === '' && chords.length === 0;
    for (const chord of nameless ? unnamed.current.splice(0, 1) : chords) onChord(chord);
  });
  usePaste(onPaste);

  const { stdin } = useStdin();
  // Ink calls the handler above for a function key too, but without its name, and not at all for the mouse. It reads the stream
  // by `readable`; this `data` listener only looks on, hears of each chunk before Ink does, and notes what the handler will miss.
  useEffect(() => {
    const tell = (events: readonly MouseEvent[]): void => {
      for (const event of events) point.current(event);
    };
    const listener = (chunk: string | Buffer): void => {
      const { first, later } = mouse.hear(String(chunk));
      tell(first);
      // Ink has told of the keys by then.
      queueMicrotask(() => {
        mouse.settle();
        tell(later);
      });
      unnamed.current = [...functionKeys(String(chunk))];
    };
    stdin.on('data', listener);
    return () => {
      isEscapeHeld.current = false;
      stdin.off('data', listener);
    };
  }, [stdin, mouse]);
}
