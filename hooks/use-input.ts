import { usePaste, useStdin } from 'ink';
import { useEffect, useRef } from 'react';
import type { TypedPart } from '../src/supervisor/terminal/typed-bytes.js';
import type { MouseEvent } from '../src/view/input/mouse.js';
import { type Input, InputReader } from '../src/view/input/reader.js';
import { useClock } from './use-clock.js';

/** Receives all input from the terminal, in the order in which it comes. */
export interface InputListener {
  onKey(chord: string): void;
  onPaste(text: string): void;
  onMouse(event: MouseEvent): void;
  /** What the terminal answered to a question of ours, without its introducer's Escape and its terminator. */
  onAnswer?: ((text: string) => void) | undefined;
  /** The process whose terminal gets the keys now; undefined where they are commands. */
  typing(): string | undefined;
  /** Gives keys and pasted text to that process, as they came. */
  onTyped(parts: readonly TypedPart[]): void;
  /** Whether a chord is ours even while a process gets the keys. */
  leavesTyping(chord: string): boolean;
}

/** Listens to the terminal; the one place where the dashboard does. */
export function useInput(listener: InputListener): void {
  const clock = useClock();
  const { stdin } = useStdin();
  const current = useRef(listener);
  current.current = listener;
  // For the raw mode and the marks around pasted text, which Ink gives back whatever ends the program, and while it is suspended.
  // What Ink makes of the input goes nowhere.
  usePaste(ignore);

  useEffect(() => {
    const reader = new InputReader(clock, (inputs) => hand(inputs, current.current));
    // Ink reads the stream; each piece comes by here on its way.
    const onData = (piece: string | Buffer): void => reader.take(String(piece));
    stdin.on('data', onData);
    return () => {
      stdin.off('data', onData);
      reader.close();
    };
  }, [stdin, clock]);
}

/** Hands all of it on in its order: a key may decide for whom the next one is. */
function hand(inputs: readonly Input[], listener: InputListener): void {
  let parts: readonly TypedPart[] = [];
  const flush = (): void => {
    if (parts.length > 0) listener.onTyped(parts);
    parts = [];
  };
  for (const input of inputs) {
    if (input.kind === 'answer') listener.onAnswer?.(input.text);
    else if (input.kind === 'mouse') {
      flush();
      listener.onMouse(input.event);
    } else if (listener.typing() === undefined) {
      if (input.kind === 'paste') listener.onPaste(input.text);
      else if (input.chord !== undefined) listener.onKey(input.chord);
    } else if (input.kind === 'key' && input.chord !== undefined && listener.leavesTyping(input.chord)) {
      flush();
      listener.onKey(input.chord);
    } else parts = withPart(parts, input.kind === 'key' ? input.raw : input.text, input.kind === 'paste');
  }
  flush();
}

function withPart(parts: readonly TypedPart[], text: string, pasted: boolean): readonly TypedPart[] {
  const last = parts.at(-1);
  return last?.pasted === pasted ? [...parts.slice(0, -1), { text: last.text + text, pasted }] : [...parts, { text, pasted }];
}

function ignore(): void {}
