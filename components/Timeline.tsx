import { useWindowSize } from 'ink';
import { type ReactElement, useCallback, useSyncExternalStore } from 'react';
import { timeLine } from '../src/view/chrome/time-line.js';
import type { Replay } from '../src/view/state/replay.js';
import type { DashboardSource } from '../src/view/state/source.js';
import { StyledLine } from './StyledLine.js';

interface TimelineProps {
  readonly source: DashboardSource;
  readonly replay: Replay;
}

/** The time line of a replay, at the bottom of the screen. */
export function Timeline({ source, replay }: TimelineProps): ReactElement {
  const { columns } = useWindowSize();
  const subscribe = useCallback((listener: () => void) => source.subscribe(listener), [source]);
  useSyncExternalStore(subscribe, () => `${replay.at} ${replay.isPlaying} ${replay.speed}`);
  return <StyledLine line={timeLine(replay, columns)} />;
}
