import { useWindowSize } from 'ink';
import type { TerminalSize } from '../src/view/state/layout.js';

/** The size of the terminal, also after it changed. */
export function useTerminalSize(): TerminalSize {
  return useWindowSize();
}
