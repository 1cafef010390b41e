import type { ThemeColours, ThemeConfig } from '../../config/schema/theme.js';
import { needsAscii } from './ascii.js';
import { isLight, type Rgb, shadeOf } from './background.js';
import type { Colour, TextStyle, Theme, Tone } from './theme.js';

/** The themes that have colours of their own, by their names in watchdog.yaml and after `--theme`. */
export const themeNames = ['dark', 'light', 'contrast', 'none'] as const;

/** The name of a theme; `auto` is dark or light as the background of the terminal is. */
export type ThemeName = (typeof themeNames)[number] | 'auto';

type Tones = Readonly<Record<Tone, TextStyle>>;

/** What decides the appearance. */
export interface ThemeChoice {
  /** From the command line; it wins over everything. */
  readonly asked?: ThemeName | undefined;
  /** From the configuration. */
  readonly configured?: ThemeConfig | undefined;
  /** `--ascii` */
  readonly ascii?: boolean | undefined;
  /** The background of the terminal, where that is known. */
  readonly background?: Rgb | undefined;
}

const themes: Readonly<Record<(typeof themeNames)[number], Omit<Theme, 'ascii'>>> = {
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
 * The appearance for an environment and what was chosen. NO_COLOR, where it is set and not empty, wins over the configuration but
 * not over the command line (https://no-color.org).
 */
export function themeFor(env: Readonly<Record<string, string | undefined>>, choice: ThemeChoice = {}): Theme {
  const { asked, configured, background } = choice;
  const chosen = asked ?? (env.NO_COLOR ? 'none' : (configured?.base ?? 'auto'));
  const name = chosen === 'auto' ? (background !== undefined && isLight(background) ? 'light' : 'dark') : chosen;
  const shade = chosen === 'auto' && background !== undefined ? shadeOf(background) : undefined;
  const base = themes[name];
  const shaded = shade === undefined ? base : { ...base, selected: mapTones(base.selected, (style) => onShade(style, shade)) };
  const coloured = name === 'none' || configured === undefined ? shaded : withColours(shaded, configured);
  return { ...coloured, ascii: choice.ascii ?? needsAscii(env) };
}

const tonesOfColours: Readonly<Record<keyof ThemeColours, readonly Tone[]>> = {
  healthy: ['good'],
  progress: ['progress'],
  failed: ['trouble'],
  stopped: ['idle'],
  accent: ['key', 'title'],
  dim: ['dim'],
  text: ['plain'],
};

/** Single colours in place of those of the theme, on the selected row too. */
function withColours(theme: Omit<Theme, 'ascii'>, colours: ThemeColours): Omit<Theme, 'ascii'> {
  const own = new Map(
    Object.entries(tonesOfColours).flatMap(([key, tones]) => {
      const colour = colours[key as keyof ThemeColours];
      return colour === undefined ? [] : tones.map((tone) => [tone, colour as Colour] as const);
    }),
  );
  const paint = ({ dimColor: _, ...style }: TextStyle, tone: Tone): TextStyle => ({ ...style, color: own.get(tone)! });
  const painted = (tones: Tones): Tones => mapTones(tones, (style, tone) => (own.has(tone) ? paint(style, tone) : style));
  return { ...theme, tones: painted(theme.tones), selected: painted(theme.selected) };
}

function onShade(style: TextStyle, shade: `#${string}`): TextStyle {
  return style.backgroundColor === undefined ? style : { ...style, backgroundColor: shade };
}

function mapTones(tones: Tones, change: (style: TextStyle, tone: Tone) => TextStyle): Tones {
  return Object.fromEntries(Object.entries(tones).map(([tone, style]) => [tone, change(style, tone as Tone)])) as Tones;
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
