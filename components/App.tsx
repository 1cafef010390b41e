import type { ReactElement } from 'react';
import { ClockContext } from '../hooks/use-clock.js';
import { ThemeContext } from '../hooks/use-theme.js';
import type { Clock } from '../src/ports/clock.js';
import type { Theme } from '../src/view/theme.js';
import { Dashboard, type DashboardProps } from './Dashboard.js';

/** The dashboard with what it needs beside its source. */
export interface AppProps extends DashboardProps {
  /** Sets the timers of the screen. */
  readonly clock: Clock;
  readonly theme: Theme;
}

/** The dashboard as the program renders it. */
export function App({ clock, theme, ...dashboard }: AppProps): ReactElement {
  return (
    <ClockContext value={clock}>
      <ThemeContext value={theme}>
        <Dashboard {...dashboard} />
      </ThemeContext>
    </ClockContext>
  );
}
