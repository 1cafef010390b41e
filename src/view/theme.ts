/**
 * What a text means, for its colour: well, on its way, needs a person, not running, can be pressed; then plain text and
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
  readonly tones: Readonly<Record<Tone, TextStyle>>;
  /** The same on the selected row. */
  readonly selected: Readonly<Record<Tone, TextStyle>>;
}

// A fixed dark grey under the selected row; on it every text needs a colour of its own, or a light terminal shows black on it.
const backgroundColor = 'ansi256(237)';

const colourful: Theme = {
  colours: true,
  tones: {
    good: { color: 'green' },
    progress: { color: 'yellow' },
    trouble: { color: 'red' },
    idle: { color: 'gray' },
    key: { color: 'cyan' },
    plain: {},
    dim: { dimColor: true },
    cursor: { inverse: true },
  },
  selected: {
    good: { color: 'greenBright', backgroundColor },
    progress: { color: 'yellowBright', backgroundColor },
    trouble: { color: 'redBright', backgroundColor },
    idle: { color: 'ansi256(250)', backgroundColor },
    key: { color: 'cyanBright', backgroundColor },
    plain: { color: 'whiteBright', backgroundColor },
    dim: { color: 'ansi256(250)', backgroundColor },
    cursor: { inverse: true, backgroundColor },
  },
};

const none = { good: {}, progress: {}, trouble: {}, idle: {}, key: {}, plain: {}, dim: {}, cursor: { inverse: true } };
const colourless: Theme = { colours: false, tones: none, selected: none };

/** The theme for an environment: no colour at all where NO_COLOR is set and not empty (https://no-color.org). */
export function themeFor(env: { readonly NO_COLOR?: string | undefined }): Theme {
  return env.NO_COLOR ? colourless : colourful;
}
