import type { Terminal } from '@xterm/headless';

/** The first sixteen colours of xterm, by index, as six hexadecimal digits. */
const sixteen = [
  '000000',
  'cd0000',
  '00cd00',
  'cdcd00',
  '0000ee',
  'cd00cd',
  '00cdcd',
  'e5e5e5',
  '7f7f7f',
  'ff0000',
  '00ff00',
  'ffff00',
  '5c5cff',
  'ff00ff',
  '00ffff',
  'ffffff',
]; // prettier-ignore

/** The steps of the cube of 216 colours. */
const cube = ['00', '5f', '87', 'af', 'd7', 'ff'];

/** The text, its ground and the cursor, by the number of the question. */
const dynamic: ReadonlyMap<number, string> = new Map([
  [10, 'e5e5e5'],
  [11, '000000'],
  [12, 'e5e5e5'],
]);

/** Lets a terminal answer what programs ask about colours, as xterm on a dark ground: OSC 4, 10, 11 and 12. What sets colours changes nothing. */
export function answerColours(terminal: Pick<Terminal, 'parser'>, answer: (text: string) => void): void {
  const say = (what: string, colour: string): void => {
    const [red, green, blue] = [0, 2, 4].map((from) => colour.slice(from, from + 2).repeat(2));
    answer(`\x1b]${what};rgb:${red}/${green}/${blue}\x1b\\`);
  };
  terminal.parser.registerOscHandler(4, (data) => {
    const fields = data.split(';');
    for (let at = 0; at + 1 < fields.length; at += 2) {
      const colour = /^\d{1,3}$/.test(fields[at]!) ? paletteColour(Number(fields[at])) : undefined;
      if (fields[at + 1] === '?' && colour !== undefined) say(`4;${fields[at]}`, colour);
    }
    return true;
  });
  // `10;?;?` asks for the next as well.
  for (const first of dynamic.keys()) {
    terminal.parser.registerOscHandler(first, (data) => {
      for (const [offset, field] of data.split(';').entries()) {
        const colour = dynamic.get(first + offset);
        if (field === '?' && colour !== undefined) say(String(first + offset), colour);
      }
      return true;
    });
  }
}

function paletteColour(index: number): string | undefined {
  if (index < 16) return sixteen[index];
  if (index < 232) return [36, 6, 1].map((size) => cube[Math.floor((index - 16) / size) % 6]).join('');
  return index < 256 ? (8 + (index - 232) * 10).toString(16).padStart(2, '0').repeat(3) : undefined;
}
