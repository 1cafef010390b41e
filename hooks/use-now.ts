import { useEffect, useState } from 'react';
import type { DashboardSource } from '../src/view/state/source.js';
import { useClock } from './use-clock.js';

/** The time that the screen shows. */
export interface Now {
  /** Monotonic milliseconds of the source. */
  readonly now: number;
  /** Milliseconds since 1970. */
  readonly wall: number;
}

/**
 * The time, renewed at every full `stepMs` milliseconds of the wall clock, so that all running numbers change at once and once.
 * @param stepMs whole seconds
 */
export function useNow(source: DashboardSource, stepMs: number): Now {
  const clock = useClock();
  const [time, setTime] = useState<Now>(() => ({ now: source.now(), wall: source.wallTime() }));
  useEffect(() => {
    const next = (): Disposable => clock.setTimer(onStep, stepMs - (source.wallTime() % stepMs));
    const onStep = (): void => {
      setTime(atFullSecond(source));
      timer = next();
    };
    let timer = next();
    return () => timer[Symbol.dispose]();
  }, [source, clock, stepMs]);
  return time;
}

// A timer is some milliseconds late, or one early; without rounding, an uptime near the edge would now and then skip a second.
function atFullSecond(source: DashboardSource): Now {
  const wall = source.wallTime();
  const full = Math.round(wall / 1000) * 1000;
  return { now: source.now() - (wall - full), wall: full };
}
