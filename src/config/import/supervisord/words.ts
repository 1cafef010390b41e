/** Cuts a command into its arguments as Python's shlex does; undefined where a quote is not closed. */
export function shellWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    const next = text[at + 1];
    if (quote === "'") {
      if (character === "'") quote = '';
      else word += character;
    } else if (character === '\\' && (quote === '' || next === '"' || next === '\\')) {
      word = (word ?? '') + (next ?? '');
      at += 1;
    } else if (quote === '"') {
      if (character === '"') quote = '';
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== '') return undefined;
  return word === undefined ? words : [...words, word];
}

/** Reads `KEY="val",KEY2=val2`, in quotes or not. */
export function pairsOf(text: string): readonly (readonly [name: string, value: string])[] {
  const pair = /\s*([^=,\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^,]*))\s*(?:,|$)/gs;
  return [...text.matchAll(pair)].map(([, name = '', double, single, plain]) => [
    name,
    double?.replace(/\\(["\\])/g, '$1') ?? single ?? plain?.trim() ?? '',
  ]);
}
