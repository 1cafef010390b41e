import type { ForegroundColorName } from 'chalk';

/**
 * What a text means, for its colour: well, on its way, needs the user, not running, can be pressed; then plain text,
 * text that is dimmed, the place where typed text goes, the title of the pane with the focus, and the bar of a question.
 */
export type Tone = 'good' | 'progress' | 'trouble' | 'idle' | 'key' | 'plain' | 'dim' | 'cursor' | 'title' | 'question';

/** A colour by its name, which is the terminal's own, by its index in the palette of 256, or as "#rrggbb". */
export type Colour = ForegroundColorName | number | `#${string}`;

/** The style of a text. */
export interface TextStyle {
  readonly color?: Colour;
  /** An index in the palette of 256, or "#rrggbb". */
  readonly backgroundColor?: number | `#${string}`;
  readonly dimColor?: boolean;
  readonly bold?: boolean;
  readonly inverse?: boolean;
}

/** The styles of all tones. */
export interface Theme {
  /** Whether the colours in the output of processes are kept. */
  readonly colours: boolean;
  /** Whether nothing but ASCII is drawn. */
  readonly ascii: boolean;
  readonly tones: Readonly<Record<Tone, TextStyle>>;
  /** The same on the selected row. */
  readonly selected: Readonly<Record<Tone, TextStyle>>;
}
