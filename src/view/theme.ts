/**
 * What a text means, for its colour: well, on its way, needs a person, not running, can be pressed; then plain text,
 * text that stands back, and the place where typed text goes.
 */
export type Tone = 'good' | 'progress' | 'trouble' | 'idle' | 'key' | 'plain' | 'dim' | 'cursor';

/** The looks of a text, in the words of Ink's Text. */
export interface TextStyle {
  readonly color?: string;
  readonly backgroundColor?: string;
  readonly dimColor?: boolean;
  readonly bold?: boolean;
  readonly inverse?: boolean;
}

/** The looks of all tones. */
export interface Theme {
  /** Whether the colours in the output of processes are kept. */
  readonly colours: boolean;
  /** Whether nothing but ASCII is drawn. */
  readonly ascii: boolean;
  readonly tones: Readonly<Record<Tone, TextStyle>>;
  /** The same on the selected row. */
  readonly selected: Readonly<Record<Tone, TextStyle>>;
}
