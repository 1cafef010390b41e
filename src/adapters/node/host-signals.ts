/** What is ended when the host program gets a signal. */
export interface Endable {
  shutdown(): Promise<unknown>;
  /** Ends everything at once. */
  killAll(): void;
}

const handled = ['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGHUP'] as const;
const exitBase = 128;
const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGTERM: 15 } as const;

const endables = new Set<Endable>();
let ending = false;

/**
 * Shuts `endable` down when the host gets SIGINT, SIGTERM, SIGQUIT or SIGHUP, and then ends the host with status 0; a second
 * signal ends it at once with 128+n. One set of handlers serves the whole host program however many there are.
 * Where the host has a handler of its own for a signal, that one decides and ours does nothing.
 */
export function endOnHostSignals(endable: Endable): void {
  if (endables.size === 0) for (const signal of handled) process.on(signal, onSignal);
  endables.add(endable);
}

/** Takes `endable` out again; with the last one the handlers are removed. */
export function leaveHostSignals(endable: Endable): void {
  if (!endables.delete(endable) || endables.size > 0 || ending) return;
  for (const signal of handled) process.off(signal, onSignal);
}

function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  if (ending) {
    for (const endable of endables) endable.killAll();
    process.exit(exitBase + signalNumbers[signal as (typeof handled)[number]]);
  }
  ending = true;
  void Promise.allSettled([...endables].map((endable) => endable.shutdown())).then(() => process.exit(0));
}
