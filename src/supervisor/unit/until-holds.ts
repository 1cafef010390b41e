/** A wait for something that other changes bring about. */
export interface Wait {
  /** Resolves once it holds, or the wait was cancelled. */
  readonly reached: Promise<void>;
  /** Ends the wait, and leaves no listener behind. */
  readonly cancel: () => void;
}

/**
 * Waits until `holds`, checking now and after every change.
 * @param onChange subscribes to changes and returns the way to stop it
 */
export function untilHolds(onChange: (listener: () => void) => () => void, holds: () => boolean): Wait {
  let cancel = (): void => {};
  const reached = new Promise<void>((resolve) => {
    const check = (): void => {
      if (holds()) cancel();
    };
    const unsubscribe = onChange(check);
    cancel = () => {
      unsubscribe();
      resolve();
    };
    check();
  });
  return { reached, cancel: () => cancel() };
}
