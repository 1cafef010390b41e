import { needsAscii } from './ascii.js';
import type { TextStyle, Theme, Tone } from './theme.js';

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
    },
    selected: onGround('ansi256(237)', {
      good: 'greenBright',
      progress: 'yellowBright',
      trouble: 'redBright',
      idle: 'ansi256(250)',
      key: 'cyanBright',
      plain: 'whiteBright',
      dim: 'ansi256(250)',
    }),
  },
  // Yellow and cyan cannot be read on white: brown and blue take their places.
  light: {
    colours: true,
    tones: {
      good: { color: 'ansi256(28)' },
      progress: { color: 'ansi256(130)' },
      trouble: { color: 'ansi256(160)' },
      idle: { color: 'ansi256(243)' },
      key: { color: 'ansi256(25)' },
      plain: {},
      dim: { color: 'ansi256(243)' },
      cursor: { inverse: true },
    },
    selected: onGround('ansi256(253)', {
      good: 'ansi256(22)',
      progress: 'ansi256(94)',
      trouble: 'ansi256(124)',
      idle: 'ansi256(240)',
      key: 'ansi256(18)',
      plain: 'ansi256(16)',
      dim: 'ansi256(240)',
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
    },
    selected: onGround('ansi256(231)', {
      good: 'ansi256(22)',
      progress: 'ansi256(16)',
      trouble: 'ansi256(88)',
      idle: 'ansi256(16)',
      key: 'ansi256(16)',
      plain: 'ansi256(16)',
      dim: 'ansi256(16)',
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

function onGround(backgroundColor: string, colours: Readonly<Record<Exclude<Tone, 'cursor'>, string>>): Tones {
  const style = (color: string): TextStyle => ({ color, backgroundColor });
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
  };
}

function colourless(): Tones {
  return { good: {}, progress: {}, trouble: {}, idle: {}, key: {}, plain: {}, dim: {}, cursor: { inverse: true } };
}
