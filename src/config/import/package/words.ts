/** Cuts a command into words as a shell does; undefined where there is more in it than words and quotes. */
export function wordsOf(command: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < command.length; at += 1) {
    const character = command[at]!;
    if (quote !== '') {
      if (character === quote) quote = '';
      else if (character === '\\' && quote === '"' && /["\\$`]/.test(command[at + 1] ?? '')) {
        at += 1;
        word += command[at]!;
      } else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === '\\') {
      at += 1;
      word = (word ?? '') + (command[at] ?? '');
    } else if (/[;&|<>()`]/.test(character)) return undefined;
    else word = (word ?? '') + character;
  }
  if (quote !== '') return undefined;
  return word === undefined ? words : [...words, word];
}

/** Cuts a command at an operator such as `&&` outside of quotes. */
export function splitAt(command: string, operator: '&&' | '&'): readonly string[] {
  const parts: string[] = [];
  let quote = '';
  let start = 0;
  for (let at = 0; at < command.length; at += 1) {
    const character = command[at]!;
    if (character === '\\') at += 1;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (command.startsWith('&&', at)) {
      if (operator === '&&') {
        parts.push(command.slice(start, at).trim());
        start = at + 2;
      }
      at += 1;
    } else if (character === '&' && operator === '&' && command[at - 1] !== '>' && command[at + 1] !== '>') {
      parts.push(command.slice(start, at).trim());
      start = at + 1;
    }
  }
  return [...parts, command.slice(start).trim()];
}
