const actions = new Set<() => void>();

/**
 * Runs `action` when the host program, or the worker thread that this runs in, exits by itself; until the result is disposed of. What
 * was asked for last comes first. One listener serves all.
 */
export function atHostExit(action: () => void): Disposable {
  const own = (): void => action();
  if (actions.size === 0) process.on('exit', onExit);
  actions.add(own);
  return {
    [Symbol.dispose]: () => {
      if (actions.delete(own) && actions.size === 0) process.off('exit', onExit);
    },
  };
}

function onExit(): void {
  for (const action of [...actions].reverse()) action();
}
