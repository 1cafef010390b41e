import { useWindowSize } from 'ink';
import { type ReactElement, useCallback, useSyncExternalStore } from 'react';
import { ClockContext } from '../hooks/use-clock.js';
import { KeymapContext } from '../hooks/use-keymap.js';
import { ThemeContext } from '../hooks/use-theme.js';
import type { Clock } from '../src/ports/clock.js';
import { timeLine } from '../src/view/chrome/time-line.js';
import type { Keymap } from '../src/view/commands/keymap.js';
import type { Replay } from '../src/view/state/replay.js';
import type { DashboardSource } from '../src/view/state/source.js';
import type { Theme } from '../src/view/text/theme.js';
import { Dashboard } from './Dashboard.js';
import type { DashboardProps } from './dashboard-props.js';
import { StyledLine } from './StyledLine.js';

/** The dashboard with what it needs beside its source. */
export interface AppProps extends DashboardProps {
  /** Sets the timers of the screen. */
  readonly clock: Clock;
  readonly theme: Theme;
  readonly keymap: Keymap;
}

/** The dashboard as the program renders it. */
export function App({ clock, theme, keymap, ...dashboard }: AppProps): ReactElement {
  const { source } = dashboard;
  return (
    <ClockContext value={clock}>
      <ThemeContext value={theme}>
        <KeymapContext value={keymap}>
          <Dashboard {...dashboard} />
          {source.replay && <Timeline source={source} replay={source.replay} />}
        </KeymapContext>
      </ThemeContext>
    </ClockContext>
  );
}

interface TimelineProps {
  readonly source: DashboardSource;
  readonly replay: Replay;
}

/** The time line of a replay, at the bottom of the screen. */
function Timeline({ source, replay }: TimelineProps): ReactElement {
  const { columns } = useWindowSize();
  const subscribe = useCallback((listener: () => void) => source.subscribe(listener), [source]);
  useSyncExternalStore(subscribe, () => `${replay.at} ${replay.isPlaying} ${replay.speed}`);
  return <StyledLine line={timeLine(replay, columns)} />;
}
