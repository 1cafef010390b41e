import sliceAnsi from 'slice-ansi';
import { sgrSequence } from './sgr.js';

/** What opens the colours that are on after these SGR sequences, and what closes them; both empty where none is. */
export function coloursOf(sequences: string): { readonly open: string; readonly close: string } {
  if (sequences === '') return { open: '', close: '' };
  const [open = '', close = ''] = sliceAnsi(`${sequences}x`, 0, 1).split('x');
  return { open, close };
}

/** The text between two indices of its plain form, with its colours, and those opened and closed that reach over an end. */
export interface ColouredPiece {
  readonly text: string;
  readonly plain: string;
}

/** Cuts sanitized text at indices of its plain form, which must grow. Takes time in proportion to the length, whatever the number of cuts. */
export function cutAt(text: string, cuts: readonly number[]): readonly ColouredPiece[] {
  const pieces: ColouredPiece[] = [];
  let open = '';
  let piece = '';
  let plain = '';
  let plainIndex = 0;
  let next = 0;
  const finish = (): void => {
    const { open: opened, close } = coloursOf(open + (piece.match(sgrSequence)?.join('') ?? ''));
    pieces.push({ text: open + piece + close, plain });
    open = opened;
    piece = '';
    plain = '';
    next += 1;
  };
  const take = (run: string): void => {
    let rest = run;
    while (next < cuts.length && plainIndex + rest.length > cuts[next]!) {
      const taken = rest.slice(0, cuts[next]! - plainIndex);
      piece += taken;
      plain += taken;
      plainIndex += taken.length;
      rest = rest.slice(taken.length);
      finish();
    }
    piece += rest;
    plain += rest;
    plainIndex += rest.length;
  };
  let from = 0;
  for (const match of text.matchAll(sgrSequence)) {
    take(text.slice(from, match.index));
    piece += match[0];
    from = match.index + match[0].length;
  }
  take(text.slice(from));
  while (next <= cuts.length) finish();
  return pieces;
}
