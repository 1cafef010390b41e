/** A text of at most `longest` characters: a longer one is cut behind a whole word, where one ends near enough, and says so by "…". */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const room = text.slice(0, longest - 1);
  const blank = /\s/.test(text[longest - 1]!) ? room.length : room.search(/\s\S*$/);
  const isNear = blank >= longest * leastKept;
  // Half of a character of two units is none.
  const whole = isNear ? room.slice(0, blank) : room.replace(/[\ud800-\udbff]$/, '');
  return `${whole.trimEnd().replace(/[,;:(]+$/, '')}…`;
}

/** A text without a blank in its last third is cut in the middle of a word. */
const leastKept = 2 / 3;
