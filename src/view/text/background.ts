/** A colour, each part from 0 to 255. */
export interface Rgb {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** The question for the background of a terminal, and one that every terminal answers, after which the first has no answer to come. */
export const backgroundQuestion = '\x1b]11;?\x07\x1b[c';

/** What a terminal has answered to it so far: its background, and whether that was all. */
export interface BackgroundAnswer {
  readonly background: Rgb | undefined;
  readonly isWhole: boolean;
}

/** Reads the answer in what came from a terminal, among whatever else came. */
export function readBackground(input: string): BackgroundAnswer {
  const match = /\x1b\]11;rgba?:([0-9a-fA-F]{1,4})\/([0-9a-fA-F]{1,4})\/([0-9a-fA-F]{1,4})/.exec(input);
  const [, red = '', green = '', blue = ''] = match ?? [];
  const background = match === null ? undefined : { red: partOf(red), green: partOf(green), blue: partOf(blue) };
  return { background, isWhole: /\x1b\[\?[\d;]*c/.test(input) };
}

/** Whether dark text can be read on it better than light. */
export function isLight({ red, green, blue }: Rgb): boolean {
  return 0.299 * red + 0.587 * green + 0.114 * blue > 127;
}

/** A background a little apart from that of the terminal: lighter where it is dark, darker where it is light. */
export function shadeOf(background: Rgb): `#${string}` {
  const [towards, share] = isLight(background) ? [0, 0.13] : [255, 0.17];
  const part = (value: number): string =>
    Math.round(value + (towards - value) * share)
      .toString(16)
      .padStart(2, '0');
  return `#${part(background.red)}${part(background.green)}${part(background.blue)}`;
}

/** Terminals say each part with one to four digits. */
function partOf(digits: string): number {
  return Math.round((Number.parseInt(digits, 16) / (16 ** digits.length - 1)) * 255);
}
