import { needsAscii } from './ascii.js';
import type { Colour, TextStyle, Theme, Tone } from './theme.js';

/** The themes by their names in watchdog.yaml and after `--theme`. */
export const themeNames = ['dark', 'light', 'contrast', 'none'] as const;

/** The name of a theme. */
export type ThemeName = (typeof themeNames)[number];

type Tones = Readonly<Record<Tone, TextStyle>>;

/** What decides the looks. */
export interface ThemeChoice {
  /** From the command line; it wins over everything. */
  readonly asked?: ThemeName | undefined;
  /** From the configuration. */
  readonly configured?: ThemeName | undefined;
  /** `--ascii` */
  readonly ascii?: boolean | undefined;
}

const themes: Readonly<Record<ThemeName, Omit<Theme, 'ascii'>>> = {
  // The terminal's own colours, which suit its background; on the dark grey of the selected row every text needs one of its own.
  dark: {
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
      title: { color: 'cyan', inverse: true },
      question: { color: 16, backgroundColor: 220 },
    },
    selected: onGround(237, {
      good: 'greenBright',
      progress: 'yellowBright',
      trouble: 'redBright',
      idle: 250,
      key: 'cyanBright',
      plain: 'whiteBright',
      dim: 250,
    }),
  },
  // Yellow and cyan cannot be read on white: brown and blue take their places.
  light: {
    colours: true,
    tones: {
      good: { color: 28 },
      progress: { color: 130 },
      trouble: { color: 160 },
      idle: { color: 243 },
      key: { color: 25 },
      plain: {},
      dim: { color: 243 },
      cursor: { inverse: true },
      title: { color: 25, inverse: true },
      question: { color: 231, backgroundColor: 130 },
    },
    selected: onGround(253, {
      good: 22,
      progress: 94,
      trouble: 124,
      idle: 240,
      key: 18,
      plain: 16,
      dim: 240,
    }),
  },
  // Nothing dim, and the selected row inverted.
  contrast: {
    colours: true,
    tones: {
      good: { color: 'greenBright' },
      progress: { color: 'yellowBright' },
      trouble: { color: 'redBright', bold: true },
      idle: { color: 'white' },
      key: { color: 'cyanBright', bold: true },
      plain: { color: 'whiteBright' },
      dim: { color: 'white' },
      cursor: { inverse: true },
      title: { color: 'cyanBright', inverse: true },
      question: { color: 16, backgroundColor: 226 },
    },
    selected: onGround(231, {
      good: 22,
      progress: 16,
      trouble: 88,
      idle: 16,
      key: 16,
      plain: 16,
      dim: 16,
    }),
  },
  none: { colours: false, tones: colourless(), selected: colourless() },
};

/**
 * The looks for an environment and what was chosen. NO_COLOR, where it is set and not empty, wins over the configuration but
 * not over the command line (https://no-color.org).
 */
export function themeFor(env: Readonly<Record<string, string | undefined>>, choice: ThemeChoice = {}): Theme {
  const name = choice.asked ?? (env.NO_COLOR ? 'none' : (choice.configured ?? 'dark'));
  return { ...themes[name], ascii: choice.ascii ?? needsAscii(env) };
}

function onGround(
  backgroundColor: number,
  colours: Readonly<Record<Exclude<Tone, 'cursor' | 'title' | 'question'>, Colour>>,
): Tones {
  const style = (color: Colour): TextStyle => ({ color, backgroundColor });
  const { good, progress, trouble, idle, key, plain, dim } = colours;
  return {
    good: style(good),
    progress: style(progress),
    trouble: style(trouble),
    idle: style(idle),
    key: style(key),
    plain: style(plain),
    dim: style(dim),
    cursor: { inverse: true, backgroundColor },
    title: { ...style(key), inverse: true },
    question: style(plain),
  };
}

function colourless(): Tones {
  return {
    good: {},
    progress: {},
    trouble: {},
    idle: {},
    key: {},
    plain: {},
    dim: {},
    cursor: { inverse: true },
    title: { inverse: true },
    question: { inverse: true },
  };
}
