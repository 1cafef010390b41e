import * as z from 'zod';
import { closedMap, rule } from './parts.js';

/** The themes; `auto` is dark or light as the background of the terminal is. */
const themeNames = ['auto', 'dark', 'light', 'contrast', 'none'] as const;

/** What of the screen can have a colour of its own. */
export interface ThemeColours {
  readonly healthy?: string | undefined;
  readonly progress?: string | undefined;
  readonly failed?: string | undefined;
  readonly stopped?: string | undefined;
  readonly accent?: string | undefined;
  readonly dim?: string | undefined;
  readonly text?: string | undefined;
}

/** A theme, and colours in place of its own as "#rrggbb". */
export interface ThemeConfig extends ThemeColours {
  readonly base: (typeof themeNames)[number];
}

const name = z.enum(themeNames);

const colour = z
  .string()
  .superRefine(
    rule((value) =>
      /^#[0-9a-fA-F]{6}$/.test(value) ? undefined : { message: 'is no colour', hint: 'write it like "#ff5f5f", in quotes' },
    ),
  )
  .meta({ pattern: '^#[0-9a-fA-F]{6}$', title: 'a colour such as "#ff5f5f"' });

const coloured = closedMap({
  base: name.default('auto').describe('The theme that has all other colours'),
  healthy: colour.optional().describe('What is well'),
  progress: colour.optional().describe('What is on its way'),
  failed: colour.optional().describe('What needs a user'),
  stopped: colour.optional().describe('What does not run'),
  accent: colour.optional().describe('Keys and the pane with the focus'),
  dim: colour.optional().describe('What is of less importance'),
  text: colour.optional().describe('All else'),
});

/** `theme:` of the file: a name, or a base with colours of its own. */
export const theme = z
  .union([name.transform((base): ThemeConfig => ({ base })), coloured], {
    error: 'auto, dark, light, contrast or none, or a map of colours with a base',
  })
  .pipe(z.custom<ThemeConfig>(() => true));
