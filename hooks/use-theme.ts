import { createContext, useContext } from 'react';
import type { Theme } from '../src/view/text/theme.js';
import { themeFor } from '../src/view/text/themes.js';

/** The theme of the dashboard. */
export const ThemeContext = createContext<Theme>(themeFor({}));

/** The theme of the dashboard; the colourful one outside of it. */
export function useTheme(): Theme {
  return useContext(ThemeContext);
}
