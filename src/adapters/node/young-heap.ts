import { performance } from 'node:perf_hooks';
import v8 from 'node:v8';
import { runInNewContext } from 'node:vm';

/** The part of the heap that new objects go to, and what the program does. */
export interface YoungHeap {
  /** The share of the time since the last call in which the main thread was busy, 0 to 1. */
  load(): number;
  /** The bytes that it takes. */
  size(): number;
  /** The bytes of the whole heap that were taken from the system and hold nothing. */
  spare(): number;
  /** Says whether it may grow. */
  setGrowth(mayGrow: boolean): void;
  /** Says whether other threads help to collect it. */
  setHelpers(mayHelp: boolean): void;
  /** Begins to collect all garbage and to give what is free back to the system. The main thread stands still for some 50 ms. */
  collect(): void;
}

/** The young heap of V8. Its flags can be set while it runs; the sizes themselves only before it starts. */
export function v8YoungHeap(): YoungHeap {
  let last = performance.eventLoopUtilization();
  return {
    load() {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, last);
      last = now;
      return utilization;
    },
    size: () => v8.getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0,
    spare() {
      const { total_heap_size: total, used_heap_size: used } = v8.getHeapStatistics();
      return total - used;
    },
    setGrowth: (mayGrow) => v8.setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`),
    setHelpers: (mayHelp) => v8.setFlagsFromString(mayHelp ? '--parallel-scavenge' : '--no-parallel-scavenge'),
    collect() {
      // The one way to have the function without a flag on the command line: it is there in contexts made from now on.
      v8.setFlagsFromString('--expose-gc');
      const gc = runInNewContext('gc') as NodeJS.GCFunction;
      void gc({ type: 'major', execution: 'async', flavor: 'last-resort' });
    },
  };
}
