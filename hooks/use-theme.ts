import { createContext, useContext } from 'react';
import { type Theme, themeFor } from '../src/view/theme.js';

/** The looks of the dashboard. */
export const ThemeContext = createContext<Theme>(themeFor({}));

/** The looks of the dashboard; the colourful ones outside of it. */
export function useTheme(): Theme {
  return useContext(ThemeContext);
}
