const deeds = new Set<() => void>();

/**
 * Runs `deed` when the host program, or the worker thread that this runs in, exits by itself; until the result is disposed of. What
 * was asked for last comes first. One listener serves all.
 */
export function atHostExit(deed: () => void): Disposable {
  const own = (): void => deed();
  if (deeds.size === 0) process.on('exit', onExit);
  deeds.add(own);
  return {
    [Symbol.dispose]: () => {
      if (deeds.delete(own) && deeds.size === 0) process.off('exit', onExit);
    },
  };
}

function onExit(): void {
  for (const deed of [...deeds].reverse()) deed();
}
