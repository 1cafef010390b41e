/** The placeholder of a secret variable in a text: in place of any value, so also in an address or a header. */
const mark = /-_secret_\.([A-Za-z_]\w*)\._-/;

/** A part of a text: as it is, or the value of a variable that only the engine will know. */
export type Piece = { readonly text: string } | { readonly variable: string };

/** Makes the placeholder for the value of a secret variable in a text. */
export function referenceTo(name: string): string {
  return `-_secret_.${name}._-`;
}

/** The parts of a text in which references to variables may stand. */
export function piecesOf(text: string): readonly Piece[] {
  return text.split(mark).flatMap((part, index): Piece[] => {
    if (index % 2 === 1) return [{ variable: part }];
    return part === '' ? [] : [{ text: part }];
  });
}

/** The secret variables that a text refers to. */
export function variablesIn(text: string): readonly string[] {
  return piecesOf(text).flatMap((piece) => ('variable' in piece ? [piece.variable] : []));
}

/** A text with its references to variables written in the form of an engine. */
export function written(text: string, write: { text(part: string): string; variable(name: string): string }): string {
  return piecesOf(text)
    .map((piece) => ('text' in piece ? write.text(piece.text) : write.variable(piece.variable)))
    .join('');
}
