/** How a command is cut into words. */
export interface Quoting {
  /** The characters that a backslash between double quotes takes literally; before any other it stands for itself. */
  readonly escaped: string;
  /** The characters of which none may be outside of quotes. */
  readonly operators: string;
}

/** As a shell does, as far as there is nothing in the command but words and quotes. */
export const asShell: Quoting = { escaped: '"\\$`', operators: ';&|<>()`' };

/** As Python's shlex does, which knows no operators. */
export const asShlex: Quoting = { escaped: '"\\', operators: '' };

/** Cuts a command into words; undefined where a quote is not closed or an operator is met. */
export function commandWords(command: string, { escaped, operators }: Quoting): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < command.length; at += 1) {
    const character = command[at]!;
    const next = command[at + 1] ?? '';
    if (character === '\\' && (quote === '' || (quote === '"' && next !== '' && escaped.includes(next)))) {
      at += 1;
      word = (word ?? '') + next;
    } else if (quote !== '') {
      if (character === quote) quote = '';
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (operators.includes(character)) return undefined;
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
