import type { KeyboardModes } from './emulated-screen.js';

/** What the user typed in one go, or pasted. */
export interface TypedPart {
  readonly text: string;
  readonly pasted: boolean;
}

const cursorKey = /\x1b\[([ABCDHF])/g;

/** What a program gets to read of it, as it has set its keyboard. */
export function typedBytes(parts: readonly TypedPart[], { applicationCursorKeys, bracketedPaste }: KeyboardModes): string {
  return parts
    .map(({ text, pasted }) => {
      if (pasted) return bracketedPaste ? `\x1b[200~${text}\x1b[201~` : text;
      return applicationCursorKeys ? text.replace(cursorKey, '\x1bO$1') : text;
    })
    .join('');
}
