import { type Piece, piecesOf } from '../common/references.js';

/** A word of a command line of systemd: quoted where it must be, with what systemd would expand escaped. */
export function commandWord(text: string): string {
  const pieces = piecesOf(text);
  const inside = pieces.map((piece) => ('text' in piece ? escaped(piece.text).replaceAll('$', '$$$$') : `\${${piece.variable}}`));
  return pieces.every(isPlain) && text !== '' ? inside.join('') : `"${inside.join('')}"`;
}

/** One assignment of `Environment=`, where only specifiers are expanded. */
export function assignment(name: string, value: string): string {
  const text = `${name}=${value}`;
  return isPlain({ text }) ? escaped(text) : `"${escaped(text)}"`;
}

/** A text that is the whole of a setting, such as a path. */
export function setting(text: string): string {
  return text.replaceAll('%', '%%');
}

/** Milliseconds as systemd writes a time span. */
export function timeSpan(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

/** Whether systemd takes it as the name of a variable. */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

function isPlain(piece: Piece): boolean {
  return 'text' in piece && /^[\w@%+=:,./$-]*$/.test(piece.text) && piece.text !== '-';
}

function escaped(text: string): string {
  return text
    .replace(/["\\]/g, '\\$&')
    .replaceAll('%', '%%')
    .replace(/[\x01-\x1f\x7f]/g, (control) =>
      control === '\n' ? '\\n' : `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`,
    );
}
