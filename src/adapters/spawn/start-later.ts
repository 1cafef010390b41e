import type { StartFault } from '../../policy/process/start-fault.js';
import type { ChildEvents, ChildHandle } from '../../ports/spawner.js';

/**
 * The handle of a child that waits for something before it is started, and may be taken back until then.
 * @param outcome resolves to what starts it, or to why it cannot be; never rejects
 */
export function startLater(events: ChildEvents, outcome: Promise<(() => ChildHandle) | StartFault>): ChildHandle {
  let child: ChildHandle | undefined;
  let cancelled = false;
  void outcome.then((found) => {
    if (cancelled) return;
    if (typeof found === 'function') child = found();
    else events.failed(found);
  });
  return {
    signal: (signal) => child?.signal(signal),
    send: (signal) => child?.send(signal),
    remaining: () => child?.remaining() ?? [],
    knownBy: () => child?.knownBy?.(),
    hidden: () => child?.hidden?.() ?? [],
    leftBehind: (program) => child?.leftBehind?.(program),
    suspension: (isWhole) => child?.suspension(isWhole),
    cancel: () => {
      if (child !== undefined || cancelled) return;
      cancelled = true;
      process.nextTick(() => events.failed({ code: 'ECANCELED', message: 'stopped before it was started' }));
    },
    abandon: () => {
      cancelled = true;
      child?.abandon();
    },
    resize: (size) => child?.resize?.(size),
    write: (text) => child?.write?.(text),
  };
}
